/** The top of the page: the verdict, who has to act, what was compared, and each step with its time. */
import type { Report, Step } from '../report';
import { firstFew, severitiesInWords, summaryInWords, verdictWords } from '../words';
import { byWeight, type Page } from './page';
import { type Party, partyInWords } from './party';
import { code, entry, escaped, link, list } from './tags';

export const marks = { agree: '✓', disagree: '✗', unjudged: '?' } as const;

export function topSection({ report, extras, notes, groups }: Page): string {
	const { command, verdict, spec, steps } = report;
	const version = spec.version === '' ? '' : `, version ${escaped(spec.version)}`;
	const overlays = (spec.overlays ?? []).map((each) => ` with ${code(each)}`).join('');
	const facts = [
		entry('Spec', `${code(spec.file)}${version}${overlays}`),
		entry('Provider', extras?.provider && escaped(extras.provider)),
		entry('Commit', extras?.commit && code(extras.commit)),
		entry('Time', extras && `<time datetime="${escaped(extras.time)}">${escaped(timeInWords(extras.time))}</time>`),
	];
	return `<header class="${verdict}">
<h1>contract ${command}: <strong>${verdict}</strong></h1>
<p>${verdictWords[verdict]}${byWarnings(report)}</p>
<p>${summaryInWords(report)}</p>
${actors(groups)}<dl>${facts.join('')}</dl>
</header>
${steps.length === 0 ? '' : stepTable(steps)}${notes.map((each) => `<p class="hint">${escaped(each.trim())}</p>\n`).join('')}`;
}

function byWarnings({ verdict, summary }: Report): string {
	const isByWarnings = verdict === 'disagree' && summary.errors === 0;
	return isByWarnings ? ': warnings count here (--strict)' : '';
}

/** Each party that has something to do, with what that is. */
function actors(groups: Page['groups']): string {
	const open = groups
		.flatMap(([, causes]) => causes)
		.filter(({ weight }) => weight !== 'accepted' && weight !== 'note');
	const parties = (Object.keys(partyInWords) as Party[]).map((party) => {
		const own = byWeight(open.filter((each) => each.party === party));
		return { party, own };
	});
	return parties
		.sort((one, other) => other.own.length - one.own.length)
		.map(({ party, own }) => {
			const count = severitiesInWords(own.flatMap((each) => each.findings));
			const items = firstFew(own.map(({ anchor, titles: [title = ''] }) => link(anchor, escaped(title))));
			const isRed = own.some(({ weight }) => weight === 'error' || weight === 'unjudged');
			const words = isRed ? 'Has to act' : 'Worth a look';
			return own.length === 0 ? '' : `<p>${words}: <b>${partyInWords[party]}</b> (${count})</p>\n${list(items)}\n`;
		})
		.join('');
}

/** `2026-12-01 05:20:11 UTC` */
const timeInWords = (time: string) => time.replace('T', ' ').replace(/(\.\d+)?Z$/, ' UTC');

function stepTable(steps: readonly Step[]): string {
	const rows = steps.map(({ step, seconds, sentence, verdict }) => {
		const mark = `<td class="${verdict}">${marks[verdict]} ${verdict}</td>`;
		return `<tr>${mark}<th scope="row">${step}</th><td class="number">${seconds.toFixed(2)} s</td><td>${escaped(sentence)}</td></tr>`;
	});
	return `<table class="steps">
<caption>Steps</caption>
<thead><tr><th scope="col">Verdict</th><th scope="col">Step</th><th scope="col">Time</th><th scope="col">What was compared</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>
`;
}
