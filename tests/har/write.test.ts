/** A recording that is written: strictly HAR 1.2, masked or without secrets, for every kind of answer. */
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { Har } from '../../src/har/write';
import type { Recorded, WireRequest } from '../../src/http/wire';
import type { Json } from '../../src/json/json';
import type { Spec } from '../../src/openapi/spec';
import { specOf } from '../openapi/support/document';
import { entriesOf, sourceOf } from '../support/sources';
import { faultsOfHar } from './support/strict-har';
import { answered, judgedAgain, judgedLive, readAgain, type Said, saying, written } from './support/written';

const json = { 'Content-Type': 'application/json' };
const customer = { id: 'cus_planted', email: 'planted@example.net', ssn4: '8642', cards: { 'planted 1': 86420 } };
const key = 'sk_live_planted86420';
const id = 'f47ac10b-58cc-4372-a567-86420b2c3d47';

let spec: Spec;
beforeAll(async () => {
	const properties = {
		id: { type: 'string' },
		email: { type: 'string', format: 'email' },
		ssn4: { pattern: '^\\d{4}$' },
		token: { type: 'string', format: 'uuid' },
		number: { type: 'integer' },
		cards: { additionalProperties: { type: 'integer' } },
	};
	const content = {
		'application/json': { schema: { type: 'object', required: ['id'], properties } },
		'text/plain': { schema: { type: 'string', pattern: '^p' } },
	};
	const operation = { responses: { 200: { description: 'a', content }, 204: { description: 'none' } } };
	spec = await specOf({
		openapi: '3.1.0',
		servers: [{ url: 'https://api.example.com' }],
		paths: { '/customers/{id}': { get: operation, head: operation, patch: operation } },
		components: {
			securitySchemes: {
				own: { type: 'apiKey', in: 'header', name: 'X-Imprint' },
				q: { type: 'apiKey', in: 'query', name: 'k' },
			},
		},
	});
});

const at = (said: Said) => answered({ target: '/customers/planted-1', ...said });
const ok = (body: unknown, headers: Record<string, string> = json) => at({ status: 200, headers, body });
const unanswered = (kind: 'unreachable' | 'timeout' | 'cut'): Recorded => ({
	...at({ status: 200 }),
	answer: { kind, reason: 'nothing listens there' },
});
/** A request of our own, for no interaction. */
function ours({ request: { interaction: _none, ...request }, ...rest }: Recorded): Recorded {
	return { ...rest, request };
}
const entryOf = (har: Har) => har.log.entries[0];
const contentOf = (sent: Recorded, showValues = false) =>
	entryOf(written([sent], spec, { showValues }))?.response.content;

/** Every kind of body. */
const bodies: Record<string, Recorded> = {
	JSON: ok(customer),
	'wrong JSON': ok({ email: 'planted', ssn4: 'planted', more: ['planted'] }),
	'a number without bounds': ok('{"id":"planted","number":1e999}'),
	none: ok(undefined),
	'none, though long': ok(gzipSync(''), { ...json, 'Content-Encoding': 'gzip', 'Content-Length': '20' }),
	'none, of a head': at({ method: 'HEAD', status: 200, headers: { ...json, 'Content-Length': '86' } }),
	'none, of no content': at({ status: 204 }),
	gzip: ok(gzipSync(JSON.stringify(customer)), { ...json, 'Content-Encoding': 'gzip' }),
	'an unknown content encoding': ok(customer, { ...json, 'Content-Encoding': 'gzip' }),
	'a page in place of JSON': ok('<html>planted 86420</html>'),
	'JSON that breaks off': ok('{"id":"planted"'),
	'bytes in place of JSON': ok(Buffer.from([0x22, 0xff, 0xfe, 0x22])),
	'a value without end': ok(`{"id":${'['.repeat(3_000)}"planted"${']'.repeat(3_000)}}`),
	text: ok('planted 86420', { 'Content-Type': 'text/plain; charset=utf-8' }),
	'text of another charset': ok(Buffer.from([0xff]), { 'Content-Type': 'text/plain' }),
	bytes: ok(Buffer.from('%PDF planted \u0000 86420'), { 'Content-Type': 'application/pdf' }),
	'no headers': ok(customer, {}),
	'an own type': ok(customer, { 'Content-Type': 'application/vnd.planted+json; x=86420' }),
	'an undocumented status': at({ status: 418, headers: json, body: { error: { message: 'planted' } } }),
};

