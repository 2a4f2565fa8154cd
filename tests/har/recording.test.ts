/** Judging a recording: what is judged under which name, what is skipped, and what is reported if nothing is left. */

import { judgeRecording } from '../../src/commands/recording';
import { scopeOf } from '../../src/har/scope';
import { InputError } from '../../src/json/input-error';
import type { Json, JsonObject } from '../../src/json/json';
import type { Spec } from '../../src/openapi/spec';
import { specOf } from '../openapi/support/document';
import { sourceOf } from '../support/sources';
import { entry, recording } from './support/entry';

const order = { type: 'object', properties: { amount: { type: 'integer' } } };
const described = {
	description: 'the order',
	headers: { 'X-Left': { schema: { type: 'integer' } } },
	content: { 'application/json': { schema: order } },
};
const broken = { description: 'broken', content: { 'text/plain': { schema: { $ref: '#/missing' } } } };
let spec: Spec;
beforeAll(async () => {
	const get = { responses: { 200: described, 202: { description: 'nothing' }, 203: broken } };
	spec = await specOf({
		openapi: '3.1.0',
		servers: [{ url: 'https://a.example.com/v1' }],
		paths: { '/v1/orders/{id}': { get, head: get }, '/lists': { get } },
	});
});

const to = (path: string, more: Parameters<typeof entry>[0] = {}) =>
	entry({ method: 'GET', url: `https://a.example.com${path}`, body: {}, ...more });
const right = to('/v1/orders/planted');
const wrong = to('/v1/orders/planted', { body: { amount: 'planted' } });
const elsewhere = (host: string) => entry({ url: `https://${host}/planted` });

interface Given {
	readonly filter?: string;
	readonly onBatch?: (entries: number) => void;
}
const judge = (entries: readonly Json[], { filter, ...more }: Given = {}, of = spec) =>
	judgeRecording(sourceOf('a.har', recording(...entries)), { spec: of, scope: scopeOf(of, []), filter, ...more });

async function judgedIn(entries: readonly Json[], given: Given = {}) {
	const { judged } = await judge(entries, given);
	return judged.map(({ ref, operation, findings }) => [
		...[ref.index, ref.description, operation],
		...findings.map(({ code, role, at, instance }) => [code, role, at?.file, at?.pointer, instance]),
	]);
}

test('an entry is named after its operation', async () => {
	const name = 'GET /v1/orders/{id}';
	expect(await judgedIn([right, wrong])).toEqual([
		[0, `entry 0: ${name}`, name],
		[
			...[1, `entry 1: ${name}`, name],
			['response.body.invalid', 'provider', 'a.har', '/log/entries/1/response/content/text', '/amount'],
		],
	]);
});

test('an entry at an unknown path is named after its method, if that is known', async () => {
	const known = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'TRACE', 'PATCH', 'QUERY', 'PROPFIND'];
	const judged = await judgedIn([...known, 'planted'].map((method) => to('/v1/planted', { method })));
	expect(judged).toEqual(
		[...known, 'unfamiliar'].map((method, index) => [
			...[index, `entry ${index}: ${method} (path withheld)`, undefined],
			['request.operation.unknown', 'provider', 'a.har', `/log/entries/${index}/request/url`, undefined],
		]),
	);
});

test('an entry that is not valid HAR', async () => {
	const { judged } = await judge([7, { request: { method: 7 } }, { ...right, response: 7 }]);
	expect(judged.map(({ ref, operation, findings }) => [ref, operation, findings.length])).toEqual([
		[{ file: 'a.har', index: 0, description: 'entry 0' }, undefined, 1],
		[{ file: 'a.har', index: 1, description: 'entry 1' }, undefined, 1],
		[{ file: 'a.har', index: 2, description: 'entry 2: GET /v1/orders/{id}' }, undefined, 1],
	]);
	const places = ['/log/entries/0', '/log/entries/1/request/method', '/log/entries/2/response'];
	const titles = [
		'The entry is not valid HAR: expected an entry, received an integer.',
		'The entry is not valid HAR: expected a method, received an integer at /request/method.',
		'The entry is not valid HAR: expected a response, received an integer at /response.',
	];
	expect(judged.flatMap((each) => each.findings)).toEqual(
		judged.map(({ ref }, index) =>
			expect.objectContaining({
				...{ code: 'recording.unreadable', role: 'provider', interaction: ref, title: titles[index] },
				fix: ['Record it again.', 'Remove the entry.'],
				at: { file: 'a.har', pointer: places[index] },
			}),
		),
	);
});

describe('the filter', () => {
	test('selects by name, and does not count the rest', async () => {
		const entries = [right, to('/v1/orders/planted', { method: 'HEAD' }), 7];
		expect((await judgedIn(entries, { filter: 'HEAD' })).map(([index]) => index)).toEqual([1]);
		expect((await judge(entries, { filter: 'HEAD' })).findings).toEqual([]);
		expect(await judge(entries, { filter: 'nothing such' })).toMatchObject({ judged: [], findings: [] });
		expect(await judge([...entries, elsewhere('b')], { filter: 'nothing such' })).toMatchObject({
			judged: [],
			findings: [],
		});
	});

	test('is reported beside the skipped entries', async () => {
		const { findings } = await judge([right, wrong, elsewhere('b')], { filter: 'entry 1' });
		expect(findings.map(({ message }) => message)).toEqual([
			'1 of 3 entries is judged; skipped: 1 left out by --filter, 1 for other hosts. Add --allow-host HOST[:PORT] if another host belongs to the API.',
		]);
	});
});

