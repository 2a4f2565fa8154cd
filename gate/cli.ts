/**
 * The command line: the one place that prints and that sets the exit code.
 * 0 all agree, 1 something disagrees, 2 wrong usage or unreadable input, 3 could not be judged.
 */
import { InputError } from '../spec/input-error';
import { type Format, parseInvocation, usage } from './arguments';
import type { JudgingInvocation, Outcome } from './command/run';
import { ownVariables, readEnvironment, readVariables, type Variables } from './environment';
import { guard, guardNode } from './output';
import { createRedactor } from './redact';
import { secretsOf } from './redact/secrets';
import type { Report } from './report/report';

const exitCodes = { agree: 0, disagree: 1, unjudged: 3 } as const;

/** Interrupted: 128 and the number of the signal, as shells have it. */
const interrupts = [
	['SIGHUP', 129],
	['SIGINT', 130],
	['SIGTERM', 143],
] as const;

/** Milliseconds within which an interrupted run puts back what it changed elsewhere. */
const grace = 30_000;

const redactor = createRedactor(secretsOf(ownVariables().values));

/** Prints what is clean already; whatever else is written passes the redactor. */
const printClean = guard(process.stdout, redactor.text);
guard(process.stderr, redactor.text);
guardNode(redactor.text);

/** Runs `contract` with the arguments after the command's name. Never rejects. */
export async function main(args: readonly string[]): Promise<void> {
	const isDebugged = args.includes('--debug');
	for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
		process.on(event, (error: unknown) => {
			fail(error, isDebugged);
			leave(3);
		});
	}
	try {
		// Before the first word is said: it may be a key that stands in the file.
		const variables = await readVariables();
		redactor.add(secretsOf(variables.values));
		const invocation = parseInvocation(args);
		switch (invocation.command) {
			case 'help':
				return print(usage);
			case 'version': {
				const { projectVersion } = await import('./project');
				return print(`${projectVersion()}\n`);
			}
			case 'sandbox': {
				const { runSandbox } = await import('./command/sandbox');
				return await runSandbox(invocation.port, (text) => print(text));
			}
			default:
				return await runAndReport(invocation, variables);
		}
	} catch (error) {
		fail(error, isDebugged);
	}
}

/** Runs a command that judges, prints its report, and sets the exit code by its verdict. */
async function runAndReport(invocation: JudgingInvocation, variables: Variables): Promise<void> {
	try {
		const outcome = await runToTheEnd(invocation, variables);
		process.exitCode = exitCodes[outcome.report.verdict];
		await publish(outcome, invocation);
	} catch (error) {
		// Whoever reads JSON gets JSON, also when there is nothing to judge.
		if (invocation.format === 'json' && invocation.output === undefined) {
			const { unusable } = await import('./report/unusable');
			const report = unusable(invocation, messageOf(error));
			print(await render('json', report, { steps: [], notes: [] }), printClean);
		}
		throw error;
	}
}

async function runToTheEnd(invocation: JudgingInvocation, variables: Variables): Promise<Outcome> {
	const [{ createProgress }, { run }] = await Promise.all([import('./progress'), import('./command/run')]);
	const environment = readEnvironment(variables);
	const progress = createProgress(process.stderr, environment.isCi, 'debug' in invocation && invocation.debug);
	for (const [signal, code] of interrupts) {
		process.on(signal, () => {
			progress.end();
			leave(code, `Interrupted by ${signal}. Putting back what was changed; once more gives that up.`);
		});
	}
	try {
		return await run(invocation, environment, progress);
	} finally {
		progress.end();
		// A report of half a run would say too much: whoever ends the process has said why.
		if (isLeaving) await new Promise<never>(() => {});
	}
}

let isLeaving = false;

/**
 * Ends the process, but not before what is still to be done elsewhere; asked a second time, or after too long, at once.
 * `announcement` is said where there is something to be done.
 */
async function leave(code: number, announcement?: string): Promise<void> {
	const { doLastWorks, endAll, hasLastWork } = await import('./lifetime');
	endAll();
	if (isLeaving || !hasLastWork()) process.exit(code);
	isLeaving = true;
	if (announcement !== undefined) process.stderr.write(`${announcement}\n`);
	setTimeout(() => {
		process.stderr.write('It took too long and was given up: the customer may not be as it was found.\n');
		process.exit(code);
	}, grace);
	for (const sentence of await doLastWorks()) process.stderr.write(`${sentence}\n`);
	process.exit(code);
}

/** The text comes first: a report file that cannot be written must not cost the result. */
async function publish({ report, extras }: Outcome, { format, output }: JudgingInvocation): Promise<void> {
	if (output === undefined) return print(await render(format, report, extras), printClean);
	print(await render('text', report, extras), printClean);
	const rendered = await render(format, report, extras);
	const { writeFile } = await import('node:fs/promises');
	const { reasonOf } = await import('../spec/input-error');
	await writeFile(output, rendered).catch((error: unknown) => {
		throw new InputError(
			`The report cannot be written to ${output}: ${reasonOf(error)}. Name another file with --output.`,
		);
	});
}

/** What is redacted before it is rendered keeps its format, whatever a secret looks like. */
async function render(format: Format, report: Report, extras: Outcome['extras']): Promise<string> {
	return redactor.rendered(await renderClean(format, redactor.data(report), redactor.data(extras)));
}

async function renderClean(format: Format, report: Report, extras: Outcome['extras']): Promise<string> {
	switch (format) {
		case 'text':
			return (await import('./report/text')).toText(report, extras);
		case 'json':
			return (await import('./report/json')).toJson(report);
		case 'junit':
			return (await import('./report/junit')).toJunit(report);
		case 'github':
			return (await import('./report/github')).toGithub(report);
		case 'html':
			return (await import('./report/html')).toHtml(report);
		default:
			return format satisfies never;
	}
}

/** A reader that has seen enough, such as `head`, closes the pipe; that changes nothing about the verdict. */
function print(text: string, write: (text: string) => void = (each) => void process.stdout.write(each)): void {
	process.stdout.once('error', (error: NodeJS.ErrnoException) => {
		if (error.code === 'EPIPE') return;
		process.stderr.write(`The report cannot be printed: ${error.message}.\n`);
		process.exitCode = 3;
	});
	write(text);
}

/** Bad input is the user's to mend; anything else is a fault of ours, and nothing was judged. */
function fail(error: unknown, withStack: boolean): void {
	const isOurs = !(error instanceof InputError);
	const stack = withStack && isOurs && error instanceof Error ? `\n${stackOf(error)}` : '';
	process.stderr.write(`${messageOf(error)}${stack}\n`);
	process.exitCode = isOurs ? 3 : 2;
}

function messageOf(error: unknown): string {
	if (error instanceof InputError) return error.message.trimEnd();
	const reason = error instanceof Error ? error.message : String(error);
	return `contract failed by a fault of its own, and nothing was judged: ${redactor.fault(reason)}`;
}

/** The stack without the message, which stands before it. */
function stackOf({ stack = '', message }: Error): string {
	const frames = stack.slice(stack.indexOf(message) + message.length);
	return redactor.fault(frames.trim() === '' ? stack : frames.replace(/^\n/, ''));
}