test.each([false, true])('is HAR 1.2; values shown: %s', async (showValues) => {
	const all = [...Object.values(bodies), unanswered('cut')];
	expect(faultsOfHar(written(all, spec, { showValues }))).toEqual([]);
});

describe.each(Object.entries(bodies))('%s', (_, sent) => {
	test('a masked recording contains nothing of it', () => {
		const { response } = entryOf(written([sent], spec)) ?? {};
		const { text = '', encoding }: { text?: string; encoding?: 'base64' } = response?.content ?? {};
		expect(`${JSON.stringify(response)} ${Buffer.from(text, encoding ?? 'utf8').toString('latin1')}`).not.toMatch(
			/planted|8642/,
		);
	});

	test('it is judged as before if its values are shown', async () => {
		const har = written([sent], spec, { showValues: true });
		expect((await judgedAgain(har, spec)).map(saying)).toEqual(judgedLive(sent, spec).map(saying));
		expect(entryOf(har)).not.toHaveProperty('_masked');
	});
});

test('the mask of each kind of body', () => {
	const textOf = (name: string) => contentOf(bodies[name] as Recorded)?.text;
	expect(textOf('JSON')).toBe('{"id":"*","email":"*","ssn4":"*","cards":{"*1":0}}');
	expect(textOf('gzip')).toBe('{"id":"*","email":"*","ssn4":"*","cards":{"*1":0}}');
	// An unknown field keeps its name; without a schema, so does what looks like a field.
	expect(textOf('wrong JSON')).toBe('{"email":"*","ssn4":"*","more":["*"]}');
	expect(textOf('an undocumented status')).toBe('{"error":{"message":"*"}}');
	expect(['a page in place of JSON', 'JSON that breaks off', 'text'].map(textOf)).toEqual(['*', '*', '*']);
	expect(contentOf(bodies.bytes as Recorded)).toMatchObject({ text: 'Kg==', encoding: 'base64', size: 1 });
	expect(textOf('none')).toBe('');
});

test('an entry is marked as masked, and has the findings of the run', () => {
	const [wrong, right, own] = written([ok({ id: 7 }), ok(customer), ours(ok({ id: 7 }))], spec).log.entries;
	expect(wrong).toMatchObject({
		_masked: true,
		_findings: [{ code: 'response.body.invalid', instance: '/id', interaction: { index: 0, description: 'gets it' } }],
	});
	expect(right).toMatchObject({ _masked: true, _findings: [] });
	expect(own).not.toHaveProperty('_findings');
});

test('a request is masked too: its target, its headers, its body', () => {
	const sent = ok(customer);
	const request: WireRequest = {
		...sent.request,
		target: '/customers/planted-1?id=planted&planted=8642',
		headers: [
			['Authorization', 'Bearer planted'],
			['X-Note', 'planted'],
			['Content-Type', 'application/json'],
			['Connection', 'planted'],
		],
		body: Buffer.from(JSON.stringify({ email: 'planted@example.net', planted8642: ['planted'] })),
	};
	const har = written([{ ...sent, request }], spec, { provider: new URL('https://api.example.com/base/') });
	expect(entryOf(har)?.request).toMatchObject({
		url: 'https://api.example.com/base/customers/*?id=*&*1=*',
		_path: '/customers/*',
		headers: [
			...[
				{ name: 'Authorization', value: '*' },
				{ name: 'X-Note', value: '*' },
			],
			...[
				{ name: 'Content-Type', value: 'application/json' },
				{ name: 'Host', value: '*' },
			],
			{ name: 'Content-Length', value: String(request.body.length) },
		],
		queryString: [
			{ name: 'id', value: '*' },
			{ name: '*1', value: '*' },
		],
		postData: { mimeType: 'application/json', text: '{"email":"*","*1":["*"]}' },
	});
	expect(faultsOfHar(har)).toEqual([]);
});

