/**
 * The command line: the one place that prints and that sets the exit code.
 * 0 all agree, 1 something disagrees, 2 wrong usage or unreadable input, 3 could not be judged.
 */
import { InputError } from '../spec/input-error';
import { type Format, parseInvocation, usage } from './arguments';
import type { JudgingInvocation, Outcome } from './command/run';
import type { Report } from './report/report';

const exitCodes = { agree: 0, disagree: 1, unjudged: 3 } as const;

/** Interrupted: 128 and the number of the signal, as shells have it. */
const interrupts = [
	['SIGINT', 130],
	['SIGTERM', 143],
] as const;

/** Runs `contract` with the arguments after the command's name. Never rejects. */
export async function main(args: readonly string[]): Promise<void> {
	try {
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
				return await runSandbox(invocation.port, print);
			}
			default:
				return await judge(invocation);
		}
	} catch (error) {
		fail(error);
	}
}

async function judge(invocation: JudgingInvocation): Promise<void> {
	const [{ readEnvironment }, { endAll }, { createProgress }, { run }] = await Promise.all([
		import('./environment'),
		import('./lifetime'),
		import('./progress'),
		import('./command/run'),
	]);
	const environment = readEnvironment();
	const progress = createProgress(process.stderr, environment.isCi);
	for (const [signal, code] of interrupts) {
		process.once(signal, () => {
			progress.end();
			endAll();
			process.exit(code);
		});
	}
	try {
		const outcome = await run(invocation, environment, progress);
		progress.end();
		await publish(outcome, invocation);
		process.exitCode = exitCodes[outcome.report.verdict];
	} catch (error) {
		progress.end();
		// Whoever reads JSON gets JSON, also when there is nothing to judge.
		if (error instanceof InputError && invocation.format === 'json') {
			const { unusable } = await import('./report/unusable');
			await publish({ report: unusable(invocation, error.message), extras: { steps: [], notes: [] } }, invocation);
		}
		throw error;
	}
}

async function publish({ report, extras }: Outcome, { format, output }: JudgingInvocation): Promise<void> {
	if (output === undefined) return print(await render(format, report, extras));
	const { writeFile } = await import('node:fs/promises');
	const { reasonOf } = await import('../spec/input-error');
	await writeFile(output, await render(format, report, extras)).catch((error: unknown) => {
		throw new InputError(
			`The report cannot be written to ${output}: ${reasonOf(error)}. Name another file with --output.`,
		);
	});
	print(await render('text', report, extras));
}

async function render(format: Format, report: Report, extras: Outcome['extras']): Promise<string> {
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

function print(text: string): void {
	process.stdout.write(text);
}

/** Bad input is the user's to mend; anything else is a fault of ours, and nothing was judged. */
function fail(error: unknown): void {
	if (error instanceof InputError) {
		process.stderr.write(`${error.message.trimEnd()}\n`);
		process.exitCode = 2;
		return;
	}
	const reason = error instanceof Error ? error.message : String(error);
	process.stderr.write(`contract failed by a fault of its own, and nothing was judged: ${reason}\n`);
	process.exitCode = 3;
}
