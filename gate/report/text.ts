/** The report for a person: findings by place, then a verdict that is understood at a glance. */
import type { Finding } from '../finding';
import { placeInWords, type Report } from './report';

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

const verdicts = {
	agree: 'AGREE     all that was compared agrees',
	disagree: 'DISAGREE  something above has to change',
	unjudged: 'UNJUDGED  it could not be found out whether all agree',
} as const;

export function toText(report: Report, { steps, notes }: TextExtras): string {
	const { summary } = report;
	const total = steps.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
	const lines = [
		...report.findings.flatMap((each) => [...paragraph(each), '']),
		...steps.map(({ step, milliseconds, sentence }) => {
			const share = steps.length > 1 && total > 0 ? `${Math.round((100 * milliseconds) / total)} %`.padStart(6) : '';
			return `${step.padEnd(8)}${`${(milliseconds / 1000).toFixed(2)} s`.padStart(7)}${share}  ${sentence}`;
		}),
		...notes,
		...(steps.length > 0 || notes.length > 0 ? [''] : []),
		verdicts[report.verdict],
		`          ${counted(summary.interactions, 'interaction')}, ${counted(summary.checked, 'judged', 'judged')}, ${counted(summary.errors, 'error')}, ${counted(summary.warnings, 'warning')}`,
	];
	return `${lines.join('\n')}\n`;
}

function paragraph({ severity, code, message, at, spec }: Finding): string[] {
	return [
		`${severity === 'error' ? '✗' : '!'} ${code}`,
		...message.split('\n').map((line) => `  ${line}`),
		...(at ? [`    at    ${placeInWords(at)}${at.line === undefined ? '' : `  ${at.pointer}`}`] : []),
		...(spec ? [`    spec  ${placeInWords(spec)}  ${spec.pointer}`] : []),
	];
}

const counted = (count: number, one: string, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;
