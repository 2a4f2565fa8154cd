/** The report for a person: findings by place, what was compared with what, and last the verdict, told at a glance. */
import { codes, verdictOf } from '../exchange/finding';
import type { Report } from './report';
import {
	byCause,
	byPlace,
	type PlaceGroup,
	placeInWords,
	severitiesInWords,
	summaryInWords,
	verdictWords,
	visible,
} from './words';

/** How long a step took, in milliseconds, and what it compared with what. */
export interface StepNote {
	readonly step: 'record' | 'merge' | 'check' | 'verify' | 'publish' | 'deploy';
	readonly milliseconds: number;
	readonly sentence: string;
}

export interface TextExtras {
	readonly steps: readonly StepNote[];
	/** Things worth a line that are no finding. */
	readonly notes: readonly string[];
}

export function toText(report: Report, { steps, notes }: TextExtras): string {
	const { verdict, findings } = report;
	const groups = byPlace(findings);
	const isByWarnings = verdict === 'disagree' && verdictOf(findings) !== 'disagree';
	const lines = [
		...groups.flatMap(section),
		...stepLines(steps),
		...notes,
		...(steps.length > 0 || notes.length > 0 ? [''] : []),
		inColumn(verdict.toUpperCase(), verdictWords[verdict] + (isByWarnings ? ': warnings count here (--strict)' : '')),
		inColumn('', summaryInWords(report)),
		...groups.map((group) => inColumn('', headline(group))),
	];
	return `${visible(lines.join('\n'))}\n`;
}

const headline = ([place, findings]: PlaceGroup) => `${place}: ${severitiesInWords(findings)}`;
const inColumn = (name: string, text: string) => `${name.padEnd(10)}${text}`;

const section = (group: PlaceGroup): string[] => [
	headline(group),
	'',
	...byCause(group[1]).flatMap((each) => [...paragraph(each), '']),
];

const marks = { error: '✗', unjudged: '?', warning: '!', note: '·' } as const;

function paragraph({ message, members }: ReturnType<typeof byCause>[number]): string[] {
	const [first] = members;
	const places = members.flatMap(({ at }) =>
		at ? [`${placeInWords(at)}${at.file === undefined ? '' : `  ${at.pointer}`}`.trimEnd()] : [],
	);
	return [
		`  ${marks[codes[first.code]]} ${first.code}`,
		...message.split('\n').map((line) => `    ${line}`.trimEnd()),
		...[...new Set(places)].map((place) => `      at    ${place}`),
		...(first.spec ? [`      spec  ${placeInWords(first.spec)}  ${first.spec.pointer}`.trimEnd()] : []),
	];
}

/** With several steps, each with its share of the time they took together. */
function stepLines(steps: readonly StepNote[]): string[] {
	const total = steps.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
	return steps.map(({ step, milliseconds, sentence }) => {
		const share = steps.length > 1 && total > 0 ? `${Math.round((100 * milliseconds) / total)} %`.padStart(7) : '';
		return `${step.padEnd(8)}${`${(milliseconds / 1000).toFixed(2)} s`.padStart(8)}${share}  ${sentence}`;
	});
}
