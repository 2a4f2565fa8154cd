/**
 * The command line: the one place that prints and that sets the exit code.
 * 0 all agree, 1 something disagrees, 2 wrong usage or unreadable input, 3 could not be judged.
 */
import { constants } from 'node:os';
import { InputError, systemFault } from '../json/input-error';
import { visible } from '../json/visible';

import { createRedactor, withheld } from '../redact/redact';
import { secretsOf } from '../redact/secrets';
import { ownVariables, wantsColor } from '../system/environment';
import { parseInvocation } from './arguments';
import { deliver, exitCodes, unusableReport } from './deliver';
import { guard, guardNode } from './output';
import { environmentOf, learnSecrets, openProject, type Project } from './project';
import type { JudgingInvocation, Outcome } from './run';
import { usage } from './usage';

/**
 * The signals that end a process unless it listens, where the system has them. Not those of Node itself (SIGUSR1 for its
 * debugger, SIGPROF for its profiler, SIGUSR2 where an option of Node takes it), those that Node ignores (SIGPIPE, SIGXFSZ),
 * and those that a fault of the process raises.
 */
const interrupts: readonly NodeJS.Signals[] = [
	...(['SIGHUP', 'SIGINT', 'SIGTERM', 'SIGQUIT', 'SIGABRT', 'SIGALRM', 'SIGVTALRM', 'SIGXCPU'] as const),
	...(['SIGIO', 'SIGPWR', 'SIGSYS', 'SIGSTKFLT', 'SIGBREAK'] as const),
	...(process.listenerCount('SIGUSR2') === 0 ? (['SIGUSR2'] as const) : []),
];

/** Milliseconds within which an interrupted run puts back what it changed elsewhere. */
const grace = 30_000;

const redactor = createRedactor(secretsOf(ownVariables().values));

/** What Node and libraries write may be about anything; what is ours holds nothing that a provider sent. */
const printClean = guard(process.stdout, redactor.fault);
const printErrorClean = guard(process.stderr, redactor.fault);
guardNode(redactor.fault);

const printError = (text: string) => printErrorClean(redactor.text(text));

const terminal = {
	isTTY: process.stderr.isTTY,
	get columns() {
		return process.stderr.columns;
	},
	write: printError,
};

/** Runs `contract` with the arguments after the command's name. Never rejects. */
export async function main(args: readonly string[]): Promise<void> {
	const isDebugged = args.includes('--debug');
	for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
		process.on(event, (error: unknown) => crash(error, isDebugged));
	}
	// What is waited for can fail without a word; then nothing keeps the process, and it must not end as if all agreed.
	process.once('beforeExit', () => {
		if (begun && !isLeaving) crash(new Error('what was waited for never came'), isDebugged);
	});
	try {
		const invocation = parseInvocation(args);
		switch (invocation.command) {
			case 'help':
				return print(usage(invocation.of), printClean);
			case 'version': {
				const { projectVersion } = await import('../system/project');
				return print(`${projectVersion()}\n`, printClean);
			}
			case 'sandbox': {
				const { runSandbox } = await import('./sandbox');
				const { settings } = await openProject(invocation, redactor);
				return await runSandbox(invocation.port, settings, (text) => print(text));
			}
			case 'accept': {
				const { options } = await openProject(invocation, redactor);
				return print(await (await import('./accept')).runAccept(options), printClean);
			}
			case 'init':
				return print(await (await import('./init')).runInit(invocation));
			case 'add': {
				const { options, settings } = await openProject(invocation, redactor);
				return print(await (await import('./add')).runAdd(options, settings));
			}
			default:
				return await runAndReport(invocation);
		}
	} catch (error) {
		// What was typed may hold a secret of the project.
		await learnSecrets(redactor);
		fail(error, isDebugged);
	}
}

/** Runs a command that judges, prints its report, and sets the exit code by its verdict. */
async function runAndReport(given: JudgingInvocation): Promise<void> {
	let outcome: Outcome;
	let invocation = given;
	try {
		begun = invocation;
		const project = await openProject(given, redactor);
		invocation = project.options;
		outcome = await runToTheEnd(project);
		begun = undefined;
	} catch (error) {
		begun = undefined;
		await printUnusable(invocation, messageOf(error));
		throw error;
	}
	process.exitCode = exitCodes[outcome.report.verdict];
	const style = { hasColor: hasColor(invocation), width: process.stdout.isTTY ? process.stdout.columns : undefined };
	await deliver(outcome, invocation, redactor, (text) => print(text, printClean), style);
}

/** An option decides before the variables, these before the terminal. */
function hasColor({ color, noColor }: JudgingInvocation): boolean {
	if (color || noColor) return color && !noColor;
	return wantsColor() ?? process.stdout.isTTY === true;
}

