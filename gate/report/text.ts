/** The report for a person: findings by place, what was compared with what, and last the verdict, told at a glance. */
import type { Finding } from '../finding';
import type { Report } from './report';
import { byPlace, type PlaceGroup, placeInWords, severitiesInWords, summaryInWords, verdictWords } from './words';

/** How long a step took, in milliseconds, and what it compared with what. */
export interface StepNote {
	readonly step: 'record' | 'check' | 'verify';
	readonly milliseconds: number;
	readonly sentence: string;
}

export interface TextExtras {
	readonly steps: readonly StepNote[];
	/** Things worth a line that are no finding. */
	readonly notes: readonly string[];
}

export function toText(report: Report, { steps, notes }: TextExtras): string {
	const { verdict, strict, findings } = report;
	const groups = byPlace(findings);
	const because =
		strict && findings.every(({ severity }) => severity === 'warning') ? ' (--strict: warnings count)' : '';
	const lines = [
		...groups.flatMap(section),
		...stepLines(steps),
		...notes,
		...(steps.length > 0 || notes.length > 0 ? [''] : []),
		inColumn(verdict.toUpperCase(), `${verdictWords[verdict]}${verdict === 'disagree' ? because : ''}`),
		inColumn('', summaryInWords(report)),
		...groups.map((group) => inColumn('', headline(group))),
	];
	return `${visible(lines.join('\n'))}\n`;
}

const headline = ({ place, findings }: PlaceGroup) => `${place}: ${severitiesInWords(findings)}`;
const inColumn = (name: string, text: string) => `${name.padEnd(10)}${text}`;

function section(group: PlaceGroup): string[] {
	return [headline(group), '', ...group.findings.flatMap((each) => [...paragraph(each), ''])];
}

function paragraph({ severity, code, message, at, spec }: Finding): string[] {
	return [
		`  ${severity === 'error' ? '✗' : '!'} ${code}`,
		...message.split(/\r?\n/).map((line) => `    ${line}`.trimEnd()),
		...(at ? [`      at    ${placeInWords(at)}${at.file === undefined ? '' : `  ${at.pointer}`}`.trimEnd()] : []),
		...(spec ? [`      spec  ${placeInWords(spec)}  ${spec.pointer}`.trimEnd()] : []),
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

/** Descriptions come from files: what would steer the terminal, or turn the reading around, is shown as its number. */
function visible(text: string): string {
	const steering = /[^\P{Cc}\n\t]|[\u202a-\u202e\u2066-\u2069]/gu;
	return text.replace(steering, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
