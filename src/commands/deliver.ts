/** Delivers the result of a run: exit code, reports and recording. A format is loaded when it is asked for. */
import type { Redactor } from '../redact/redact';
import type { Report } from '../report/report';
import type { TextExtras, TextStyle } from '../report/text';
import type { Format, Target } from './option';
import type { JudgingInvocation, Outcome } from './run';

export const exitCodes = { agree: 0, disagree: 1, unjudged: 3 } as const;

type Asked = Pick<JudgingInvocation, 'reports' | 'output'>;

/** What is printed: the report without a file, or the text where that goes to `--output`. */
export function printedFormat({ reports, output }: Asked): Format {
	const own = reports.find(({ file }) => file === undefined);
	return output === undefined ? (own?.format ?? 'text') : 'text';
}

/** The reports that go to files. */
export function filesOf({ reports, output }: Asked): { readonly format: Format; readonly file: string }[] {
	const own = reports.find(({ file }) => file === undefined)?.format ?? 'text';
	const hasFile = (each: Target): each is Target & { file: string } => each.file !== undefined;
	return [...reports.filter(hasFile), ...(output === undefined ? [] : [{ format: own, file: output }])];
}

/** Prints first: a file that cannot be written must not cost the result. */
export async function deliver(
	{ report, extras, har }: Outcome,
	asked: Asked,
	redactor: Redactor,
	print: (text: string) => void,
	style?: TextStyle,
): Promise<void> {
	print(await rendered(printedFormat(asked), report, redactor, extras, style));
	if (har) await (await import('../har/write-file')).writeHar(har.file, har.content);
	for (const { format, file } of filesOf(asked)) {
		const text = await rendered(format, report, redactor, extras);
		await (await import('../report/write-report')).writeReport(file, text);
	}
}

/** The report where nothing could be judged, for whoever reads JSON; empty for everybody else. */
export async function unusableReport(
	{ command, spec, ...asked }: JudgingInvocation,
	message: string,
	redactor: Redactor,
): Promise<string> {
	if (printedFormat(asked) !== 'json') return '';
	return rendered('json', (await import('../report/report')).unusable(command, spec, message), redactor);
}

const noExtras: TextExtras = { notes: [] };

/** Redacts before it renders, so a secret cannot break the format, whatever it looks like. */
export async function rendered(
	format: Format,
	report: Report,
	redactor: Redactor,
	extras = noExtras,
	style?: TextStyle,
): Promise<string> {
	const render = await renderers[format]();
	return redactor.rendered(render(redactor.data(report), redactor.data(extras), style));
}

const renderers = {
	text: async () => (await import('../report/text')).toText,
	json: async () => (await import('../report/json')).toJson,
	junit: async () => (await import('../report/junit')).toJunit,
	github: async () => (await import('../report/github')).toGithub,
	html: async () => (await import('../report/html')).toHtml,
} satisfies Record<Format, () => Promise<(report: Report, extras: TextExtras, style?: TextStyle) => string>>;