test('no string of an exchange is left', () => {
	// Unlike everything that a recording and the spec contain.
	const word = fc.stringMatching(/^[G-Zg-z]{6,12}[0-9]{2}$/);
	const value = fc.oneof(word, fc.dictionary(word, word), fc.array(word));
	const given = fc.record({ body: fc.dictionary(word, value), word, status: fc.constantFrom(200, 418) });
	fc.assert(
		fc.property(given, ({ body, word: other, status }) => {
			const { request, ...rest } = ok(
				{ id: other, ...body },
				{ ...json, 'X-A': other, [other]: other, 'Set-Cookie': other },
			);
			const target = `/customers/${other}/${other}?${other}=${other}`;
			const sent = { ...rest, request: { ...request, target, body: Buffer.from(JSON.stringify(body)) } };
			const text = JSON.stringify(written([sent], spec));
			expect(wordsIn({ ...body, [other]: status }).filter((each) => text.includes(each))).toEqual([]);
		}),
	);
});

/** Keys and texts. */
function wordsIn(value: unknown): string[] {
	if (typeof value === 'string') return [value];
	if (typeof value !== 'object' || value === null) return [];
	return [...(Array.isArray(value) ? [] : Object.keys(value)), ...Object.values(value).flatMap(wordsIn)];
}

test('shown values are the received ones', () => {
	expect(JSON.parse(contentOf(bodies.JSON as Recorded, true)?.text ?? '')).toEqual(customer);
	expect(contentOf(bodies['a page in place of JSON'] as Recorded, true)?.text).toBe('<html>planted 86420</html>');
	const headers = { ...json, 'Set-Cookie': 'a=planted', Location: '/planted', Date: 'planted' };
	const { response } = entryOf(written([ok(customer, headers)], spec, { showValues: true })) ?? {};
	expect(response?.headers.map(({ value }) => value)).toEqual(['application/json', '*', '/planted', 'planted']);
	expect(response?.redirectURL).toBe('/planted');
});

test('an unanswered request has the reason, and is skipped', async () => {
	const sent = [unanswered('unreachable'), unanswered('timeout'), unanswered('cut')];
	const unsendable: Recorded = { ...at({ status: 200 }), answer: { kind: 'unsendable' } };
	const har = written([ok(customer), ...sent, unsendable], spec, { showValues: true });
	expect(har.log.entries.slice(1).map(({ response }) => [response.status, Object(response)._error])).toEqual([
		[0, 'unreachable: nothing listens there'],
		[0, 'timeout: nothing listens there'],
		[0, 'cut: nothing listens there'],
		[0, 'unsendable: the request holds characters that HTTP cannot send'],
	]);
	const { judged, findings } = await readAgain(har, spec);
	expect(judged.length).toBe(1);
	expect(findings.map(({ code, message }) => [code, message])).toEqual([
		['recording.skipped', '1 of 5 entries is judged; skipped: 4 never answered (status 0).'],
	]);
});

