/** Delivers the result of a run: exit code, report and recording. A format is loaded when it is asked for. */
import type { Redactor } from '../redact/redact';
import type { Report } from '../report/report';
import type { TextExtras } from '../report/text';
import type { Format } from './option';
import type { JudgingInvocation, Outcome } from './run';

export const exitCodes = { agree: 0, disagree: 1, unjudged: 3 } as const;

/** What is printed comes first: a file that cannot be written must not cost the result. */
export async function deliver(
	{ report, extras, har }: Outcome,
	{ format, output }: JudgingInvocation,
	redactor: Redactor,
	print: (text: string) => void,
): Promise<void> {
	const render = (as: Format) => rendered(as, report, redactor, extras);
	print(await render(output === undefined ? format : 'text'));
	if (har) await (await import('../har/write-file')).writeHar(har.file, har.content);
	if (output === undefined) return;
	const text = await render(format);
	await (await import('../report/write-report')).writeReport(output, text);
}

/** The report where there is nothing to judge; whoever reads JSON gets JSON then too, and everybody else nothing. */
export async function unusableReport(
	{ command, spec, format, output }: JudgingInvocation,
	message: string,
	redactor: Redactor,
): Promise<string> {
	if (format !== 'json' || output !== undefined) return '';
	return rendered('json', (await import('../report/report')).unusable(command, spec, message), redactor);
}

const noExtras: TextExtras = { notes: [] };

/** What is redacted before it is rendered keeps its format, whatever a secret looks like. */
export async function rendered(format: Format, report: Report, redactor: Redactor, extras = noExtras): Promise<string> {
	const render = await renderers[format]();
	return redactor.rendered(render(redactor.data(report), redactor.data(extras)));
}

const renderers = {
	text: async () => (await import('../report/text')).toText,
	json: async () => (await import('../report/json')).toJson,
	junit: async () => (await import('../report/junit')).toJunit,
	github: async () => (await import('../report/github')).toGithub,
	html: async () => (await import('../report/html')).toHtml,
} satisfies Record<Format, () => Promise<(report: Report, extras: TextExtras) => string>>;
