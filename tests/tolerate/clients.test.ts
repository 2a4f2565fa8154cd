/** Clients that do not stand an answer, each in its own way: a finding, and nothing hangs. */
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Report } from '../../src/report/report';
import { projectRoot } from '../support/cli';
import { contractInProcess } from '../support/in-process';
import { withFolder } from '../support/temporary';

/** One operation, which answers 200, 404 and 503, each with a body that may lack its field. */
const json = (field: string) => ({
	description: '',
	content: { 'application/json': { schema: { type: 'object', properties: { [field]: { type: 'string' } } } } },
});
const spec = {
	...{ openapi: '3.1.0', info: { title: 'pets', version: '1' } },
	paths: {
		'/pet': {
			get: { operationId: 'getPet', responses: { 200: json('name'), 404: json('reason'), 503: json('reason') } },
		},
		'/other': { get: { operationId: 'getOther', responses: { 200: json('name') } } },
	},
};

/** `body` is what the client does with `response`, of `fetch`, and `ask`, which sends another request. */
const configOf = (body: string) => `
export class NotFound extends Error {}
export class Busy extends Error {}
export class VeryBusy extends Busy {}
const makeClient = ({ baseUrl }) => ({
	async getPet() {
		const ask = (path) => fetch(baseUrl + path);
		let response = await ask('/pet');
		const { status } = response;
		const answer = await response.json();
		${body}
	},
});
export default { consumer: 'c', spec: 'spec.json', provider: { name: 'p' }, client: makeClient };
`;

const entry = `
import { Busy, NotFound } from '../contract.config';
export const getPet = {
	operationId: 'getPet',
	example: {},
	call: (client, input) => client.getPet(input),
	outcomes: { 200: 'returns', 404: NotFound, 503: Busy },
};
`;

interface Given {
	readonly body?: string;
	readonly config?: string;
	readonly entry?: string;
	readonly args?: readonly string[];
}

const right =
	"if (status === 404) throw new NotFound('no'); if (status === 503) throw new VeryBusy('busy'); return answer;";

async function tolerate(given: Given): Promise<{ code: number | null; stderr: string; report: Report | undefined }> {
	return withFolder(async (folder) => {
		await mkdir(join(folder, 'contracts'));
		await symlink(join(projectRoot, 'node_modules'), join(folder, 'node_modules'));
		await writeFile(join(folder, 'spec.json'), JSON.stringify(spec));
		await writeFile(join(folder, 'contract.config.ts'), given.config ?? configOf(given.body ?? right));
		await writeFile(join(folder, 'contracts', 'get-pet.ts'), given.entry ?? entry);
		const args = ['tolerate', '--format', 'json', ...(given.args ?? [])];
		const { code, stderr, report } = await contractInProcess(args, { cwd: folder });
		return { code, stderr, report };
	});
}

test('a client that stands every answer; a subclass counts as the class', async () => {
	const { code, report } = await tolerate({});
	expect([code, report?.findings]).toEqual([0, []]);
	expect(report?.variants?.total).toBeGreaterThan(6);
	expect(report?.variants?.tolerated).toBe(report?.variants?.total);
});

test.each<[what: string, body: string, did: RegExp]>([
	[
		'reads a field that may be absent',
		`answer.name?.length ?? answer.reason.length; ${right}`,
		/threw TypeError|threw "|without/,
	],
	['throws a text', `if (status === 200) throw 'no'; ${right}`, /the client threw/],
	[
		'throws another class',
		`if (status === 404) throw new Busy('x'); ${right}`,
		/expected NotFound, the client threw Busy/,
	],
	['returns where it should throw', `if (status === 404) return; ${right}`, /expected NotFound, the client returned/],
	['ends the process', `if (status === 404) process.exit(3); ${right}`, /ended the process with code 3/],
	['asks another operation too', `if (status === 404) await ask('/other'); ${right}`, /also sent GET \/other/],
	['repeats a refused request', `if (status === 404) await ask('/pet'); ${right}`, /sent|requests/],
	['leaves a rejection', `if (status === 404) void Promise.reject(new Error('later')); ${right}`, /uncaught/],
])('a client that %s', async (_, body, did) => {
	const { code, report } = await tolerate({ body });
	expect(code).toBe(1);
	const found = report?.findings ?? [];
	expect(new Set(found.map((each) => each.code))).toEqual(new Set(['client.intolerant']));
	expect(found.map(({ title }) => title).join('\n')).toMatch(did);
	for (const { source, spec: place, variant } of found) {
		expect(source?.file).toMatch(/^(contract\.config|contracts\/get-pet)\.ts$/);
		expect([place?.file, typeof place?.line, typeof variant]).toEqual(['spec.json', 'number', 'string']);
	}
});

test('a repetition after 503 is no fault', async () => {
	const { code } = await tolerate({ body: `if (status === 503) await ask('/pet'); ${right}` });
	expect(code).toBe(0);
});

test.each([
	['for ever in its own thread', `if (status === 404) for (;;);`],
	['for a promise that never ends', `if (status === 404) await new Promise(() => {});`],
])('a client that waits %s is ended, and the rest of the run goes on', async (_, body) => {
	const args = ['--variant', 'getPet 404 full', '--variant', 'getPet 503 full'];
	const { code, report } = await tolerate({ body: `${body} ${right}`, args });
	expect(code).toBe(1);
	expect(report?.findings.map(({ title }) => title)).toEqual([
		'getPet answered 404 with its full answer: expected NotFound, the client did not return in time.',
	]);
	expect(report?.variants).toMatchObject({ total: 2, tolerated: 1 });
});

test.each<[what: string, given: Given, code: string, title: RegExp]>([
	['without an example', { entry: entry.replace('example: {},', '') }, 'client.untried', /getPet/],
	['that lacks a documented status', { entry: entry.replace(', 503: Busy', '') }, 'client.untried', /503/],
	[
		'that has an undocumented status',
		{ entry: entry.replace('503: Busy', '503: Busy, 409: Busy') },
		'client.untried',
		/409/,
	],
	[
		'of an operation that the spec does not have',
		{ entry: entry.replace("'getPet'", "'getPets'") },
		'client.untried',
		/getPets/,
	],
])('an entry %s is not passed over', async (_, given, code, title) => {
	const { report } = await tolerate(given);
	const found = report?.findings.filter((each) => each.code === code) ?? [];
	expect(found.map((each) => each.title).join('\n')).toMatch(title);
});

test.each<[what: string, given: Given, message: RegExp]>([
	['an operation', { args: ['--operation', 'getPett'] }, /there is no "getPett"; did you mean "getPet"\?/],
	['a status', { args: ['--status', '201'] }, /there is no "201"/],
	['a variant', { args: ['--variant', 'getPet 404 ful'] }, /did you mean "getPet 404 full"\?/],
	['a client', { config: configOf(right).replace(', client: makeClient', '') }, /client/],
])('what names %s that does not exist is refused', async (_, given, message) => {
	const { code, stderr } = await tolerate(given);
	expect([code, stderr]).toEqual([2, expect.stringMatching(message)]);
});
