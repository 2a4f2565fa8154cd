/** What of the spec the contract exercises: counts by kind, and what it leaves out. */
import { coverageKinds } from '../../config/min-coverage';
import { gapsOf } from '../../coverage/gaps';
import { kindInWords } from '../../coverage/report';
import { placeOfLine } from '../words';
import type { Page } from './page';
import { code, escaped, link } from './tags';

/** So many gaps are listed. */
const mostGaps = 50;

export function coverageSection({ report: { coverage }, lineAnchor }: Page): string {
	if (!coverage) return '';
	const kinds = coverageKinds.filter((kind) => coverage[kind].total > 0);
	const rows = kinds.map((kind) => {
		const { covered, total } = coverage[kind];
		const words = kindInWords(kind);
		const meter = `<meter aria-label="${words} covered" value="${covered}" max="${total}"></meter>`;
		return `<tr><th scope="row">${words}</th><td>${covered} of ${total}</td><td>${meter}</td></tr>`;
	});
	const gaps = gapsOf(coverage.places, mostGaps);
	const items = gaps.slice(0, mostGaps).map(({ words, place: { spec } }) => {
		const anchor = lineAnchor(spec);
		const place = code(placeOfLine(spec));
		return `<li>${escaped(words)} ${anchor === undefined ? place : link(anchor, place)}</li>`;
	});
	const more = gaps.length > mostGaps ? [`<li>and ${gaps.length - mostGaps} more</li>`] : [];
	return `<h2 id="coverage">Coverage</h2>
<table class="coverage">
<thead><tr><th scope="col">Kind</th><th scope="col">Covered</th><td></td></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>
${items.length === 0 ? '' : `<h3>Not covered</h3>\n<ul>\n${[...items, ...more].join('\n')}\n</ul>\n`}`;
}
