/** The recording as a file: HAR 1.2 to the letter, named after interactions, without secrets, whatever came or did not. */
import { chmod, lstat, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { judgeRecording } from '../../src/commands/recording';
import { parseHar, readHar } from '../../src/har/har-file';
import { scopeOf } from '../../src/har/scope';
import { tryHar, writeHar } from '../../src/har/write/write-har';
import type { Recorded, WireRequest } from '../../src/http/wire';
import { loadSpec, type Spec } from '../../src/openapi/spec';
import { withFolder } from '../support/temporary';
import { faultsOfHar } from './support/strict-har';
import { answered, judgedAgain, judgedLive, type Said, saying, written } from './support/written';

const json = { 'Content-Type': 'application/json' };
const customer = { id: 'cus_planted', email: 'planted@example.net', ssn4: '8642', born: 86420 };
const key = 'sk_live_planted86420';
const id = 'f47ac10b-58cc-4372-a567-86420b2c3d47';

let spec: Spec;
beforeAll(async () => {
	const content = {
		'application/json': {
			schema: {
				type: 'object',
				required: ['id'],
				properties: {
					id: { type: 'string' },
					email: { type: 'string', format: 'email' },
					ssn4: { pattern: '^\\d{4}$' },
				},
			},
		},
		'text/plain': { schema: { type: 'string', maxLength: 2000, pattern: '^p' } },
	};
	const headers = {
		'X-Limit': { required: true, schema: { type: 'integer', maximum: 500 } },
		'X-Tier': { schema: { enum: ['gold', 'silver'] } },
	};
	const responses = { 200: { description: 'a', headers, content }, 204: { description: 'none' } };
	const operation = { operationId: 'get', responses };
	const document = {
		openapi: '3.1.0',
		info: { title: 'a', version: '1' },
		servers: [{ url: 'https://api.example.com' }],
		paths: { '/customers/{id}': { get: operation, post: operation, head: operation, patch: operation } },
		components: {
			securitySchemes: {
				own: { type: 'apiKey', in: 'header', name: 'X-Imprint' },
				q: { type: 'apiKey', in: 'query', name: 'k' },
			},
		},
	};
	spec = await withFolder(async (folder) => {
		await writeFile(join(folder, 'spec.json'), JSON.stringify(document));
		return loadSpec(join(folder, 'spec.json'));
	});
});

const at = (said: Said) => answered({ target: '/customers/planted-1', ...said });
const unanswered = (kind: 'unreachable' | 'timeout' | 'cut'): Recorded => ({
	...at({ status: 200, comment: `is ${kind}` }),
	answer: { kind, reason: 'nothing listens there' },
});

/** Every kind of answer. */
const answers: Record<string, Said> = {
	right: { status: 200, headers: { ...json, 'X-Limit': '42', 'X-Tier': 'gold' }, body: customer },
	'wrong headers': { status: 200, headers: { ...json, 'X-Limit': '86420', 'X-Tier': 'planted' }, body: customer },
	'headers of no number': { status: 200, headers: { ...json, 'X-Limit': 'planted' }, body: customer },
	'other headers': {
		status: 200,
		headers: {
			...{ ...json, 'Set-Cookie': 'session=planted', Date: 'Tue, 24 Nov 2026 10:00:00 GMT', 'Retry-After': '30' },
			...{ Location: 'https://planted.example.net/86420', ETag: '"planted"', 'X-Request-Id': 'planted-86420' },
		},
		body: customer,
	},
	wrong: { status: 200, headers: json, body: { email: 'planted', ssn4: 'planted', more: ['planted'] } },
	'an undocumented status': { status: 418, headers: json, body: customer },
	'a redirect': {
		status: 307,
		headers: { Location: 'https://planted.example.net', 'Non-Authoritative-Reason': 'planted' },
	},
	'not modified': { status: 304, headers: { ETag: 'planted' } },
	'no body': { status: 200, headers: json },
	'no content': { status: 204 },
	'no headers': { status: 200, headers: {}, body: customer },
	'only a head': { method: 'HEAD', status: 200, headers: { ...json, 'Content-Length': '86' } },
	'empty though long': {
		status: 200,
		headers: { ...json, 'Content-Encoding': 'gzip', 'Content-Length': '20' },
		body: gzipSync(''),
	},
	gzip: { status: 200, headers: { ...json, 'Content-Encoding': 'gzip' }, body: gzipSync(JSON.stringify(customer)) },
	brotli: {
		status: 200,
		headers: { ...json, 'Content-Encoding': 'br' },
		body: brotliCompressSync(JSON.stringify(customer)),
	},
	'an encoding that is none': { status: 200, headers: { ...json, 'Content-Encoding': 'gzip' }, body: customer },
	'an unknown encoding': { status: 200, headers: { ...json, 'Content-Encoding': 'planted' }, body: customer },
	'a page': {
		status: 502,
		headers: { 'Content-Type': 'text/html' },
		body: `<h1>planted</h1>${'86420 planted '.repeat(900)}`,
	},
	'a page in place of JSON': { status: 200, headers: json, body: '<html>planted 86420</html>' },
	'cut JSON': { status: 200, headers: json, body: '{"id":"planted","email":"planted@exam' },
	'cut long JSON': { status: 200, headers: json, body: `{"id":[${'"planted 86420",'.repeat(900)}` },
	'JSON with a fault': { status: 200, headers: json, body: `{"id":"planted 86420 planted 86420 planted","b":086420}` },
	'JSON with a late fault': { status: 200, headers: json, body: `{"id":["${'planted '.repeat(900)}" planted]}` },
	'JSON with other literals': {
		status: 200,
		headers: json,
		body: '{"id":True,"planted":"86420 is the number of it all"}',
	},
	'wrong bytes': { status: 200, headers: json, body: Buffer.from([0x22, 0xff, 0xfe, 0x22]) },
	'a charset': {
		status: 200,
		headers: { 'Content-Type': 'application/json; charset=utf-16le' },
		body: Buffer.from(JSON.stringify(customer), 'utf16le'),
	},
	'a wrong charset': {
		status: 200,
		headers: { 'Content-Type': 'application/json; charset=utf-16le' },
		body: Buffer.from('abc'),
	},
	'a byte order mark': { status: 200, headers: json, body: `\ufeff${JSON.stringify(customer)}` },
	bytes: {
		status: 200,
		headers: { 'Content-Type': 'application/pdf' },
		body: Buffer.from('%PDF planted \u0000 86420'),
	},
	text: { status: 200, headers: { 'Content-Type': 'text/plain; charset=utf-8' }, body: 'planted 86420' },
	'wrong text': { status: 200, headers: { 'Content-Type': 'text/plain' }, body: '86420 planted' },
	'long text': { status: 200, headers: { 'Content-Type': 'text/plain' }, body: 'planted '.repeat(400) },
	'an own type': { status: 200, headers: { 'Content-Type': 'application/vnd.planted+json; x=86420' }, body: customer },
	'a number without bounds': { status: 200, headers: json, body: '{"id":1e999,"email":-1e999}' },
	'a deep value': {
		status: 200,
		headers: json,
		body: `{"id":"planted","a":${'['.repeat(500)}"planted"${']'.repeat(500)}}`,
	},
	'the deepest value': {
		status: 200,
		headers: json,
		body: `{"id":"planted","a":${'['.repeat(499)}"planted"${']'.repeat(499)}}`,
	},
	'a value without end': {
		status: 200,
		headers: json,
		body: `{"id":"planted","a":${'['.repeat(30_000)}"planted"${']'.repeat(30_000)}}`,
	},
	'keys of every object': {
		status: 200,
		headers: json,
		body: '{"id":"planted","__proto__":{"planted":86420},"constructor":1}',
	},
};

const all = () => Object.entries(answers).map(([comment, said]) => at({ comment, ...said }));

test('is HAR 1.2', () => {
	for (const showValues of [false, true]) {
		expect(faultsOfHar(written([...all(), unanswered('cut')], spec, { showValues }))).toEqual([]);
	}
});

describe.each(Object.entries(answers))('%s', (comment, said) => {
	test.each([false, true])('is judged as it was; values shown: %s', async (showValues) => {
		const sent = at({ comment, ...said });
		const har = written([sent], spec, { showValues });
		expect((await judgedAgain(har, spec)).map(saying)).toEqual(judgedLive(sent, spec).map(saying));
		expect(har.log.entries[0]?.response.comment).toBeUndefined();
	});

	test('holds nothing that came', () => {
		const [entry] = written([at({ comment, ...said })], spec).log.entries;
		const { text = '', encoding } = entry?.response.content ?? {};
		const content = encoding === 'base64' ? Buffer.from(text, 'base64').toString('latin1') : text;
		expect(`${JSON.stringify(entry?.response)} ${content}`).not.toMatch(/planted|8642|session|gold(?!")/i);
	});
});

test('names of headers stay, and values that say how to read the answer', () => {
	for (const showValues of [false, true]) {
		const sent = at({ ...(answers['other headers'] as Said), comment: 'a' });
		const [entry] = written([sent], spec, { showValues }).log.entries;
		const shown = (value: string) => (showValues ? value : '*');
		expect(entry?.response.headers.map(({ name, value }) => [name, value])).toEqual([
			['Content-Type', 'application/json'],
			['Set-Cookie', '*'],
			['Date', 'Tue, 24 Nov 2026 10:00:00 GMT'],
			['Retry-After', '30'],
			['Location', shown('https://planted.example.net/86420')],
			['ETag', shown('"planted"')],
			['X-Request-Id', shown('planted-86420')],
		]);
		expect(entry?.response.redirectURL).toBe(shown('https://planted.example.net/86420'));
	}
});

test.each(['a page', 'cut long JSON'])('%s is cut', (name) => {
	const [entry] = written([at(answers[name] as Said)], spec).log.entries;
	expect(entry?.response.content.size).toBe(1_000);
});

test('what is shown is what came', () => {
	const [right, page, bytes] = written(
		['right', 'a page', 'bytes'].map((name) => at(answers[name] as Said)),
		spec,
		{ showValues: true },
	).log.entries.map(({ response }) => response.content);
	expect(JSON.parse(right?.text ?? '')).toEqual(customer);
	expect(page?.text).toBe(answers['a page']?.body);
	expect(Buffer.from(bytes?.text ?? '', 'base64')).toEqual(answers.bytes?.body);
});

test('what was never answered says why, and is set aside', async () => {
	const sent = [unanswered('unreachable'), unanswered('timeout'), unanswered('cut')];
	const unsendable: Recorded = { ...at({ status: 200 }), answer: { kind: 'unsendable' } };
	const har = written([at(answers.right as Said), ...sent, unsendable], spec);
	expect(har.log.entries.slice(1).map(({ response }) => [response.status, response._error])).toEqual([
		[0, 'unreachable: nothing listens there'],
		[0, 'timeout: nothing listens there'],
		[0, 'cut: nothing listens there'],
		[0, 'unsendable: the request holds characters that HTTP cannot send'],
	]);
	const read = parseHar('a.har', JSON.stringify(har));
	const { judged, findings } = await judgeRecording(read, { spec, scope: scopeOf(spec, []), filter: undefined });
	expect(judged.length).toBe(1);
	expect(findings.map(({ code, message }) => [code, message])).toEqual([
		[
			'recording.skipped',
			'Of 5 entries 1 is held against the spec, and set aside are 4 never answered (status 0): "a.har"',
		],
	]);
});

describe('reading it again', () => {
	const judge = async (har: object, filter?: string) =>
		judgeRecording(parseHar('a.har', JSON.stringify(har)), { spec, scope: scopeOf(spec, []), filter });

	test('names the interactions, and what else was exchanged', async () => {
		const sent = [
			at({ ...answers.wrong, status: 200, comment: 'gets a customer' }),
			at({ status: 204, comment: 'put back' }),
		];
		const { judged } = await judge(written(sent, spec));
		expect(judged.map(({ ref }) => [ref.index, ref.description])).toEqual([
			[0, 'gets a customer'],
			[1, 'put back'],
		]);
		expect(judged[0]?.findings[0]?.message).toMatch(/: "gets a customer"$/);
		expect((await judge(written(sent, spec), 'put back')).judged.length).toBe(1);
	});

	test('a recording of another tool is named as ever', async () => {
		const har = written([at({ status: 204, comment: 'planted' })], spec);
		const other = { log: { ...har.log, creator: { name: 'mitmproxy', version: '1' } } };
		const { judged } = await judge(other);
		expect(judged.map(({ ref }) => ref.description)).toEqual(['entry 0: GET /customers/{id}']);
	});

	test('takes an entry for the API whatever its host and base path', async () => {
		const sent = at({ ...answers.wrong, status: 200 });
		const har = written([sent], spec, { provider: new URL('http://127.0.0.1:4711/base/') });
		expect(har.log.entries[0]?.request.url).toBe('http://127.0.0.1:4711/base/customers/planted-1');
		expect((await judge(har)).judged.flatMap(({ findings }) => findings).map(saying)).toEqual(
			judgedLive(sent, spec).map(saying),
		);
	});
});

describe('secrets', () => {
	const secret = (headers: Record<string, string>, body: unknown, more: Partial<WireRequest> = {}): Recorded => {
		const sent = at({ status: 200, headers: { ...json, 'X-Key': key, Location: `/a?k=${key}` }, body });
		const request = {
			purpose: `uses ${key}`,
			method: 'PATCH',
			target: `/customers/${id}?k=${key}&of=${id}`,
			headers: Object.entries(headers),
			body: Buffer.from(JSON.stringify({ id, token: key, name: 'Invented' })),
		};
		return { ...sent, request: { ...request, ...more } };
	};
	const basic = Buffer.from(`${key}:`).toString('base64');
	const headers = {
		Authorization: `Basic ${basic}`,
		Cookie: `a=${key}`,
		'X-Imprint': key,
		'X-Api-Key': 'b',
		'X-Note': key,
	};
	const hex = Buffer.from(key).toString('hex');
	const inside = Buffer.from(`ab${key}cd`).toString('base64');
	const echoed = {
		hex,
		inside,
		id,
		email: `${key}@example.net`,
		note: [encodeURIComponent(key), basic, `a ${key} b`],
		[key]: key,
	};
	const traces = [
		key,
		id,
		basic,
		Buffer.from(key).toString('base64').slice(0, 24),
		'planted86420',
		hex,
		inside.slice(4, 24),
	];

	test.each([false, true])('are nowhere, values shown: %s', (showValues) => {
		const har = written([secret(headers, echoed), secret(headers, `cut ${key} ${id}`)], spec, {
			showValues,
			secrets: [key, id],
		});
		const textOf = JSON.stringify(har);
		for (const each of traces) expect(textOf).not.toContain(each);
		const [entry] = har.log.entries;
		expect(entry?.request.headers.map(({ value }) => value)).toEqual([
			...['*', '*', '*', '*', expect.any(String), 'api.example.com', String(entry?.request.bodySize)],
		]);
		expect(entry?.request.url).toMatch(
			/^https:\/\/api\.example\.com\/customers\/[a-f1-9-]{36}\?k=\*&of=[a-f1-9-]{36}$/,
		);
		expect(faultsOfHar(har)).toEqual([]);
	});

	test("have one stand-in throughout, and the contract's own body stays", () => {
		const [entry] = written([secret({}, echoed)], spec, { showValues: true, secrets: [key, id] }).log.entries;
		const standIn = /customers\/([^?]+)/.exec(entry?.request.url ?? '')?.[1];
		expect(JSON.parse(entry?.request.postData?.text ?? '')).toMatchObject({ id: standIn, name: 'Invented' });
		expect(JSON.parse(entry?.response.content.text ?? '')).toMatchObject({ id: standIn });
	});

	test('of few characters are replaced as whole values only', () => {
		const sent = { ...at({ status: 200, headers: json, body: { id: '42', email: 'a42@example.net' } }) };
		const request = { ...sent.request, target: '/customers/42' };
		const [entry] = written([{ ...sent, request }], spec, { showValues: true, secrets: ['42'] }).log.entries;
		expect(entry?.request._path).toBe('/customers/11');
		expect(entry?.response.content.text).toBe('{"id":"11","email":"a42@example.net"}');
	});

	test('a personal request holds nothing but its shape', () => {
		const sent = secret({}, echoed, { isPersonal: true });
		const body = Buffer.from(JSON.stringify({ email: 'anna@example.net', born: 1987, ok: true, 'a b': ['Smith'] }));
		const [entry] = written([{ ...sent, request: { ...sent.request, body } }], spec).log.entries;
		expect(JSON.parse(entry?.request.postData?.text ?? '')).toEqual({
			email: 'aaaa@aaaaaaa.aaa',
			born: 1,
			ok: true,
			'a a': ['Aaaaa'],
		});
	});
});

describe('the file', () => {
	test('is replaced whole, for its owner alone, and nothing is left beside it', async () => {
		await withFolder(async (folder) => {
			const file = join(folder, 'a.har');
			await writeFile(file, 'before');
			await writeHar(file, written(all(), spec));
			expect((await readHar(file)).entries.length).toBe(Object.keys(answers).length);
			expect((await stat(file)).mode & 0o777).toBe(0o600);
			expect(await readdir(folder)).toEqual(['a.har']);
		});
	});

	test('stands where a link leads to, and the link stays', async () => {
		await withFolder(async (folder) => {
			await mkdir(join(folder, 'kept'));
			await writeFile(join(folder, 'kept', 'a.har'), 'before');
			await symlink(join('kept', 'a.har'), join(folder, 'old.har'));
			await symlink(join('kept', 'b.har'), join(folder, 'new.har'));
			await symlink('new.har', join(folder, 'newer.har'));
			for (const name of ['old.har', 'newer.har']) {
				await tryHar(join(folder, name));
				await writeHar(join(folder, name), written([at({ status: 204 })], spec));
				expect((await lstat(join(folder, name))).isSymbolicLink()).toBe(true);
				expect((await readHar(join(folder, name))).entries).toHaveLength(1);
			}
			expect((await stat(join(folder, 'kept', 'a.har'))).mode & 0o777).toBe(0o600);
			expect((await readdir(folder)).sort()).toEqual(['kept', 'new.har', 'newer.har', 'old.har']);
			expect((await readdir(join(folder, 'kept'))).sort()).toEqual(['a.har', 'b.har']);
		});
	});

	test('is left as it is by a trial', async () => {
		await withFolder(async (folder) => {
			await writeFile(join(folder, 'a.har'), 'before');
			await tryHar(join(folder, 'a.har'));
			await tryHar(join(folder, 'b.har'));
			expect(await readdir(folder)).toEqual(['a.har']);
			expect(await readFile(join(folder, 'a.har'), 'utf8')).toBe('before');
		});
	});

	test.each([
		['a folder that is not there', 'none/a.har', 'its folder does not exist'],
		['a folder in its place', 'inside', 'it is a folder'],
		['a link to a folder', 'to-inside', 'it is a folder'],
		['a link into a folder that is not there', 'astray', 'it is a link into a folder that does not exist'],
		['a file in place of its folder', 'file/a.har', 'a file stands where its folder should be'],
	])('%s: says so, and leaves nothing', async (_, name, reason) => {
		await withFolder(async (folder) => {
			const file = join(folder, name);
			await mkdir(join(folder, 'inside'));
			await writeFile(join(folder, 'file'), '');
			await symlink('inside', join(folder, 'to-inside'));
			await symlink(join('none', 'a.har'), join(folder, 'astray'));
			const told = `The recording ${file} cannot be written: ${reason}. Name a file in a folder that can be written with --har FILE.`;
			await expect(tryHar(file)).rejects.toThrow(told);
			await expect(writeHar(file, written([], spec))).rejects.toThrow(told);
			expect((await readdir(folder)).sort()).toEqual(['astray', 'file', 'inside', 'to-inside']);
			expect(await readdir(join(folder, 'inside'))).toEqual([]);
		});
	});

	test('a device is none', async () => {
		await expect(tryHar('/dev/null')).rejects.toThrow('something else than a file stands there');
	});

	test('a folder that may not be written, which for root there is none', async () => {
		await withFolder(async (folder) => {
			await chmod(folder, 0o555);
			const outcome = await tryHar(join(folder, 'a.har')).catch((error: Error) => error.message);
			await chmod(folder, 0o755);
			const isTold = outcome?.includes('cannot be written: writing there is not permitted') ?? false;
			expect(isTold).toBe(process.getuid?.() !== 0);
		});
	});
});
