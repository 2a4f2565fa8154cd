/**
 * A verification of a remote provider that is interrupted at any moment restores the customer, exits with the code of the
 * signal, and leaves no process and no folder.
 */
import { spawn } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { constants } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../../support/cli';
import { type Distortion, withProvider } from '../../support/faulty-provider';
import { familyOf, survivorsOf } from '../../support/processes';
import { withProject } from '../../support/temporary';

/** As shells have it. */
const codeOf = (signal: NodeJS.Signals): number => 128 + constants.signals[signal];

interface Interrupted {
	readonly code: number | null;
	readonly stdout: string;
	readonly stderr: string;
	readonly before: unknown;
	readonly after: unknown;
	readonly survivors: readonly number[];
	readonly folders: readonly string[];
	readonly updates: number;
	readonly requests: number;
}

/**
 * Interrupts a verification while request `at` is under way, which is answered as `distort` has it. With `repeated`, each
 * interaction comes so often, and the verifier gets the signal, too, as it does from a terminal.
 */
async function interrupt(
	at: number,
	signals: readonly NodeJS.Signals[],
	distort: Distortion = () => undefined,
	repeated?: number,
): Promise<Interrupted> {
	return withProject(async (folder) => {
		const pact = join(folder, 'pact.json');
		const recorded = await readFile(join(projectRoot, 'pacts', 'imprint-client-imprint.json'), 'utf8');
		const { interactions, ...rest } = JSON.parse(recorded) as { interactions: object[] };
		const all = Array.from({ length: repeated ?? 1 }, () => interactions).flat();
		await writeFile(pact, JSON.stringify({ ...rest, interactions: all }));
		let signal: (() => void) | undefined;
		let notice = () => {};
		const noticed = new Promise<void>((resolve) => {
			notice = resolve;
		});
		const interrupting: Distortion = (answer, wire) => {
			if (wire.nth === at) signal?.();
			if (distort(answer, wire) === 'answered') return 'answered';
			if (wire.nth !== at) return undefined;
			// Answered once the signal has been noticed, or the run might end before it.
			noticed.then(() => wire.response.writeHead(answer.status, answer.headers).end(JSON.stringify(answer.body)));
			return 'answered';
		};
		return withProvider(interrupting, async (provider) => {
			const { metadata: _before, ...before } = await provider.customer();
			const args = ['verify', pact, '--format', 'json', '--timeout', '1500', '--provider-url', provider.url];
			const child = spawn(process.execPath, [join(projectRoot, 'bin', 'contract.js'), ...args], {
				cwd: projectRoot,
				env: { ...process.env, ...provider.env, TMPDIR: folder, CONTRACT_ENV_FILE: '', NODE_EXTRA_CA_CERTS: undefined },
				stdio: ['ignore', 'pipe', 'pipe'],
				detached: repeated !== undefined,
			});
			let family: number[] = [];
			signal = () => {
				family = familyOf(child.pid ?? 0);
				if (repeated === undefined) child.kill(signals[0]);
				else process.kill(-(child.pid ?? 0), signals[0]);
			};
			let [stdout, stderr] = ['', ''];
			child.stdout.on('data', (chunk) => {
				stdout += String(chunk);
			});
			child.stderr.on('data', (chunk) => {
				// Two signals of a kind that wait together are one.
				if (stderr === '') for (const each of signals.slice(1)) child.kill(each);
				stderr += String(chunk);
				notice();
			});
			const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
			notice();
			const { metadata: _after, ...after } = await provider.customer();
			return {
				...{
					code,
					stdout,
					stderr,
					before,
					after,
					updates: provider.updates.length,
					requests: provider.requests.length,
				},
				survivors: await survivorsOf(family),
				folders: (await readdir(folder)).filter((name) => name.startsWith('contract-')),
			};
		});
	});
}

/** Two proofs, six interactions, and the three requests that restore: a run's eleven. */
const points = Array.from({ length: 11 }, (_, index) => index + 1);

