/** The spec as a page: its lines, each with its coverage, and in the margin its findings and the promises of overlays. */
import type { State } from '../../coverage/place';
import type { PlaceReport } from '../../coverage/report';
import { counted } from '../../json/text';
import type { PromiseInOverlay, SpecText } from './extras';
import type { Page } from './page';
import { code, escaped, escapedLines, link } from './tags';

/** The strongest first: a line with several places shows that one. */
const states: readonly (readonly [State, string])[] = [
	['relied', 'an expected response names it'],
	['accepted', 'sent where a 2xx is expected'],
	['covered', 'an interaction uses it'],
	['both', 'a constraint that is kept where a 2xx is expected, and broken where a 4xx is'],
	['kept', 'a constraint that is kept where a 2xx is expected, and never broken'],
	['seen', 'the provider sent it, and no interaction relies on it'],
	['refused', 'sent only where a 4xx is expected'],
	['broken', 'a constraint that is only broken, where a 4xx is expected'],
	['unused', 'no interaction uses it'],
];
const order = states.map(([state]) => state);

export function specSection(page: Page): string {
	const texts = page.extras?.texts ?? [];
	if (texts.length === 0) return '';
	const used = new Set(page.report.coverage?.places.map(({ state }) => state));
	const items = states
		.filter(([state]) => used.has(state))
		.map(([state, words]) => `<div><dt class="state ${state}">${state}</dt><dd>${words}</dd></div>`);
	const legend =
		items.length === 0
			? ''
			: `<details class="legend"><summary>What the marks mean</summary><dl>${items.join('')}</dl></details>\n`;
	return `<h2 id="spec">Spec</h2>\n${legend}${texts.map((each) => fileTable(each, page)).join('\n')}\n`;
}

function fileTable({ file, total, lines }: SpecText, page: Page): string {
	const rows: string[] = [];
	let next = 1;
	for (const { line, text } of lines) {
		if (line > next) rows.push(elided(line - next));
		rows.push(lineRow(file, line, text, page));
		next = line + 1;
	}
	if (total >= next) rows.push(elided(total - next + 1));
	return `<h3>${code(file)}</h3>
<table class="spec">
<thead><tr><th scope="col">Line</th><th scope="col">Coverage</th><th scope="col">Text</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>`;
}

const elided = (count: number) =>
	`<tr><td></td><td></td><td class="elided">${counted(count, 'line')} not shown</td></tr>`;

function lineRow(file: string, line: number, text: string, page: Page): string {
	const anchor = page.lineAnchor({ file, line }) ?? '';
	const { causes = [], places = [], promises = [] } = page.marksAt(file, line) ?? {};
	const notes = causes.map((each) => {
		const words = `<strong>${each.weight}</strong> ${escaped(each.titles[0] ?? '')}`;
		return `<p class="mark ${each.weight}">${link(each.anchor, words)}</p>`;
	});
	const beside = [...notes, ...promises.map((each) => promise(each, page))].join('');
	const margin = beside === '' ? '' : `<div class="margin">${beside}</div>`;
	const found = causes[0] ? ` class="${causes[0].weight}"` : '';
	return `<tr id="${anchor}"${found}><th scope="row">${link(anchor, String(line))}</th>${stateCell(places, page)}<td><code>${escapedLines(text)}</code>${margin}</td></tr>`;
}

/** Leads to the first interaction that does this with the line. */
function stateCell(places: readonly PlaceReport[], { interactionOf }: Page): string {
	const sorted = [...places].sort((one, other) => order.indexOf(one.state) - order.indexOf(other.state));
	const [first] = sorted;
	if (!first) return '<td></td>';
	const words = escaped(sorted.slice(0, mostInTitle).map(inWords).join('; '));
	const user = first.state === 'seen' ? undefined : interactionOf(first.by[0]);
	const name = user ? link(user.anchor, first.state) : first.state;
	return `<td class="state ${first.state}" title="${words}">${name}</td>`;
}

/** So many places of a line are named. */
const mostInTitle = 6;

/** `relied: response 200 of updateCustomer /email, 3 interactions` */
function inWords({ state, operation, status, instance = '', by }: PlaceReport): string {
	const owner = status === undefined ? operation : `response ${status} of ${operation}`;
	const users = by.length === 0 ? '' : `, ${counted(by.length, 'interaction')}`;
	return `${state}: ${owner}${instance === '' ? '' : ` ${instance}`}${users}`;
}

/** What an overlay adds to the line, without the target. */
function promise({ overlay }: PromiseInOverlay, { extras, lineAnchor }: Page): string {
	const text = extras?.texts.find(({ file }) => file === overlay.file);
	const lines = text?.lines.filter(({ line }) => line >= overlay.update && line <= overlay.end) ?? [];
	const indent = Math.min(...lines.filter((each) => each.text !== '').map((each) => each.text.search(/\S|$/)));
	const anchor = lineAnchor(overlay);
	const place = code(`${overlay.file}:${overlay.line}`);
	const head = anchor === undefined ? place : link(anchor, place);
	const body = lines.map((each) => escapedLines(each.text.slice(indent))).join('\n');
	return `<div class="promise"><p>${head} adds</p><pre>${body}</pre></div>`;
}
