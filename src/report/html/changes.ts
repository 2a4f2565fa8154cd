/** What a newer spec changes: what the contract uses with both lines, and the rest counted. */
import { changesIn } from '../changes';
import type { Page } from './page';
import { code, escaped, link } from './tags';

export function changesSection({ report, lineAnchor }: Page): string {
	if (!report.changes) return '';
	const { used, rest } = changesIn(report);
	const items = used.map(({ title, places, new: place, users }) => {
		const anchor = lineAnchor(place);
		const shown = anchor === undefined ? code(places) : link(anchor, code(places));
		const interactions = users.map((each) => escaped(each)).join(' · ');
		return `<li>${escaped(title)} ${shown}<br>In: ${interactions}</li>`;
	});
	const list = items.length === 0 ? '' : `<ul>\n${items.join('\n')}\n</ul>\n`;
	return `<h2 id="changes">Changes that the contract uses</h2>\n${list}<p>${escaped(rest === '' ? 'All of them.' : `${rest}.`)}</p>\n`;
}