test.each(points.map((at) => [at, (['SIGINT', 'SIGTERM', 'SIGHUP'] as const)[at % 3] ?? 'SIGINT'] as const))(
	'at request %i, by %s',
	async (at, signal) => {
		const { code, stdout, before, after, survivors, folders } = await interrupt(at, [signal]);
		expect({ code, stdout, after, survivors, folders }).toEqual({
			...{ code: codeOf(signal), stdout: '', after: before, survivors: [], folders: [] },
		});
	},
);

test.each(['SIGQUIT', 'SIGABRT', 'SIGALRM', 'SIGXCPU', 'SIGUSR2', 'SIGSYS'] as const)('by %s', async (signal) => {
	const { code, stderr, before, after, survivors, folders } = await interrupt(5, [signal]);
	expect(stderr).toContain(`Interrupted by ${signal}.`);
	expect({ code, after, survivors, folders }).toEqual({
		...{ code: codeOf(signal), after: before, survivors: [], folders: [] },
	});
});

test('SIGXCPU comes again with every second of CPU time, which does not end the restoration', async () => {
	const { code, before, after } = await interrupt(5, ['SIGXCPU', 'SIGXCPU']);
	expect({ code, after }).toEqual({ code: codeOf('SIGXCPU'), after: before });
});

test.each([10, 22, 23] as const)('at request %i of a long run, from a terminal: no interaction follows', async (at) => {
	const { code, before, after, survivors, requests } = await interrupt(at, ['SIGINT'], undefined, 10);
	expect({ code, after, survivors }).toEqual({ code: 130, after: before, survivors: [] });
	// Two that read, and one that restores.
	expect(requests).toBeLessThanOrEqual(at + 3);
});

test('the message names the restored fields', async () => {
	const { stderr, code } = await interrupt(4, ['SIGINT']);
	const [first, second] = stderr.trim().split('\n');
	expect({ code, first }).toEqual({
		code: 130,
		first: 'Interrupted by SIGINT. Restoring what was changed; interrupt again to stop that.',
	});
	expect(second).toMatch(/^At 127\.0\.0\.1:\d+, restored: .*email.*\.$/);
});

test('a provider that hangs: the run waits for the time limit and restores the customer', async () => {
	const hangs: Distortion = (_answer, { nth }) => (nth === 5 ? 'answered' : undefined);
	const { code, before, after, survivors } = await interrupt(5, ['SIGTERM'], hangs);
	expect({ code, after, survivors }).toEqual({ code: 143, after: before, survivors: [] });
});

test('an interrupted run ignores Retry-After', async () => {
	const limits: Distortion = (answer, { nth }) => {
		if (nth === 5) Object.assign(answer, { status: 429, headers: { ...answer.headers, 'retry-after': '25' } });
	};
	const { code, before, after } = await interrupt(5, ['SIGTERM'], limits);
	expect({ code, after }).toEqual({ code: 143, after: before });
}, 20_000);

test('a temporary refusal of the restoration is retried', async () => {
	const busy: Distortion = (answer, { nth }) => {
		if (nth === 6 || nth === 8) answer.status = 503;
	};
	const { code, before, after, stderr } = await interrupt(5, ['SIGTERM'], busy);
	expect({ code, after }).toEqual({ code: 143, after: before });
	expect(stderr).not.toContain('NOT restored');
}, 20_000);

test('a second interrupt ends the run at once', async () => {
	const hangs: Distortion = (_answer, { nth }) => (nth >= 5 ? 'answered' : undefined);
	const { code, stderr, survivors, updates } = await interrupt(5, ['SIGINT', 'SIGINT'], hangs);
	expect({ code, survivors, updates: updates < 6 }).toEqual({ code: 130, survivors: [], updates: true });
	expect(stderr).toMatch(/\nAt 127\.0\.0\.1:\d+, it is unknown whether these fields are restored: .*email.*\.\n$/);
});

test('a provider that is gone by then: fields that may not be restored are named, and the exit code is the same', async () => {
	const gone: Distortion = (_answer, { nth, socket }) => {
		if (nth < 6) return undefined;
		socket.resetAndDestroy();
		return 'answered';
	};
	const { code, stderr } = await interrupt(6, ['SIGINT'], gone);
	expect(code).toBe(130);
	expect(stderr).toContain('NOT restored: ');
});
