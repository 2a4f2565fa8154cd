/**
 * A command in this process and from the sources: what `contract` does, without the start of a process. For tests in which
 * the process is not the point: signals, streams, exit and what other programs write are not part of it.
 */
import { parseInvocation } from '../../src/commands/arguments';
import { deliver, exitCodes, rendered, unusableReport } from '../../src/commands/deliver';
import type { Format } from '../../src/commands/option';
import { createProgress } from '../../src/commands/progress';
import { environmentOf, openProject } from '../../src/commands/project';
import { type JudgingInvocation, run } from '../../src/commands/run';
import { InputError } from '../../src/json/input-error';
import { createRedactor } from '../../src/redact/redact';
import { secretsOf } from '../../src/redact/secrets';
import type { Report } from '../../src/report/report';
import { type CliResult, projectRoot } from './cli';

export interface InProcessOptions {
	/** All that is set; nothing of this process is. */
	readonly env?: NodeJS.ProcessEnv;
	/** Where the command runs: this process goes there, so runs wait for each other. */
	readonly cwd?: string;
}

interface Result extends CliResult {
	readonly report?: Report;
	/** The report in any format; absent where there is none. */
	readonly as?: (format: Format) => Promise<string>;
}

/** The run before this one. A process has one working directory, which a second run would change under the first. */
let previous: Promise<unknown> = Promise.resolve();

/** As `contract` of `cli.ts`. */
export function contractInProcess(args: readonly string[], options: InProcessOptions = {}): Promise<Result> {
	const result = previous.then(() => runIn(args, options));
	previous = result.catch(() => {});
	return result;
}

async function runIn(args: readonly string[], { env = {}, cwd = projectRoot }: InProcessOptions): Promise<Result> {
	process.chdir(cwd);
	const redactor = createRedactor(secretsOf(env));
	const told: string[] = [];
	let invocation: JudgingInvocation | undefined;
	try {
		invocation = judging(args);
		const project = await openProject(invocation, redactor, { CONTRACT_ENV_FILE: '', ...env });
		invocation = project.options;
		const terminal = { isTTY: false, columns: 80, write: (text: string) => told.push(redactor.text(text)) };
		const progress = createProgress(terminal, true, 'debug' in invocation && invocation.debug);
		const outcome = await run(invocation, project.settings, environmentOf(project), progress, redactor);
		const report = redactor.data(outcome.report);
		let stdout = '';
		await deliver(outcome, invocation, redactor, (text) => {
			stdout = text;
		});
		const as = (format: Format) => rendered(format, outcome.report, redactor, outcome.extras);
		return { code: exitCodes[report.verdict], stdout, stderr: told.join(''), report, as };
	} catch (error) {
		if (!(error instanceof InputError)) throw error;
		const message = error.message.trimEnd();
		const stdout = invocation ? await unusableReport(invocation, message, redactor) : '';
		return { code: 2, stdout, stderr: told.join('') + redactor.text(`${message}\n`) };
	} finally {
		process.chdir(projectRoot);
	}
}

function judging(args: readonly string[]): JudgingInvocation {
	const invocation = parseInvocation(args);
	switch (invocation.command) {
		case 'help':
		case 'version':
		case 'sandbox':
		case 'accept':
		case 'init':
		case 'add':
			throw new Error(`${invocation.command} judges nothing`);
		default:
			return invocation;
	}
}
