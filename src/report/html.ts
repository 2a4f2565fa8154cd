/** The report as one HTML page that needs nothing else: no script, no network. */
import { coverageKinds } from '../config/min-coverage';
import { gapsOf } from '../coverage/gaps';
import { type CoverageReport, kindInWords } from '../coverage/report';
import type { Finding, Place } from '../exchange/finding';
import { changesIn } from './changes';
import { style } from './html-style';
import type { InteractionReport, Report } from './report';
import {
	byPlace,
	forPeople,
	type PlaceGroup,
	placeInWords,
	placeOfLine,
	severitiesInWords,
	summaryInWords,
	verdictWords,
	withEntities,
} from './words';

export const toHtml = forPeople((report) => {
	const { command, verdict, findings, interactions, spec, coverage } = report;
	const version = spec.version === '' ? '' : `, version ${escaped(spec.version)}`;
	const overlays = (spec.overlays ?? []).map((each) => `, overlay <code>${escaped(each)}</code>`).join('');
	return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${verdict}: contract ${command}</title>
<style>${style}</style>
</head>
<body>
<header class="${verdict}">
<h1>contract ${command}: <strong>${verdict}</strong></h1>
<p>${verdictWords[verdict]}</p>
<p>${summaryInWords(report)}</p>
<p>Spec <code>${escaped(spec.file)}</code>${version}${overlays}</p>
</header>
<main>
<h2>Findings</h2>
${findings.length === 0 ? '<p>None.</p>' : byPlace(findings).toReversed().map(section).join('\n')}
${coverage ? coverageSection(coverage) : ''}${report.changes ? changeSection(report) : ''}<h2>Interactions</h2>
${interactions.length === 0 ? '<p>None.</p>' : table(interactions)}
</main>
</body>
</html>
`;
});

/** On a page the top is seen first, so what has to change comes first. */
function section([place, findings]: PlaceGroup): string {
	const heading = `<h3><code>${escaped(place)}</code> ${severitiesInWords(findings)}</h3>`;
	return `<section>\n${heading}\n${findings.map(article).join('\n')}\n</section>`;
}

function article({ code, severity, title, fix, at, spec, interaction, accepted, fingerprint }: Finding): string {
	const weight = accepted ? 'note' : severity;
	const places = [at ? place('at', at) : '', spec ? place('spec', spec) : ''].join('');
	const list = places === '' ? '' : `<dl>${places}</dl>`;
	const heading = `<h4><strong>${accepted ? 'accepted' : severity}</strong> ${code} <code>${fingerprint}</code></h4>`;
	const paragraphs = [
		title,
		interaction && `In: ${interaction.description}`,
		fix.length > 0 && `Fix: ${fix.join(' ')}`,
		accepted && `Accepted${accepted.until === undefined ? '' : ` until ${accepted.until}`}: ${accepted.reason}`,
	].flatMap((text) => (text ? [`<p>${escaped(text)}</p>`] : []));
	return `<article class="${weight}">${heading}${paragraphs.join('')}${list}</article>`;
}

function place(name: string, where: Place): string {
	const pointer = where.file === undefined || where.pointer === '' ? '' : ` <code>${escaped(where.pointer)}</code>`;
	return `<div><dt>${name}</dt><dd><code>${escaped(placeInWords(where))}</code>${pointer}</dd></div>`;
}

function table(interactions: readonly InteractionReport[]): string {
	return `<table>
<thead><tr><th scope="col">Verdict</th><th scope="col">Interaction</th><th scope="col">Operation</th><th scope="col">Contract</th></tr></thead>
<tbody>
${interactions.map(row).join('\n')}
</tbody>
</table>`;
}

function row({ verdict, description, operation, file, change }: InteractionReport): string {
	const cells = `<td>${escaped(description)}</td><td>${escaped(operation ?? '–')}</td><td>${escaped(file)}</td>`;
	return `<tr><td class="${verdict}">${change ?? verdict}</td>${cells}</tr>`;
}

function changeSection(report: Report): string {
	const { used, rest } = changesIn(report);
	const items = used.map(({ title, places, users }) => {
		const list = users.map((each) => escaped(each)).join(' · ');
		return `<li>${escaped(title)} <code>${escaped(places)}</code><br>In: ${list}</li>`;
	});
	const list = items.length === 0 ? '' : `<ul>\n${items.join('\n')}\n</ul>\n`;
	return `<h2>Changes that the contract uses</h2>\n${list}<p>${escaped(rest === '' ? 'All of them.' : `${rest}.`)}</p>\n`;
}

/** So many gaps are listed. */
const mostGaps = 50;

function coverageSection(coverage: CoverageReport): string {
	const kinds = coverageKinds.filter((kind) => coverage[kind].total > 0);
	const rows = kinds.map((kind) => {
		const { covered, total } = coverage[kind];
		return `<tr><td>${kindInWords(kind)}</td><td>${covered} of ${total}</td></tr>`;
	});
	const gaps = gapsOf(coverage.places, mostGaps);
	const items = gaps
		.slice(0, mostGaps)
		.map(({ words, place }) => `<li>${escaped(words)} <code>${escaped(placeOfLine(place.spec))}</code></li>`);
	const more = gaps.length > mostGaps ? [`<li>and ${gaps.length - mostGaps} more</li>`] : [];
	return `<h2>Coverage</h2>
<table>
<thead><tr><th scope="col">Kind</th><th scope="col">Covered</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>
${items.length === 0 ? '' : `<h3>Not covered</h3>\n<ul>\n${[...items, ...more].join('\n')}\n</ul>\n`}`;
}

const escaped = (text: string) => withEntities(text, /[&<>"']/g);
