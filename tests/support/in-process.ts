/**
 * A command in this process and from the sources: what `contract` does, without the start of a process. For tests in which
 * the process is not the point: signals, streams, exit and what other programs write are not part of it.
 */
import { parseInvocation } from '../../src/commands/arguments';
import type { Format } from '../../src/commands/option';
import { createProgress } from '../../src/commands/progress';
import { type JudgingInvocation, type Outcome, run } from '../../src/commands/run';
import { writeHar } from '../../src/har/write-file';
import { InputError } from '../../src/json/input-error';
import { createRedactor, type Redactor } from '../../src/redact/redact';
import { secretsOf } from '../../src/redact/secrets';
import { toGithub } from '../../src/report/github';
import { toHtml } from '../../src/report/html';
import { toJson } from '../../src/report/json';
import { toJunit } from '../../src/report/junit';
import { type Report, unusable } from '../../src/report/report';
import { toText } from '../../src/report/text';
import { writeReport } from '../../src/report/write-report';
import { readEnvironment } from '../../src/system/environment';
import { type CliResult, projectRoot } from './cli';

export interface InProcessOptions {
	/** All that is set; nothing of this process is. */
	readonly env?: NodeJS.ProcessEnv;
	/** Where the command runs: this process goes there, so runs wait for each other. */
	readonly cwd?: string;
}

const exitCodes = { agree: 0, disagree: 1, unjudged: 3 } as const;

interface Result extends CliResult {
	readonly report?: Report;
	/** The report in any format; absent where there is none. */
	readonly as?: (format: Format) => string;
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
		const terminal = { isTTY: false, columns: 80, write: (text: string) => told.push(redactor.text(text)) };
		const progress = createProgress(terminal, true, 'debug' in invocation && invocation.debug);
		const outcome = await run(invocation, readEnvironment({ values: env }), progress, redactor);
		const report = redactor.data(outcome.report);
		const as = (format: Format) => render(outcome, format, redactor);
		const stdout = await deliver(outcome, invocation, as);
		return { code: exitCodes[report.verdict], stdout, stderr: told.join(''), report, as };
	} catch (error) {
		if (!(error instanceof InputError)) throw error;
		const message = error.message.trimEnd();
		const isJson = invocation?.format === 'json' && invocation.output === undefined;
		const empty = invocation && isJson ? unusable(invocation.command, invocation.spec, message) : undefined;
		const stdout = empty ? redactor.rendered(toJson(empty)) : '';
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
			throw new Error(`${invocation.command} judges nothing`);
		default:
			return invocation;
	}
}

function render({ report, extras }: Outcome, format: Format, redactor: Redactor): string {
	const [clean, rest] = [redactor.data(report), redactor.data(extras)];
	const texts = {
		text: () => toText(clean, rest),
		json: () => toJson(clean),
		junit: () => toJunit(clean),
		github: () => toGithub(clean),
		html: () => toHtml(clean),
	};
	return redactor.rendered(texts[format]());
}

/** What is printed; what goes to files is written. */
async function deliver({ har }: Outcome, { format, output }: JudgingInvocation, as: (format: Format) => string) {
	if (har) await writeHar(har.file, har.content);
	if (output === undefined) return as(format);
	await writeReport(output, as(format));
	return as('text');
}
