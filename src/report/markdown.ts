/** The report as Markdown: the summary of a CI job, or a comment on a pull request. */
import { coverageKinds } from '../config/min-coverage';
import { gapsOf } from '../coverage/gaps';
import { type CoverageReport, kindInWords } from '../coverage/report';
import type { Severity } from '../exchange/finding';
import { counted } from '../json/text';
import { changesIn } from './changes';
import type { InteractionReport, Report, Step } from './report';
import type { TextExtras } from './text';
import {
	byCause,
	byPlace,
	type Cause,
	firstFew,
	forPeople,
	placeInWords,
	placeOfLine,
	summaryInWords,
	verdictWords,
} from './words';

const marks = { agree: '✅', disagree: '❌', unjudged: '❔' } as const;
const severityMarks = { error: '❌', unjudged: '❔', warning: '⚠️', note: 'ℹ️' } satisfies Record<Severity, string>;

/** Rows of a table beyond this many are counted. */
const most = 40;

export const toMarkdown = forPeople((report: Report, { notes, blob }: TextExtras): string => {
	const { command, verdict, findings, steps, interactions, coverage } = report;
	// A page is read from its top.
	const causes = byPlace(findings)
		.toReversed()
		.flatMap(([, own]) => byCause(own));
	return [
		`### ${marks[verdict]} contract ${command}: ${verdict}`,
		`${plain(verdictWords[verdict])} · ${plain(summaryInWords(report))}`,
		...(causes.length > 0 ? [table(['', 'what', 'where', 'interactions', 'fix'], causes.map(causeRow))] : []),
		...(report.changes ? changeParts(report) : []),
		...(steps.length > 0 ? [table(['', 'step', 'seconds', ''], steps.map(stepRow))] : []),
		...(notes.length > 0 ? [notes.map((each) => plain(each.trim())).join('<br>')] : []),
		...(coverage ? coverageParts(coverage) : []),
		...(interactions.length > 0 ? [folded('Interactions', interactionTable(interactions))] : []),
	]
		.map((part) => `${part}\n`)
		.join('\n');

	function causeRow({ first, titles, interactions, places, tests }: Cause): string[] {
		const { code, severity, accepted, fix, spec } = first;
		const lines = firstFew(titles).map(plain);
		const where = [...tests, ...(spec ? [placeInWords(spec)] : []), ...places];
		return [
			accepted ? '☑️' : severityMarks[severity],
			[`**${plain(code)}**`, ...lines].join('<br>'),
			firstFew([...new Set(where)].map(linked)).join('<br>'),
			firstFew(interactions.map(plain)).join('<br>'),
			plain(accepted ? `Accepted: ${accepted.reason}` : fix.join(' ')),
		];
	}

	/** A place in a file of the repository, as a link to its line where the host is known. */
	function linked(place: string): string {
		const [, file = place, line] = /^(.*?)(?::(\d+))?(?::\d+)?$/.exec(place) ?? [];
		const label = `<code>${plain(line === undefined ? file : `${file}:${line}`)}</code>`;
		if (blob === undefined || line === undefined || file.startsWith('/')) return label;
		const path = file.split('/').map(encodeURIComponent).join('/');
		return `[${label}](${blob}/${path}#L${line})`;
	}

	function changeParts(report: Report): string[] {
		const { used, rest } = changesIn(report);
		const rows = used.map(({ title, places, users }) => [
			...[plain(title), `<code>${plain(places)}</code>`, firstFew(users.map(plain)).join('<br>')],
		]);
		const heads = ['change that the contract uses', 'where', 'interactions'];
		return [...(rows.length > 0 ? [table(heads, rows)] : []), ...(rest === '' ? [] : [plain(`${rest}.`)])];
	}

	function coverageParts(coverage: CoverageReport): string[] {
		const kinds = coverageKinds.filter((kind) => coverage[kind].total > 0);
		const rows = kinds.map((kind) => [kindInWords(kind), `${coverage[kind].covered} of ${coverage[kind].total}`]);
		const gaps = gapsOf(coverage.places, most);
		const list = gaps.slice(0, most).map(({ words, place }) => `- ${plain(words)} ${linked(placeOfLine(place.spec))}`);
		const rest = gaps.length > most ? [`- and ${gaps.length - most} more`] : [];
		const parts = [table(['coverage', 'covered'], rows), ...(list.length > 0 ? [[...list, ...rest].join('\n')] : [])];
		return [folded(`Coverage: ${plain(inShort(coverage))}`, parts.join('\n\n'))];
	}
});

function inShort(coverage: CoverageReport): string {
	const [covered, total] = coverageKinds.reduce(
		([one, all], kind) => [one + coverage[kind].covered, all + coverage[kind].total],
		[0, 0],
	);
	return `${covered} of ${counted(total, 'place')}`;
}

const stepRow = ({ step, seconds, sentence, verdict }: Step): string[] => [
	...[marks[verdict], step, seconds.toFixed(2), plain(sentence)],
];

function interactionTable(interactions: readonly InteractionReport[]): string {
	// What is red is what is looked for.
	const rank = ({ verdict }: InteractionReport) => ['disagree', 'unjudged', 'agree'].indexOf(verdict);
	const rows = [...interactions]
		.sort((one, other) => rank(one) - rank(other))
		.map(({ verdict, change, description, operation, file }) => [
			...[[marks[verdict], change].filter(Boolean).join(' '), plain(description), plain(operation ?? '–'), plain(file)],
		]);
	return table(['', 'interaction', 'operation', 'contract'], rows);
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
	const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
	const shown = rows.slice(0, most).map(line);
	const rest = rows.length > most ? [line([`and ${rows.length - most} more`, ...heads.slice(1).map(() => '')])] : [];
	return [line(heads), line(heads.map(() => '---')), ...shown, ...rest].join('\n');
}

const folded = (summary: string, content: string): string =>
	`<details><summary>${summary}</summary>\n\n${content}\n\n</details>`;

/**
 * Text that is no markup, wherever it stands: with references to characters (CommonMark 0.31, 2.5) for what Markdown, HTML
 * and tables read. Nothing becomes a link, and a name after `@` notifies nobody.
 */
const plain = (text: string): string =>
	text
		.replace(/[\\`*[\]<>|~&]|(?<!\w)_|_(?!\w)|(?<=:)\/(?=\/)/g, (each) => `&#${each.charCodeAt(0)};`)
		.replaceAll('@', '@\u2060');
