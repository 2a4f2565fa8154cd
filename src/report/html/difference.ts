/** What was expected beside what was received: whole for an interaction, the rows that differ for a finding. */
import type { ShownExchange } from '../../exchange/finding';
import { type Row, sideBySide } from '../side-by-side';
import { code, escaped, escapedLines } from './tags';

/** Rows beyond this many are counted. */
const mostRows = 400;

export function wholeExchange(exchange: ShownExchange, instances: readonly string[]): string {
	const { request, masked } = exchange;
	const body = request.body === '' ? '' : `\n\n${escapedLines(indented(request.body))}`;
	const hint = masked ? '<p class="hint">What the provider sent is masked; --show-values shows it.</p>' : '';
	return `<pre>${escaped(`${request.method} ${request.path}`)}${body}</pre>
<p class="hint">To send it again:</p>
<pre>${escapedLines(request.curl)}</pre>
${sides(exchange, sideBySide(exchange.expected.body, exchange.received.body, instances))}${hint}`;
}

/** The rows that a finding about `instance` is about, each below its pointer; empty where none differs. */
export function differingRows(exchange: ShownExchange, instance = ''): string {
	const rows = sideBySide(exchange.expected.body, exchange.received.body, [instance]).filter(({ differs }) => differs);
	const above = rows.filter(({ pointer }) => `${instance}/`.startsWith(`${pointer}/`));
	const nearest = above.reduce((best, { pointer }) => (pointer.length > best.length ? pointer : best), '');
	const shown = rows.filter(({ pointer }) => `${pointer}/`.startsWith(`${nearest}/`));
	const isStatus = exchange.expected.status !== exchange.received.status;
	if (shown.length === 0 && !isStatus) return '';
	return sides(
		exchange,
		shown.map((each) => ({ ...each, depth: 0, name: each.pointer })),
	);
}

function sides({ expected, received }: ShownExchange, rows: readonly (Row & { readonly name?: string })[]): string {
	const type = received.contentType === '' ? '' : `, ${escaped(received.contentType)}`;
	const differs = expected.status === received.status ? '' : ' class="differs"';
	const shown = rows.slice(0, mostRows);
	const body = rows.some(({ differs: found }) => found) ? shown.map(row) : [together(shown)];
	const more =
		rows.length > mostRows ? `<tr><td></td><td colspan="2">and ${rows.length - mostRows} more lines</td></tr>` : '';
	return `<table class="sides">
<thead><tr${differs}><td></td><th scope="col">Expected: status ${expected.status}</th><th scope="col">Received: status ${received.status}${type}</th></tr></thead>
<tbody>${body.join('')}${more}</tbody>
</table>
`;
}

function row({ depth, expected, received, differs, name }: Row & { readonly name?: string }): string {
	const cell = (text: string | undefined) =>
		text === undefined
			? `<td class="absent">${differs ? 'nothing' : ''}</td>`
			: `<td>${'  '.repeat(depth)}${escapedLines(text)}</td>`;
	const label = name === undefined || name === '' ? '' : `<tr><td></td><td colspan="2">${code(name)}</td></tr>`;
	const mark = differs ? ' class="differs"><td>≠</td>' : '><td></td>';
	return `${label}<tr${mark}${cell(expected)}${cell(received)}</tr>`;
}

/** Where nothing differs, one row is enough; of a thousand interactions it makes a small page. */
function together(rows: readonly Row[]): string {
	const column = (side: 'expected' | 'received') =>
		escapedLines(rows.map((each) => `${'  '.repeat(each.depth)}${each[side] ?? ''}`.trimEnd()).join('\n'));
	return rows.length === 0 ? '' : `<tr><td></td><td>${column('expected')}</td><td>${column('received')}</td></tr>`;
}

function indented(body: string): string {
	try {
		return JSON.stringify(JSON.parse(body), undefined, 2);
	} catch {
		return body;
	}
}
