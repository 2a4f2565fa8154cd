/** Large pacts are judged in threads, with the same result to the byte. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonObject } from '../../src/json/json';
import { contract, projectRoot } from '../support/cli';
import { withFolder } from '../support/temporary';

const recorded = JSON.parse(
	readFileSync(join(projectRoot, 'pacts/imprint-client-imprint.json'), 'utf8'),
) as JsonObject & {
	readonly interactions: readonly JsonObject[];
};
const spec = join(projectRoot, 'spec/openapi.yaml');
/** More than what is worth a thread. */
const padding = ' '.repeat(50 << 20);

const promises = join(projectRoot, 'spec/promises.overlay.yaml');
const faults = [
	'"month": 13',
	'"customer_history": { "account_created_at": "yesterday" }',
	'"unknown": true',
	'"email": 7',
];

/** Interactions of which some have a fault, and a message. */
function pactWith(count: number): string {
	const interactions = Array.from({ length: count }, (_, index) => {
		const original = JSON.stringify(recorded.interactions[index % recorded.interactions.length]);
		const fault = index % 37 === 5 ? faults[index % faults.length] : undefined;
		const text = fault === undefined ? original : original.replace('"content":{', `"content":{${fault},`);
		return { ...(JSON.parse(text) as JsonObject), description: `number ${index}` };
	});
	return JSON.stringify({ ...recorded, interactions, messages: [{ description: 'a message' }] });
}

/** Everything but the times. */
const untimed = (output: string) =>
	output.replace(/"seconds": [\d.]+|time="[\d.]+"/g, '').replace(/ +[\d.]+ s {2}/g, ' ');

test.each(['json', 'text', 'junit'])('as %s', async (format) => {
	await withFolder(async (folder) => {
		const file = join(folder, 'pact.json');
		const text = pactWith(1500);
		const args = ['check', file, '--spec', spec, '--overlay', promises, '--format', format];
		await writeFile(file, text);
		const one = await contract(args);
		await writeFile(file, text + padding);
		const several = await contract(args);
		expect(one.code).toBe(1);
		expect(several.code).toBe(1);
		expect(untimed(several.stdout)).toBe(untimed(one.stdout));
		expect(one.stdout).toContain('request.body.unknown');
		expect(one.stdout).toContain('promises.overlay.yaml');
		expect(several.stderr).toBe('');
	});
});

test.each([
	['an interaction that is none', (text: string) => text.replace('"description":"number 900"', '"request":1,"a":"')],
	['what is not JSON', (text: string) => text.replace('"description":"number 900"', '"a":tru')],
	['a list that is cut off', (text: string) => text.slice(0, -100)],
])('%s is refused in the same words', async (_, change) => {
	await withFolder(async (folder) => {
		const file = join(folder, 'pact.json');
		const text = change(pactWith(1500));
		await writeFile(file, text);
		const one = await contract(['check', file, '--spec', spec]);
		await writeFile(file, text + padding);
		expect(await contract(['check', file, '--spec', spec])).toEqual(one);
		expect([one.code, one.stdout]).toEqual([2, '']);
	});
});

test('a thread that cannot start ends the run with the cause', async () => {
	await withFolder(async (folder) => {
		const file = join(folder, 'pact.json');
		await writeFile(file, pactWith(3) + padding);
		for (const most of [20, 22, 24, 26, 28, 30]) {
			const launcher = join(projectRoot, 'bin/contract.js');
			const command = `ulimit -n ${most}; exec "$0" "$@"`;
			const args = ['-c', command, process.execPath, launcher, 'check', file, '--spec', spec];
			const { status, stdout, stderr } = spawnSync('bash', args, { encoding: 'utf8' });
			expect([most, status, stdout]).toEqual([most, expect.any(Number), '']);
			expect([2, 3]).toContain(status);
			expect(stderr).toMatch(/too many files are open|a thread ended too early/i);
		}
	});
});

test('the threads judge by the spec that was read, also from a pipe', async () => {
	await withFolder(async (folder) => {
		const file = join(folder, 'pact.json');
		await writeFile(file, pactWith(50) + padding);
		const launcher = join(projectRoot, 'bin/contract.js');
		const command = 'exec "$0" "$1" check "$2" --spec <(cat "$3")';
		const args = ['-c', command, process.execPath, launcher, file, spec];
		const { status, stdout } = spawnSync('bash', args, { encoding: 'utf8' });
		expect([status, stdout]).toEqual([1, expect.stringContaining('50 of 50 interactions judged')]);
	});
});

test('a spec that nobody writes is left at once at a signal', async () => {
	await withFolder(async (folder) => {
		execFileSync('mkfifo', [join(folder, 'spec')]);
		const launcher = join(projectRoot, 'bin/contract.js');
		const args = [launcher, 'check', 'pacts/imprint-client-imprint.json', '--spec', join(folder, 'spec')];
		const child = spawn(process.execPath, args, { cwd: projectRoot, stdio: 'ignore' });
		setTimeout(() => child.kill('SIGTERM'), 2000);
		const deaf = setTimeout(() => child.kill('SIGKILL'), 10_000);
		const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
		clearTimeout(deaf);
		expect([code, signal]).toEqual([143, null]);
	});
});
