/** Delivers the result of a run: exit code, reports and recording. A format is loaded when it is asked for. */
import { defaultSpec } from '../config/settings';
import { InputError } from '../json/input-error';
import type { Redactor } from '../redact/redact';
import type { Extras } from '../report/html/extras';
import type { Report } from '../report/report';
import type { TextStyle } from '../report/text';
import type { Format } from './option';
import type { JudgingInvocation, Outcome } from './run';
import { filesOf, printedFormat, type Targets } from './targets';

export const exitCodes = { agree: 0, disagree: 1, unjudged: 3 } as const;

/** Prints first: a file that cannot be written costs neither the result nor the other files. */
export async function deliver(
	{ report, extras, har }: Outcome,
	targets: Targets,
	redactor: Redactor,
	print: (text: string) => void,
	style?: TextStyle,
): Promise<void> {
	print(await rendered(printedFormat(targets), report, redactor, extras, style));
	const writes = [
		async () => har && (await import('../har/write-file')).writeHar(har.file, har.content),
		...filesOf(targets).map(({ format, file }) => async () => {
			const text = await rendered(format, report, redactor, extras);
			await (await import('../report/write-report')).writeReport(file, text);
		}),
	];
	const faults: string[] = [];
	for (const write of writes) {
		await write().catch((error: unknown) => {
			if (!(error instanceof InputError)) throw error;
			faults.push(error.message);
		});
	}
	if (faults.length > 0) throw new InputError(faults);
}

/** The report where nothing could be judged, for whoever reads JSON; empty for everybody else. */
export async function unusableReport(
	invocation: JudgingInvocation,
	message: string,
	redactor: Redactor,
): Promise<string> {
	const { command } = invocation;
	if (printedFormat(invocation) !== 'json') return '';
	const spec = invocation.command === 'diff' ? invocation.files[1] : invocation.spec;
	return rendered('json', (await import('../report/report')).unusable(command, spec ?? defaultSpec, message), redactor);
}

const noExtras: Extras = { notes: [] };

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
	markdown: async () => (await import('../report/markdown')).toMarkdown,
	sarif: async () => (await import('../report/sarif')).toSarif,
	html: async () => (await import('../report/html')).toHtml,
} satisfies Record<Format, () => Promise<(report: Report, extras: Extras, style?: TextStyle) => string>>;