describe('reading it again', () => {
	test('names the interactions and the other exchanges', async () => {
		const har = written([at({ status: 204, comment: 'gets it' }), at({ status: 204, comment: 'put back' })], spec);
		const { judged } = await readAgain(har, spec);
		expect(judged.map(({ ref }) => [ref.index, ref.description])).toEqual([
			[0, 'gets it'],
			[1, 'put back'],
		]);
		expect((await readAgain(har, spec, 'put back')).judged.length).toBe(1);
	});

	test('in a recording of another tool our fields mean nothing', async () => {
		const har = written([ok(customer)], spec);
		const other = { log: { ...har.log, creator: { name: 'mitmproxy', version: '1' } } } as Har;
		const { judged, findings } = await readAgain(other, spec);
		expect(judged.map(({ ref }) => ref.description)).toEqual(['entry 0: GET /customers/{id}']);
		expect(judged.flatMap((each) => each.findings.map(({ instance }) => instance))).toEqual(['/email', '/ssn4']);
		expect(findings).toEqual([]);
	});

	test('counts an entry as of the API, with any host and base path', async () => {
		const har = written([ok({ id: 7 })], spec, { provider: new URL('http://127.0.0.1:4711/base/') });
		expect(entryOf(har)?.request.url).toBe('http://127.0.0.1:4711/base/customers/*');
		expect((await judgedAgain(har, spec)).map(({ code }) => code)).toEqual(['response.body.invalid']);
	});
});

describe('secrets', () => {
	const basic = Buffer.from(`${key}:`).toString('base64');
	const hex = Buffer.from(key).toString('hex');
	const inside = Buffer.from(`ab${key}cd`).toString('base64');
	const echoed = { hex, inside, id, email: `${key}@example.net`, note: [basic, `a ${key} b`], [key]: key };
	const request: WireRequest = {
		purpose: `uses ${key}`,
		method: 'PATCH',
		target: `/customers/${id}?k=${key}&of=${encodeURIComponent(id)}&token=b`,
		headers: [
			...Object.entries({ Authorization: `Basic ${basic}`, Cookie: `a=${key}`, 'X-Imprint': 'b', 'X-Api-Key': 'b' }),
			['X-Note', key],
		],
		body: Buffer.from(JSON.stringify({ id, token: key, name: 'Invented' })),
	};
	const with_ = (body: Json | Buffer, type = 'application/json') =>
		({ ...ok(body, { 'Content-Type': type, 'X-Key': key, Location: `/a?k=${key}` }), request }) satisfies Recorded;
	const traces = [key, id, basic, Buffer.from(key).toString('base64').slice(0, 24), 'planted86420', hex];

	test.each([false, true])('are nowhere, values shown: %s', async (showValues) => {
		const sent = [with_(echoed), with_(`cut ${key} ${id}`), with_(Buffer.from(`%${key}`), 'application/pdf')];
		const har = written(sent, spec, { showValues, secrets: [key, id] });
		const [text, last] = [JSON.stringify(har), har.log.entries[2]?.response.content.text];
		for (const each of [...traces, inside.slice(4, 24)]) expect(text).not.toContain(each);
		expect(Buffer.from(last ?? '', 'base64').toString()).not.toContain(key);
		expect(faultsOfHar(har)).toEqual([]);
		expect((await entriesOf(sourceOf('a.har', text))).isOwn).toBe(true);
	});

	test('credentials are masked by name, even with values shown', () => {
		const [entry] = written([with_(echoed)], spec, { showValues: true }).log.entries;
		expect(entry?.request.headers.map(({ value }) => value).slice(0, 5)).toEqual(['*', '*', '*', '*', key]);
		expect(entry?.request.url).toBe(`https://api.example.com/customers/${id}?k=*&of=${id}&token=*`);
	});

	test('a value with a secret keeps its shape, so that it is judged as before', async () => {
		const sent = { ...with_({ id, token: id, email: `${key}@example.net`, number: 864_208_642 }) };
		const har = written([sent], spec, { showValues: true, secrets: [key, id, '864208642'] });
		const body = JSON.parse(har.log.entries[0]?.response.content.text ?? '') as Record<string, Json>;
		expect(body).toEqual({
			...{ id: 'a11aa11a-11aa-1111-a111-11111a1a1a11', token: 'a11aa11a-11aa-1111-a111-11111a1a1a11' },
			...{ email: 'aa_aaaa_aaaaaaa11111@aaaaaaa.aaa', number: 111_111_111 },
		});
		expect(await judgedAgain(har, spec)).toEqual([]);
	});
});
