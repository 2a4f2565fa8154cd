/** The report as one HTML page that needs nothing else: no script, no network. */
import type { Finding } from '../finding';
import { placeInWords, type Report } from './report';

const style = `
:root { color-scheme: light dark; --agree: #1a7f37; --disagree: #cf222e; --unjudged: #9a6700; --line: #8884; }
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; }
h1 { margin-bottom: 0; } h1 span { text-transform: uppercase; }
.agree { color: var(--agree); } .disagree, .error { color: var(--disagree); } .unjudged, .warning { color: var(--unjudged); }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: .4rem .6rem; border-bottom: 1px solid var(--line); }
article { border-left: 4px solid currentColor; padding: .1rem 1rem; margin: 1rem 0; } article > * { color: CanvasText; }
article h3 { color: inherit; margin: .3rem 0; } p { white-space: pre-line; } code { font-size: .9em; overflow-wrap: anywhere; }
`;

export function toHtml(report: Report): string {
	const { verdict, summary, spec } = report;
	const counts = `${summary.interactions} interactions, ${summary.checked} judged, ${summary.errors} errors, ${summary.warnings} warnings`;
	const rows = report.interactions.map(
		(each) =>
			`<tr><td>${escaped(each.description)}</td><td>${escaped(each.operation ?? '–')}</td><td>${escaped(each.file)}</td><td class="${each.verdict}">${each.verdict}</td></tr>`,
	);
	return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${verdict}: contract ${report.command}</title>
<style>${style}</style>
</head>
<body>
<h1>contract ${report.command}: <span class="${verdict}">${verdict}</span></h1>
<p>${counts}; description ${escaped(spec.file)}${spec.version === '' ? '' : `, version ${escaped(spec.version)}`}</p>
<h2>Findings</h2>
${report.findings.length === 0 ? '<p>None.</p>' : report.findings.map(article).join('\n')}
<h2>Interactions</h2>
<table>
<thead><tr><th>Interaction</th><th>Operation</th><th>Contract</th><th>Verdict</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>
</body>
</html>
`;
}

function article({ severity, code, message, at, spec }: Finding): string {
	const places = [
		at ? `<li><code>${escaped(placeInWords(at))}</code> <code>${escaped(at.pointer)}</code></li>` : '',
		spec ? `<li>spec <code>${escaped(placeInWords(spec))}</code> <code>${escaped(spec.pointer)}</code></li>` : '',
	].join('');
	return `<article class="${severity}"><h3>${severity}: ${code}</h3><p>${escaped(message)}</p><ul>${places}</ul></article>`;
}

function escaped(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
