/** What `tolerate` tried: how many answers of each status the client stood, and which. */
import { counted } from '../../json/text';
import type { TriedVariant } from '../variants';
import type { Page } from './page';
import { escaped } from './tags';

/** So many answers of a status are named. */
const most = 200;

export function toleranceSection({ report: { variants } }: Page): string {
	if (!variants) return '';
	const { total, tolerated, tried = [] } = variants;
	const groups = new Map<string, TriedVariant[]>();
	for (const each of tried) {
		const key = `${each.operation} ${each.status}`;
		const own = groups.get(key) ?? [];
		groups.set(key, own);
		own.push(each);
	}
	return `<h2 id="tolerate">Answers tried<small>the client stood ${tolerated} of ${counted(total, 'answer')} that the spec allows</small></h2>
${groups.size === 0 ? '' : table(groups)}`;
}

function table(groups: ReadonlyMap<string, readonly TriedVariant[]>): string {
	const rows = [...groups].map(([name, answers]) => {
		const stood = answers.filter(({ isTolerated }) => isTolerated).length;
		const verdict = stood === answers.length ? 'agree' : 'disagree';
		const more = answers.length > most ? [`<li>and ${answers.length - most} more</li>`] : [];
		// What the client did not stand is seen first.
		const sorted = [...answers].sort((one, other) => Number(one.isTolerated) - Number(other.isTolerated));
		const items = sorted.slice(0, most).map(({ change, isTolerated }) => {
			return `<li>${isTolerated ? '✓' : '<strong>✗ not tolerated:</strong>'} ${escaped(change)}</li>`;
		});
		const details = `<details><summary>Answers<span class="away"> of ${escaped(name)}</span></summary><ul>${[...items, ...more].join('')}</ul></details>`;
		const count = `<td class="${verdict}">${stood} of ${answers.length}</td>`;
		return `<tr><th scope="row">${escaped(name)}</th>${count}<td>${details}</td></tr>`;
	});
	return `<table>
<thead><tr><th scope="col">Operation and status</th><th scope="col">Tolerated</th><th scope="col">Tried</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>
`;
}
