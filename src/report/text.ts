/** The report for a person: one paragraph for each cause, what was compared with what, and the verdict. */
import pc from 'picocolors';
import { gapsOf } from '../coverage/gaps';
import { shorten } from '../exchange/disclosure';
import { type Severity, type Verdict, verdictOf } from '../exchange/finding';
import { counted } from '../json/text';
import { changesIn } from './changes';
import type { Report, Step } from './report';
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

export interface TextExtras {
	/** Lines below the steps that are no findings. */
	readonly notes: readonly string[];
	/** The repository's files at this commit, where CI names their host: `/PATH#L1` after it is a line. */
	readonly blob?: string | undefined;
}

export interface TextStyle {
	readonly hasColor: boolean;
	/** The columns of the terminal; undefined where lines are not wrapped. */
	readonly width: number | undefined;
}

const plain: TextStyle = { hasColor: false, width: undefined };

export const toText = forPeople((report, { notes }: TextExtras, style: TextStyle = plain) => {
	const { verdict, findings, steps } = report;
	const colors = pc.createColors(style.hasColor);
	const paint = painters(colors);
	const { warnings } = report.summary;
	const isByWarnings = verdict === 'disagree' && verdictOf(findings) !== 'disagree';
	const byWarnings = isByWarnings ? ': warnings count here (--strict)' : '';
	const doubt = verdict === 'agree' && warnings > 0 ? `, with ${counted(warnings, 'warning')}` : '';
	const causes = withSent(
		byPlace(findings).flatMap(([, own]) => byCause(own)),
		report,
	);
	const outcome = paint.verdict[verdict](colors.bold(verdict.toUpperCase().padEnd(10)));
	const lines = [
		...causes.flatMap(([cause, sent]) => [...paragraph(cause, sent, style, paint), '']),
		...gapLines(report, style, paint),
		...changeLines(report, style, paint),
		...steps.map((step) => stepLine(step, paint)),
		...notes,
		...(steps.length > 0 || notes.length > 0 ? [''] : []),
		`${outcome}${verdictWords[verdict]}${byWarnings}${doubt}`,
		`${''.padEnd(10)}${summaryInWords(report)}`,
	];
	return `${lines.join('\n')}\n`;
});

type Colors = ReturnType<typeof pc.createColors>;
type Paint = ReturnType<typeof painters>;

function painters({ red, yellow, magenta, green, dim, bold }: Colors) {
	return {
		severity: { error: red, unjudged: magenta, warning: yellow, note: dim } satisfies Record<Severity, unknown>,
		verdict: { agree: green, disagree: red, unjudged: magenta } satisfies Record<Verdict, unknown>,
		...{ dim, bold },
	};
}

const marks = { error: '✗', unjudged: '?', warning: '!', note: '·' } as const;

/** So much of a request is shown; the other formats show it whole. */
const longest = 240;

type Row = readonly [label: string, text: string];

