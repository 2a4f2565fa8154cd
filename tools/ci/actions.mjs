/**
 * What the scripts of the workflows share: the variables that GitHub Actions sets, the contract's command line as a child
 * process, annotations, and texts quoted so that nothing in them is taken for a command or for markup.
 */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const launcher = fileURLToPath(new URL('../../bin/contract.js', import.meta.url));

/** Something that whoever wrote the job is to mend: exit code 2. */
export class UsageError extends Error {}

/** Runs a script's `main`, which resolves to the exit code. */
export async function run(main) {
	try {
		process.exitCode = await main();
	} catch (error) {
		process.stderr.write(`${error instanceof UsageError ? error.message : error.stack}\n`);
		process.exitCode = 2;
	}
}

/** The values of environment variables, in order. Throws {@link UsageError} that names all that are missing. */
export function variables(...names) {
	const missing = names.filter((name) => !process.env[name]);
	if (missing.length > 0) {
		throw new UsageError(
			`Not set: ${missing.join(', ')}. GitHub Actions sets what begins with GITHUB_, but for GITHUB_TOKEN; ` +
				'the rest stands under `env` of the step (see docs/ci.md).',
		);
	}
	return names.map((name) => process.env[name]);
}

/**
 * Runs `contract` and shows what it says while it says it. Resolves to its exit code, 143 where a signal ended it, what
 * it printed for the summary, and why it failed, in its own words.
 * What ends this process ends the command first, which then puts back what it changed.
 */
export function contract(args) {
	const resume = randomUUID();
	// GitHub takes a line that begins with two colons for a command, wherever it comes from; a description may hold one.
	process.stdout.write(`::stop-commands::${resume}\n`);
	return new Promise((resolve, reject) => {
		const child = spawn(process.execPath, [launcher, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
		const printed = { stdout: '', stderr: '' };
		for (const name of ['stdout', 'stderr']) {
			child[name].setEncoding('utf8').on('data', (chunk) => {
				printed[name] += chunk;
				process.stdout.write(chunk);
			});
		}
		for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
		child.on('error', reject);
		child.on('close', (code) => {
			process.stdout.write(`\n::${resume}::\n`);
			const { stdout, stderr } = printed;
			const failure = stderr.trim() || `contract ${args[0]} ended with ${code}.`;
			resolve({ code: code ?? 143, text: stdout.trim() === '' ? stderr : stdout, failure });
		});
	});
}

/** Shows `message` at the top of the run, as an `error`, a `warning` or a `notice`. */
export function annotate(level, title, message) {
	const escaped = (text) => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
	const property = escaped(title).replaceAll(':', '%3A').replaceAll(',', '%2C');
	process.stdout.write(`::${level} title=${property}::${escaped(message)}\n`);
}

/** GitHub refuses a summary of more than 1 MiB; this leaves room for a heading. */
const mostBytes = 1024 * 1024 - 4096;

/** Adds a text under a heading to the job's summary; of one that is too long, the end, where the verdict stands. */
export function summarize(file, heading, text) {
	const bytes = Buffer.from(text.trimEnd());
	const isWhole = bytes.length <= mostBytes;
	const end = bytes.subarray(-mostBytes).toString();
	// The first line of a cut text is half a line, and may begin with half a character.
	const kept = isWhole ? end : end.replace(/^.*\n?/, '');
	const note = isWhole ? '' : 'The beginning is left out here; the log of the job has it.\n\n';
	appendFileSync(file, `### ${heading}\n\n${note}${fenced(kept)}\n\n`);
}

/** A text as Markdown shows it letter for letter: no mention, no link, no markup. */
export function fenced(text) {
	const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
	const fence = '`'.repeat(longest + 1);
	return `${fence}text\n${text}\n${fence}`;
}