let begun: JudgingInvocation | undefined;

async function printUnusable(invocation: JudgingInvocation, message: string): Promise<void> {
	const text = await unusableReport(invocation, message, redactor);
	if (text !== '') print(text, printClean);
}

async function runToTheEnd(project: Project<JudgingInvocation>): Promise<Outcome> {
	const { options, settings } = project;
	const [{ createProgress }, { run }] = await Promise.all([import('./progress'), import('./run')]);
	const environment = environmentOf(project);
	const progress = createProgress(terminal, environment.isCi, 'debug' in options && options.debug);
	for (const signal of interrupts) {
		const number: number | undefined = constants.signals[signal];
		if (number === undefined) continue;
		process.on(signal, () => {
			// The system repeats it with every second of CPU time.
			if (signal === 'SIGXCPU' && isLeaving) return;
			progress.end();
			// As shells have it.
			leave(128 + number, `Interrupted by ${signal}. Restoring what was changed; interrupt again to stop that.`);
		});
	}
	try {
		return await run(options, settings, environment, progress, redactor);
	} finally {
		progress.end();
		// No report of half a run: whoever ends the process has printed why.
		if (isLeaving) await new Promise<never>(() => {});
	}
}

let isLeaving = false;

/**
 * Ends the process, but not before what is still to be done elsewhere; asked a second time, or after too long, at once.
 * `announcement` is printed if there is something to do.
 */
async function leave(code: number, announcement?: string): Promise<void> {
	const { doLastWorks, endAll, hasLastWork, unfinishedWorks } = await import('../system/lifetime');
	endAll();
	const giveUp = (): never => {
		for (const sentence of unfinishedWorks()) printError(`${sentence}\n`);
		process.exit(code);
	};
	if (isLeaving || !hasLastWork()) giveUp();
	isLeaving = true;
	if (announcement !== undefined) printError(`${announcement}\n`);
	setTimeout(() => {
		printError('Restoring took too long and was ended.\n');
		giveUp();
	}, grace);
	for (const sentence of await doLastWorks()) printError(`${sentence}\n`);
	process.exit(code);
}

/** A reader that has seen enough, such as `head`, closes the pipe; that changes nothing about the verdict. */
function print(text: string, write: (text: string) => void = (each) => printClean(redactor.text(each))): void {
	process.stdout.once('error', (error: NodeJS.ErrnoException) => {
		if (error.code === 'EPIPE') return;
		printError(`The report cannot be printed: ${error.message}.\n`);
		process.exitCode = 3;
	});
	write(text);
}

/** Bad input is exit code 2. Anything else is a fault of ours: exit code 3, nothing was judged. */
function fail(error: unknown, isDebugged: boolean): void {
	const isOurs = !(error instanceof InputError) && !systemFault(error);
	printError(`${messageOf(error)}\n${isOurs && isDebugged ? stackOf(error) : ''}`);
	process.exitCode = isOurs ? 3 : 2;
}

let hasCrashed = false;

/**
 * Ends the run over what none of our code caught. It comes from the middle of something, which may be an answer that is
 * not known yet, so once there can be one it is printed without its message.
 */
async function crash(error: unknown, isDebugged: boolean): Promise<void> {
	// The first one is the cause; what follows from it must not end the restoration.
	if (hasCrashed) return;
	hasCrashed = true;
	const input = systemFault(error);
	const shown = input ?? (redactor.hasLearned() ? new Error(`${nameOf(error)} ${withheld}`) : error);
	printError(`${messageOf(shown)}\n${isDebugged ? stackOf(error) : ''}`);
	try {
		if (begun) await printUnusable(begun, messageOf(shown));
	} finally {
		if (!isLeaving) await leave(input ? 2 : 3);
	}
}

/** The class and the code of an error, which hold nothing of the data. */
function nameOf(error: unknown): string {
	if (!(error instanceof Error)) return typeof error;
	const { code } = error as NodeJS.ErrnoException;
	return [error.constructor.name, code].filter((each) => /^\w+$/.test(String(each ?? ''))).join(' ');
}

function messageOf(error: unknown): string {
	const input = error instanceof InputError ? error : systemFault(error);
	if (input) return input.message.trimEnd();
	const reason = error instanceof Error ? error.message : String(error);
	return `contract failed by a fault of its own, and nothing was judged: ${visible(redactor.fault(reason))}`;
}

/** The lines of a stack that name places; its first ones repeat the message. */
function stackOf(error: unknown): string {
	const lines = error instanceof Error ? (error.stack ?? '').split('\n') : [];
	return lines
		.filter((line) => /^\s+at .*(:\d+:\d+\)?|\((native|<anonymous>)\))$/.test(line))
		.map((line) => `${line}\n`)
		.join('');
}
