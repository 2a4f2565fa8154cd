/** Messages have no place in an OpenAPI spec: they are noted, and keep nothing else from being judged. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { contract } from '../support/cli';
import { withFolder } from '../support/temporary';

const spec = {
	openapi: '3.1.1',
	info: { title: 'Depot', version: '1' },
	paths: { '/parcels': { get: { responses: { 200: { description: 'all' } } } } },
};
const parties = { consumer: { name: 'shop' }, provider: { name: 'depot' } };
const http = { description: 'lists parcels', request: { path: '/parcels' }, response: { status: 200 } };
const wrong = { ...http, request: { path: '/nowhere' } };
const message = { description: 'a parcel has left', contents: { id: 7 } };
const version = (of: string) => ({ metadata: { pactSpecification: { version: of } } });
const v3 = (...messages: object[]) => ({ ...parties, messages, ...version('3.0.0') });
const v4 = (...types: string[]) => ({
	...parties,
	interactions: types.map((type) => ({ ...(type === 'Synchronous/HTTP' ? http : message), type })),
	...version('4.0'),
});

async function check(pacts: readonly object[], args: readonly string[] = []) {
	return withFolder(async (folder) => {
		const files = pacts.map((_, index) => join(folder, `${index}.json`));
		await writeFile(join(folder, 'spec.json'), JSON.stringify(spec));
		for (const [index, pact] of pacts.entries()) await writeFile(String(files[index]), JSON.stringify(pact));
		const all = ['check', ...files, '--spec', join(folder, 'spec.json'), '--format', 'json', ...args];
		const { code, stdout } = await contract(all);
		const { findings, interactions } = JSON.parse(stdout) as {
			findings: { code: string; severity: string }[];
			interactions: { verdict: string }[];
		};
		return {
			code,
			codes: findings.map((each) => `${each.code} ${each.severity}`),
			verdicts: interactions.map(({ verdict }) => verdict),
		};
	});
}

const note = 'pact.unsupported note';
const nothing = 'input.unusable unjudged';

test.each<[string, object[], number, string[], string[]]>([
	['of specification 3 alone', [v3(message)], 3, [note, nothing], ['unjudged']],
	['of specification 4 alone', [v4('Asynchronous/Messages')], 3, [note, nothing], ['unjudged']],
	['of specification 4 beside HTTP', [v4('Synchronous/HTTP', 'Synchronous/Messages')], 0, [note], ['agree']],
	['of specification 3 beside HTTP', [{ ...v3(message, message), interactions: [http] }], 0, [note, note], ['agree']],
	['in another file', [v3(message), { ...parties, interactions: [http] }], 3, [note, nothing], ['unjudged', 'agree']],
	[
		'in another file, beside an error',
		[v3(message), { ...parties, interactions: [wrong] }],
		1,
		[note, nothing, 'request.operation.unknown error'],
		['unjudged', 'disagree'],
	],
])('messages %s', async (_, pacts, code, codes, verdicts) => {
	expect(await check(pacts)).toEqual({ code, codes, verdicts });
});

test('a filter that chooses messages alone leaves them unjudged', async () => {
	const both = [v4('Synchronous/HTTP', 'Asynchronous/Messages')];
	expect(await check(both, ['--filter', 'left'])).toEqual({ code: 3, codes: [note, nothing], verdicts: ['unjudged'] });
	expect(await check(both, ['--filter', 'lists'])).toEqual({ code: 0, codes: [], verdicts: ['agree'] });
});