/** Each cause with what was sent, and how to send it again; a request is named once. */
function withSent(causes: readonly Cause[], { command, spec }: Report): (readonly [Cause, readonly Row[]])[] {
	const known = new Set<string>();
	const ofSpec = command === 'diff' ? ` --spec ${spec.file}` : '';
	return causes.map((cause) => {
		const { variant, allowed = '', exchange } = cause.first;
		if (variant !== undefined) {
			const again = `contract tolerate${ofSpec} --variant '${variant.replaceAll("'", `'\\''`)}'`;
			return [
				cause,
				[
					['sent', allowed],
					['again', again],
				],
			];
		}
		const curl = exchange?.request.curl;
		if (curl === undefined || known.has(curl)) return [cause, []];
		known.add(curl);
		return [cause, [['sent', shorten(curl, longest)]]];
	});
}

function paragraph(
	{ first, titles, interactions, places, tests }: Cause,
	sent: readonly Row[],
	style: TextStyle,
	paint: Paint,
): string[] {
	const { code, severity, fix, fingerprint, spec, accepted } = first;
	const mark = accepted ? '✓' : marks[severity];
	const row = (label: string, text: string) =>
		wrapped(text, label === '' ? '  ' : `  ${label.padEnd(6)}`, style, paint);
	const rows = (label: string, texts: readonly string[]) => {
		return firstFew(texts).flatMap((text, index) => row(index === 0 ? label : ' ', text));
	};
	const heading = `${mark} ${code}`;
	const place = spec ? placeInWords(spec) : '';
	const gap = ' '.repeat(Math.max((style.width ?? 100) - heading.length - place.length, 2));
	const color = accepted ? paint.dim : paint.severity[severity];
	const id = row('id', fingerprint);
	const head = [
		color(paint.bold(heading)) + (place === '' ? '' : gap + paint.dim(place)),
		...firstFew(titles).flatMap((title) => row('', title)),
	];
	if (accepted) return [...head, ...row('ok', acceptance(accepted)), ...id];
	return [
		...head,
		...(interactions.length > 0 ? row('in', interactions.join(' · ')) : []),
		...rows('at', places),
		...rows(first.role === 'client' ? 'code' : 'test', tests),
		...sent.flatMap(([label, text]) => row(label, text)),
		...(fix.length > 0 ? row('fix', waysOut(fix)) : []),
		...id,
	];
}

const acceptance = ({ reason, until }: NonNullable<Cause['first']['accepted']>): string =>
	`accepted${until === undefined ? '' : ` until ${until}`}: ${reason}`;

/** `report it to the provider, or update spec/openapi.yaml if the API has changed` */
function waysOut(fix: readonly string[]): string {
	const ways = fix.map((each) => each.replace(/\.$/, ''));
	return ways.map((way) => (/^[A-Z][a-z]/.test(way) ? way.charAt(0).toLowerCase() + way.slice(1) : way)).join(', or ');
}

/** `text` behind a label, wrapped at the width and never inside a word; further lines are indented. */
function wrapped(text: string, label: string, { width }: TextStyle, paint: Paint): string[] {
	const indent = ' '.repeat(label.length);
	const lines = [''];
	for (const word of text.split(' ')) {
		const last = lines.at(-1) ?? '';
		const longer = last === '' ? word : `${last} ${word}`;
		if (last !== '' && longer.length > (width ?? Infinity) - label.length) lines.push(word);
		else lines.splice(-1, 1, longer);
	}
	return lines.map((line, index) => (index === 0 ? paint.dim(label) + line : `${indent}${line}`.trimEnd()));
}

/** So many gaps are listed: by `coverage`, and by the gate, whose point they are not. */
const mostGaps = { coverage: 20, other: 5 };

/** What the contract leaves out of the spec, with the lines there. */
function gapLines({ command, coverage }: Report, style: TextStyle, paint: Paint): string[] {
	const most = command === 'coverage' ? mostGaps.coverage : mostGaps.other;
	const gaps = coverage ? gapsOf(coverage.places, most) : [];
	if (gaps.length === 0) return [];
	const shown = gaps.slice(0, most);
	const more = gaps.length - shown.length;
	return [
		paint.bold('not covered'),
		...shown.flatMap(({ words, place }) => wrapped(`${words} (${placeOfLine(place.spec)})`, '  ', style, paint)),
		...(more > 0 ? [`  and ${more} more (--format json lists every place)`] : []),
		'',
	];
}

/** So many changes are listed. */
const mostChanges = 20;

function changeLines(report: Report, style: TextStyle, paint: Paint): string[] {
	if (!report.changes) return [];
	const { used, rest } = changesIn(report);
	const hidden = used.length - mostChanges;
	return [
		...(used.length > 0 ? [paint.bold('changes that the contract uses')] : []),
		...used
			.slice(0, mostChanges)
			.flatMap(({ title, places, users }) => [
				...wrapped(title, '  ', style, paint),
				...wrapped(places, '    at  ', style, paint),
				...wrapped(firstFew(users).join(' · '), '    in  ', style, paint),
			]),
		...(hidden > 0 ? [`  and ${hidden} more (--format json lists every change)`] : []),
		...(rest === '' ? [] : [`  ${rest}`]),
		'',
	];
}

const stepMarks = { agree: '✓', disagree: '✗', unjudged: '?' } as const;

function stepLine({ step, seconds, sentence, verdict }: Step, paint: Paint): string {
	const mark = paint.verdict[verdict](stepMarks[verdict]);
	return `${mark} ${step.padEnd(8)}${paint.dim(`${seconds.toFixed(2)} s`.padStart(8))}  ${sentence}`;
}