test('skipped entries are reported by reason, the most frequent first', async () => {
	const data = entry({ url: 'data:,planted' });
	const tunnel = entry({ method: 'CONNECT', url: 'b:443' });
	const silent = to('/v1/orders/planted', { status: 0 });
	const { judged, findings } = await judge([right, wrong, silent, data, tunnel, data, tunnel, tunnel, to('/lists')]);
	expect(judged).toHaveLength(2);
	expect(findings).toEqual([
		expect.objectContaining({
			code: 'recording.skipped',
			at: { file: 'a.har', pointer: '/log/entries' },
			message:
				'2 of 9 entries are judged; skipped: 3 for tunnels (CONNECT), 2 not over HTTP (data:, blob:, extensions), 1 never answered (status 0), 1 for paths outside the base path of the servers.',
		}),
	]);
	expect((await judge([right])).findings).toEqual([]);
});

describe('nothing to judge', () => {
	const refused = (entries: readonly Json[], message: string, of = spec) =>
		expect(judge(entries, {}, of)).rejects.toThrow(new InputError(message));

	test('the hosts of the recording, the most frequent first', async () => {
		await refused(
			[elsewhere('b.example.com'), elsewhere('c.example.com:8080'), elsewhere('c.example.com:8080')],
			'The recording a.har has 3 entries and none is an answer of the API: 3 for other hosts. Hosts of the API: a.example.com. Hosts found: c.example.com:8080 (2), b.example.com (1). If one of them is meant, add --allow-host c.example.com:8080.',
		);
	});

	test('eight of them, and the number of others', async () => {
		const hosts = ['b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'];
		const found = (some: readonly string[]) => some.map((host) => `${host} (1)`).join(', ');
		const message = (number: number, shown: string) =>
			`The recording a.har has ${number} entries and none is an answer of the API: ${number} for other hosts. Hosts of the API: a.example.com. Hosts found: ${shown}. If one of them is meant, add --allow-host b.`;
		await refused(hosts.slice(0, 8).map(elsewhere), message(8, found(hosts.slice(0, 8))));
		await refused(hosts.map(elsewhere), message(9, `${found(hosts.slice(0, 8))} and 1 more`));
	});

	test('no other host, or no host at all', async () => {
		await refused(
			[to('/v1/orders/planted', { status: 0 })],
			'The recording a.har has 1 entry and none is an answer of the API: 1 never answered (status 0). Hosts of the API: a.example.com. Record again while the API is used.',
		);
		await refused(
			[elsewhere('b')],
			'The recording a.har has 1 entry and none is an answer of the API: 1 for other hosts. Hosts of the API: none, because the spec names none. Hosts found: b (1). If one of them is meant, add --allow-host b.',
			await specOf({ openapi: '3.1.0', paths: {} }),
		);
		await refused(
			[entry({ url: 'data:,planted' }), to('/planted')],
			'The recording a.har has 2 entries and none is an answer of the API: 1 not over HTTP (data:, blob:, extensions), 1 for paths outside the base path of the servers. Hosts of the API: a.example.com. Record again while the API is used.',
		);
	});
});

test('progress is reported, and the event loop is not blocked', async () => {
	const reported: [number, number][] = [];
	let turns = 0;
	const turn = () => {
		turns += 1;
		if (turns < 10) setImmediate(turn);
	};
	setImmediate(turn);
	await judge(
		Array.from({ length: 3001 }, () => right),
		{ onBatch: (entries) => reported.push([entries, turns]) },
	);
	expect(reported.length).toBeGreaterThan(1);
	expect(reported[0]?.[0]).toBe(0);
	expect(reported.map(([, before]) => before > 0)).toEqual(reported.map((_, index) => index > 0));
});

describe('a body that was not recorded', () => {
	const unrecorded = 'response.body.unrecorded';
	const codesOf = async (content: JsonObject, headers?: Json, status = 200) => {
		const each = to('/v1/orders/planted', { content, status, ...(headers === undefined ? {} : { headers }) });
		const { judged } = await judge([each]);
		return judged.flatMap(({ findings }) => findings.map(({ code }) => code));
	};
	const typed = (...more: readonly Json[]) => [{ name: 'Content-Type', value: 'application/json' }, ...more];
	const left = { name: 'X-Left', value: 'planted' };

	test('is unjudged; the headers are judged', async () => {
		expect(await codesOf({ size: 9 }, typed(left))).toEqual(['response.header.invalid', unrecorded]);
		expect(await codesOf({}, typed(left))).toEqual(['response.header.invalid', unrecorded]);
	});

	test('its content type is not missing if there may have been no body', async () => {
		expect(await codesOf({}, [])).toEqual([unrecorded]);
		expect(await codesOf({ size: 9 }, [])).toEqual(['response.content-type.missing']);
	});

	test('without a body in the spec, it is unexpected only if there certainly was one', async () => {
		expect(await codesOf({ size: 9 }, typed(), 202)).toEqual(['response.body.unexpected']);
		expect(await codesOf({}, typed(), 202)).toEqual([]);
	});

	test('what the spec makes unverifiable is reported', async () => {
		expect(await codesOf({ size: 9 }, [{ name: 'Content-Type', value: 'text/plain' }], 203)).toEqual([
			'response.body.unverifiable',
		]);
	});

	test('is reported with its place', async () => {
		const { judged } = await judge([to('/v1/orders/planted', { content: { size: 9 } })]);
		expect(judged[0]?.findings).toEqual([
			expect.objectContaining({
				...{ code: unrecorded, role: 'provider', interaction: judged[0]?.ref, instance: '' },
				at: { file: 'a.har', pointer: '/log/entries/0/response/content/text' },
				spec: expect.objectContaining({ pointer: expect.stringContaining('/responses/200/content') }),
				title: 'Response body cannot be judged: the recording does not hold it.',
				fix: ['Record it again with its body.'],
			}),
		]);
	});
});
