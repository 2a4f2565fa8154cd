/** The interactions: a table with verdict and findings of each, and what was exchanged. */
import { wholeExchange } from './difference';
import type { Page, ShownInteraction } from './page';
import { code, escaped, link } from './tags';
import { marks } from './top';

export function interactionsSection({ interactions, report }: Page): string {
	// It tries answers, not interactions.
	if (report.command === 'tolerate') return '';
	const agreed = report.summary.interactions - interactions.length;
	const more = agreed > 0 ? `<p>${agreed} more agree and are not listed.</p>\n` : '';
	const hasDetails = interactions.some(({ exchange }) => exchange);
	return `<h2 id="interactions">Interactions</h2>
${interactions.length === 0 ? '<p>None.</p>' : `${hasDetails ? openers : ''}${table(interactions)}`}
${more}`;
}

/** Hidden until the script shows it. */
const openers = `<div class="openers" hidden><button type="button" value="open">Open all</button><button type="button" value="">Close all</button></div>\n`;

const columns = ['Verdict', 'Interaction', 'Operation', 'Contract'];

const table = (interactions: readonly ShownInteraction[]) => `<table class="interactions">
<thead><tr>${columns.map((each) => `<th scope="col">${each}</th>`).join('')}</tr></thead>
${interactions.map(rows).join('\n')}
</table>`;

/** A body of its own for each, which a link leads to. */
function rows(interaction: ShownInteraction): string {
	const { anchor, verdict, change, description, operation, file, exchange, causes, instances } = interaction;
	const cells = `<td>${escaped(description)}</td><td>${escaped(operation ?? '–')}</td><td>${code(file)}</td>`;
	const found = causes.map(
		(each) => `<li>${link(each.anchor, `${each.weight}: ${escaped(each.titles[0] ?? '')}`)}</li>`,
	);
	const findings = found.length === 0 ? '' : `<ul>${found.join('')}</ul>`;
	const details = exchange
		? `<details><summary>Request, expected, received<span class="away"> of ${escaped(description)}</span></summary>
${wholeExchange(exchange, instances)}</details>`
		: '';
	const second = findings + details;
	return `<tbody id="${anchor}">
<tr><td class="${verdict}">${marks[verdict]} ${change ?? verdict}</td>${cells}</tr>
${second === '' ? '' : `<tr><td></td><td colspan="3">${second}</td></tr>\n`}</tbody>`;
}
