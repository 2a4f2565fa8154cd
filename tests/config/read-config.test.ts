/** `contract.config.*`: every module format is read; whatever is wrong with it is one sentence that names the key. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findConfig, readConfig } from '../../src/config/read-config';
import { withFolder } from '../support/temporary';

const parties = "consumer: 'shop', provider: { name: 'payments' }";

const read = (text: string, name = 'contract.config.ts') =>
	withFolder(async (folder) => {
		await writeFile(join(folder, name), text);
		return readConfig(join(folder, name));
	});

test.each([
	['contract.config.ts', `const name: string = 'shop'; export default { ${parties} };`],
	['contract.config.mts', `export default { ${parties} };`],
	['contract.config.cts', `module.exports = { ${parties} };`],
	['contract.config.js', `export default { ${parties} };`],
	['contract.config.mjs', `import { join } from 'node:path'; export default { ${parties}, pacts: join('a', 'b') };`],
	['contract.config.cjs', `module.exports = { ${parties} };`],
])('%s is read, with the defaults', async (name, text) => {
	const settings = await read(text, name);
	expect(settings).toMatchObject({
		...{ file: name, consumer: 'shop', spec: 'spec/openapi.yaml', tests: 'tests/consumer' },
		provider: { name: 'payments', variables: 'PROVIDER' },
	});
});

test.each([
	['export default { consumer: "a" }', 'provider is missing.'],
	['export default { consumer: "a", provider: {} }', 'provider.name is missing.'],
	[`export default { ${parties}, specs: "x" }`, 'there is no key specs; did you mean "spec"?'],
	[
		`export default { ${parties}, covrage: 1 }`,
		'there is no key covrage; known: consumer, provider, spec, overlays, pacts, tests, record, types, client, operations, minCoverage.',
	],
	[`export default { ${parties}, spec: 5 }`, 'spec is not a string.'],
	[`export default { ${parties}, spec: " " }`, 'spec is not a string.'],
	[`export default { ${parties}, client: {} }`, 'client is not a function.'],
	[
		"export default { consumer: 'a', provider: { name: 'b', states: { 'a state': { remot: {} } } } }",
		'there is no key provider.states.a state.remot; did you mean "remote"?',
	],
	[
		"export default { consumer: 'a', provider: { name: 'b', states: { s: { proof: { operationId: 'x' } } } } }",
		'provider.states.s.proof.status is missing.',
	],
	[
		"export default { consumer: 'a', provider: { name: 'b', leaveAlone: [1] } }",
		'provider.leaveAlone is not a list of strings.',
	],
	['export default 5', 'it exports no config as its default.'],
	['throw new Error("boom\\nmore")', 'it throws "boom".'],
	['export default {', expect.stringMatching(/^it throws ".+"\.$/)],
	['import "./nowhere"; export default {}', expect.stringMatching(/^it throws "Cannot find module .+"\.$/)],
])('%s is refused', async (text, reason) => {
	const message = await read(text).then(
		() => 'no error',
		(error: Error) => `${error.name}: ${error.message}`,
	);
	const [, said = message] = /^InputError: contract\.config\.ts cannot be used: (.*)$/s.exec(message) ?? [];
	expect(said).toEqual(reason);
});

test('a file that is not there', async () => {
	await expect(readConfig('/nowhere/contract.config.ts')).rejects.toThrow(
		'contract.config.ts cannot be used: there is no such file.',
	);
});

test('the nearest one above counts', async () => {
	await withFolder(async (folder) => {
		const below = join(folder, 'a', 'b');
		await mkdir(below, { recursive: true });
		expect(findConfig(below)).toBeUndefined();
		await writeFile(join(folder, 'contract.config.js'), '');
		expect(findConfig(below)).toBe(join(folder, 'contract.config.js'));
		await writeFile(join(folder, 'a', 'contract.config.ts'), '');
		expect(findConfig(below)).toBe(join(folder, 'a', 'contract.config.ts'));
	});
});
