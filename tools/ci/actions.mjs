/**
 * Shared by the workflow scripts: variables of GitHub Actions, `contract` as a child process, annotations, and escaping, so that
 * no text becomes a command or markup.
 */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The command of the project that the step runs in, where it has its own; else the one beside this script. */
const own = fileURLToPath(new URL('../../bin/contract.js', import.meta.url));
const { name } = JSON.parse(readFileSync(fileURLToPath(new URL('../../package.json', import.meta.url)), 'utf8'));
const installed = resolve('node_modules', name, 'bin', 'contract.js');
const launcher = existsSync(installed) ? installed : own;

/** An error in the job itself: exit code 2. */
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

/** The values of environment variables, in order. Throws a {@link UsageError} that names all missing ones. */
export function variables(...names) {
	const missing = names.filter((name) => !process.env[name]);
	if (missing.length > 0) {
		throw new UsageError(
			`Not set: ${missing.join(', ')}. GitHub Actions sets all that begin with GITHUB_ except GITHUB_TOKEN; ` +
				'set the others under `env` of the step (see docs/ci.md).',
		);
	}
	return names.map((name) => process.env[name]);
}

/**
 * Runs `contract` and passes its output on. Resolves to its exit code (143 after a signal), its output for the summary,
 * and its error message. A signal to this process goes to the command, which then restores the customer.
 */
export function contract(args) {
	const resume = randomUUID();
	// GitHub runs every line that begins with two colons as a command, and an interaction's description may contain one.
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

/** GitHub's limit for a summary is 1 MiB; this leaves room for a heading. */
const mostBytes = 1024 * 1024 - 4096;

/** Adds Markdown to the job's summary. */
export function append(file, markdown) {
	if (Buffer.byteLength(markdown) <= mostBytes) appendFileSync(file, `${markdown}\n`);
	else summarize(file, 'contract', markdown);
}

/** Adds a text under a heading to the job's summary. A text that is too long keeps its end, with the verdict. */
export function summarize(file, heading, text) {
	const bytes = Buffer.from(text.trimEnd());
	const isWhole = bytes.length <= mostBytes;
	const end = bytes.subarray(-mostBytes).toString();
	// The cut may fall inside a line and a UTF-8 character.
	const kept = isWhole ? end : end.replace(/^.*\n?/, '');
	const note = isWhole ? '' : 'The beginning is left out here; the log of the job has it.\n\n';
	appendFileSync(file, `### ${heading}\n\n${note}${fenced(kept)}\n\n`);
}

/** A Markdown code block with a fence longer than any in the text. */
export function fenced(text) {
	const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
	const fence = '`'.repeat(longest + 1);
	return `${fence}text\n${text}\n${fence}`;
}
