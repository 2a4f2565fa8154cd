/** `contract check` on recordings: which files and entries are judged, what is told of the others, and what is refused. */
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { formats } from '../../gate/arguments';
import { readPostData } from '../../gate/har/content';
import { readRequest, readResponse } from '../../gate/har/entry';
import { parseHar } from '../../gate/har/har-file';
import { judgeRecording } from '../../gate/har/recording';
import { scopeOf } from '../../gate/har/scope';
import { withPositions } from '../../gate/report/report';
import { InputError } from '../../spec/input-error';
import type { Json, JsonObject } from '../../spec/json';
import { loadSpec, type Spec } from '../../spec/spec';
import { contract, projectRoot } from '../support/cli';
import { withFolder } from '../support/temporary';

const api = 'https://dev.sbx.imprint.co/v2/customers/1';
const customer = { id: 'a', email: 'a@example.com' };

interface EntryOptions {
	readonly url?: string;
	readonly status?: number;
	readonly body?: Json;
	readonly content?: Json;
	readonly method?: string;
}

function entry({ url = api, status = 200, body = customer, content, method = 'POST' }: EntryOptions = {}): JsonObject {
	const text = JSON.stringify(body);
	return {
		request: { method, url, headers: [] },
		response: {
			status,
			headers: [{ name: 'Content-Type', value: 'application/json' }],
			content: content ?? { size: Buffer.byteLength(text), mimeType: 'application/json', text },
		},
	};
}

const har = (...entries: readonly Json[]) => JSON.stringify({ log: { version: '1.2', entries } }, null, '\t');

/** Writes files into a folder and runs `contract check` there on Imprint's description. */
async function checkIn(files: Readonly<Record<string, string>>, args: readonly string[]) {
	return withFolder(async (folder) => {
		for (const [name, text] of Object.entries(files)) {
			await mkdir(join(folder, name, '..'), { recursive: true });
			await writeFile(join(folder, name), text);
		}
		await mkdir(join(folder, 'pacts'), { recursive: true });
		await copyFile(pactFile, join(folder, 'pacts', 'pact.json'));
		return contract(['check', ...args, '--spec', join(projectRoot, 'spec', 'openapi.yaml')], {
			cwd: folder,
			launcher: join(projectRoot, 'bin', 'contract.js'),
		});
	});
}

const pactFile = join(projectRoot, 'pacts', 'imprint-client-imprint.json');

async function judgedIn(files: Readonly<Record<string, string>>, args: readonly string[]) {
	const { code, stdout } = await checkIn(files, [...args, '--format', 'json']);
	const { interactions } = JSON.parse(stdout) as { interactions: { file: string; description: string }[] };
	return { code, files: interactions.map(({ file, description }) => `${file}: ${description}`) };
}

const told = 'POST /v2/customers/{customer_id}';

test('a recording in words: findings, what was set aside, and what was compared', async () => {
	const other = entry({ url: 'https://cdn.example.com/a.js' });
	const text = har(entry(), entry({ body: { id: 7 } }), other, other, entry({ status: 0 }));
	const { code, stdout, stderr } = await checkIn({ 'a.har': text }, ['a.har']);
	expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
	expect(stdout).toContain(
		[
			'a.har: 1 error, 1 warning',
			'',
			'  · recording.skipped',
			'    Of 5 entries 2 are held against the spec, and set aside are 2 for other hosts, 1 never answered (status 0). If another host is the API\'s too, add --allow-host HOST[:PORT]: "a.har"',
			'      at    a.har:4:14  /log/entries',
			'',
			'  ✗ response.body.invalid',
			`    The provider's response body /id is an integer; the spec allows only type string. Take it up with the provider, or update the spec if the API has changed: "entry 1: ${told}"`,
			'      at    a.har:43:15  /log/entries/1/response/content/text',
		].join('\n'),
	);
	expect(stdout).toMatch(/^check {5}\d\.\d\d s {2}recording with spec: 2 of 5 entries against /m);
});

test('what was set aside is seen in every format, and counts in none, not even with --strict', async () => {
	const text = har(entry(), entry({ url: 'https://cdn.example.com/a.js' }));
	for (const format of formats) {
		const { code, stdout } = await checkIn({ 'a.har': text }, ['a.har', '--strict', '--format', format]);
		expect({ format, code }).toEqual({ format, code: 0 });
		expect(stdout).toContain('1 for other hosts');
	}
	const { stdout } = await checkIn({ 'a.har': har(entry()) }, ['a.har']);
	expect(stdout).not.toContain('recording.skipped');
});

describe('which files are recordings', () => {
	const recording = har(entry());
	const ofPact = expect.arrayContaining(['pacts/pact.json: changes the e-mail alone']);

	test('by their name in any case, or by what they hold, beside pacts', async () => {
		const files = { 'a.har': recording, 'B.HAR': recording, 'c.json': `\uFEFF${recording}` };
		const judged = await judgedIn(files, ['a.har', 'pacts/pact.json', 'B.HAR', 'c.json']);
		expect(judged.code).toBe(0);
		expect(judged.files).toEqual(ofPact);
		expect(judged.files.filter((each) => each.includes('entry'))).toEqual([
			`a.har: entry 0: ${told}`,
			`B.HAR: entry 0: ${told}`,
			`c.json: entry 0: ${told}`,
		]);
	});

	test('in a folder that is named, and not in pacts/ when nothing is', async () => {
		const files = { 'pacts/a.har': recording, 'pacts/.b.har': recording };
		const [named, unnamed] = await Promise.all([judgedIn(files, ['pacts']), judgedIn(files, [])]);
		expect(named.files).toEqual(ofPact);
		expect(named.files.filter((each) => each.includes('entry'))).toEqual([`pacts/a.har: entry 0: ${told}`]);
		expect(unnamed.files.filter((each) => each.includes('entry'))).toEqual([]);
	});

	test('a recording alone, and one named in two ways', async () => {
		expect((await judgedIn({ 'a.har': recording }, ['a.har', './a.har'])).files).toHaveLength(1);
	});
});

describe('hosts', () => {
	const local = har(entry({ url: 'http://localhost:8080/v2/customers/1' }), entry({ url: 'https://x.example.com/' }));

	test('none of the API: exit 2, which were found and how one is allowed', async () => {
		const { code, stdout, stderr } = await checkIn({ 'a.har': local }, ['a.har']);
		expect({ code, stdout, stderr }).toEqual({
			code: 2,
			stdout: '',
			stderr:
				'The recording a.har has 2 entries and none is an answer of the API: 2 for other hosts. Hosts of the API: dev.sbx.imprint.co. Hosts found: localhost:8080 (1), x.example.com (1). If one of them is meant, add --allow-host localhost:8080.\n',
		});
	});

	test('one that is added is judged', async () => {
		expect(await judgedIn({ 'a.har': local }, ['a.har', '--allow-host', 'localhost:8080'])).toEqual({
			code: 0,
			files: [`a.har: entry 0: ${told}`],
		});
	});

	test('one that is none', async () => {
		const { code, stderr } = await checkIn({ 'a.har': local }, ['a.har', '--allow-host', 'https://localhost']);
		expect({ code, stderr }).toEqual({
			code: 2,
			stderr: '--allow-host takes a host with or without a port, not "https://localhost".\n',
		});
	});
});

test('--filter chooses entries by what is told of them; matching nothing is refused', async () => {
	const files = { 'a.har': har(entry(), entry({ method: 'DELETE' }), 7) };
	expect(await judgedIn(files, ['a.har', '--filter', 'POST'])).toEqual({
		code: 0,
		files: [`a.har: entry 0: ${told}`],
	});
	const { code, stderr } = await checkIn(files, ['a.har', 'pacts', '--filter', 'nothing such']);
	expect({ code, stderr }).toEqual({
		code: 2,
		stderr:
			'--filter "nothing such" matches no interaction, so nothing would be judged. Correct it, or leave it out.\n',
	});
});

test('a body that was not recorded leaves its entry unjudged: exit 3', async () => {
	const { code, stdout } = await checkIn({ 'a.har': har(entry(), entry({ content: { size: 9 } })) }, [
		...['a.har', '--format', 'json'],
	]);
	const { interactions } = JSON.parse(stdout) as { interactions: { verdict: string }[] };
	expect({ code, verdicts: interactions.map((each) => each.verdict) }).toEqual({
		code: 3,
		verdicts: ['agree', 'unjudged'],
	});
});

describe('a file that cannot be used: exit 2, one message', () => {
	const again = 'Name another file, or record it again.';
	test.each([
		['empty', '', `The recording a.har is not whole: it is empty. ${again}`],
		['cut', har(entry()).slice(0, -20), `The recording a.har is not whole: it ends before its JSON does. ${again}`],
		['no JSON', 'log', `The recording a.har is not whole: it is not JSON. ${again}`],
		['a list', '[]', `a.har is not a HAR file: expected an object at /log, found nothing. ${again}`],
		['a pact', '{"interactions":[]}', `a.har is not a HAR file: expected an object at /log, found nothing. ${again}`],
		[
			'no entries',
			'{"log":{}}',
			`a.har is not a HAR file: expected a list of entries at /log/entries, found nothing. ${again}`,
		],
		[
			'entries that are no list',
			'{"log":{"entries":{}}}',
			`a.har is not a HAR file: expected a list of entries at /log/entries, found type object. ${again}`,
		],
		['no entry', har(), `The recording a.har has no entry, so it proves nothing. ${again}`],
		[
			'nothing that was answered',
			har(entry({ status: 0 })),
			'The recording a.har has 1 entry and none is an answer of the API: 1 never answered (status 0). Hosts of the API: dev.sbx.imprint.co. Record again while the API is used.',
		],
	])('%s', async (_, text, message) => {
		const { code, stdout, stderr } = await checkIn({ 'a.har': text }, ['a.har']);
		expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: '', stderr: `${message}\n` });
	});

	test('one that is not there', async () => {
		const { code, stderr } = await checkIn({}, ['none.har']);
		expect({ code, stderr }).toEqual({
			code: 2,
			stderr: 'The recording none.har cannot be read: there is no such file. Name a recording.\n',
		});
	});
});

describe('the hosts and base paths of a description', () => {
	const load = (servers: Json) =>
		withFolder(async (folder) => {
			const file = join(folder, 'spec.json');
			const info = { title: 't', version: '1' };
			await writeFile(file, JSON.stringify({ openapi: '3.1.0', info, servers, paths: {} }));
			return loadSpec(file);
		});

	test.each<readonly [string, Json, readonly string[]]>([
		['a host', [{ url: 'https://A.example.com/base' }], ['a.example.com']],
		['default ports', [{ url: 'https://a.example.com:443' }, { url: 'http://a.example.com:80' }], ['a.example.com']],
		['another port', [{ url: 'http://[::1]:8080' }], ['[::1]:8080']],
		['a relative one', [{ url: '/base' }], []],
		['one without a scheme', [{ url: '//a.example.com/base' }], ['a.example.com']],
		['a variable without values', [{ url: 'https://{a}.example.com' }], []],
		[
			'variables',
			[{ url: 'https://{a}.example.com:{b}', variables: { a: { default: 'x', enum: ['x', 'y'] }, b: { default: 1 } } }],
			['x.example.com:1', 'y.example.com:1'],
		],
		['what is none', [null, 7, {}, { url: 7 }, { url: 'mailto:a@example.com' }, { url: 'https://' }], []],
		['no list', { url: 'https://a.example.com' }, []],
	])('%s', async (_, servers, hosts) => {
		expect(scopeOf(await load(servers), []).hosts).toEqual(hosts);
	});

	test('a host that is added has the base paths of all, and what is described without one', async () => {
		const servers = [{ url: 'https://a.example.com/one' }, { url: '/two/{version}' }];
		const scope = scopeOf(await load(servers), ['b.example.com:443']);
		const covers = (url: string, isDescribed = false) => scope.covers(new URL(url), isDescribed);
		expect(scope.hosts).toEqual(['a.example.com', 'b.example.com']);
		expect(scope.hasHost(new URL('http://b.example.com/'))).toBe(true);
		expect(['/one', '/one/x', '/two/x', '/three'].map((path) => covers(`https://b.example.com${path}`))).toEqual([
			...[true, true, true, false],
		]);
		expect(['/one/x', '/two/x', '/onex'].map((path) => covers(`https://a.example.com${path}`))).toEqual([
			...[true, false, false],
		]);
		expect([covers('https://b.example.com/x', true), covers('https://a.example.com/x', true)]).toEqual([true, false]);
	});
});

test('what was sent is read as well, though only the answer is judged', () => {
	const headers = [{ name: ':path', value: '/' }, { name: 'Accept', value: 'a\nb' }, 7, { name: 'Accept', value: 'c' }];
	const { method, url } = readRequest({ request: { method: 'get', url: 'https://a/b?c=d', headers } });
	expect({ method, path: url?.pathname }).toEqual({ method: 'GET', path: '/b' });
	expect(readResponse({ response: { status: 200, headers: headers.filter((each) => each !== 7) } }).headers).toEqual([
		['Accept', 'a, b, c'],
	]);
});

test.each<readonly [string, Json, object]>([
	['none', {}, { kind: 'none' }],
	['an empty one', { postData: { mimeType: 'a/b', text: '', params: [] } }, { kind: 'none' }],
	['JSON', { postData: { mimeType: 'application/json', text: '{"a":1}' } }, { kind: 'json', value: { a: 1 } }],
	['text', { postData: { mimeType: 'text/plain', text: '{}' } }, { kind: 'text', text: '{}' }],
	[
		'the fields of a form',
		{
			postData: { mimeType: 'application/x-www-form-urlencoded', params: [{ name: 'a', value: 'b c' }, { name: 'd' }] },
		},
		{ kind: 'text', text: 'a=b+c&d=' },
	],
	['what is none', { postData: 7 }, { kind: 'none' }],
])('a body that was sent: %s', (_, request, body) => {
	expect(readPostData(request as JsonObject)).toEqual(body);
});

describe('whatever a recording holds', () => {
	const strange: readonly Json[] = [null, '', 'a', 0, -1, 1e9, true, [], [null], {}, { name: 1 }, 'https://['];
	const whole = {
		log: {
			entries: [
				{
					...entry(),
					_fromCache: null,
					_resourceType: 'fetch',
					request: {
						method: 'POST',
						url: `${api}?a=b`,
						headers: [{ name: 'a', value: 'b' }],
						postData: { mimeType: 'a/b', params: [{ name: 'a', value: 'b' }] },
					},
				},
				entry(),
			],
		},
	};
	let spec: Spec;
	beforeAll(async () => {
		spec = await loadSpec(join(projectRoot, 'spec', 'openapi.yaml'));
	});

	test('one odd place neither throws nor stops the rest', async () => {
		let judgements = 0;
		for (const path of pathsIn(whole.log.entries[0])) {
			for (const other of strange) {
				const copy = structuredClone(whole) as unknown as JsonObject;
				replace(copy, ['log', 'entries', '0', ...path], other);
				const text = JSON.stringify(copy);
				const { judged, findings } = await judgeRecording(parseHar('a.har', text), {
					spec,
					scope: scopeOf(spec, []),
					filter: undefined,
				});
				withPositions([...findings, ...judged.flatMap((each) => each.findings)], [{ file: 'a.har', text }], spec);
				expect(judged.at(-1)).toMatchObject({ ref: { index: 1 }, operation: 'updateCustomer', findings: [] });
				judgements += 1;
			}
		}
		expect(judgements).toBeGreaterThan(200);
	});

	test.each(strange)('an odd file is refused, %j', (other) => {
		for (const path of [[], ['log'], ['log', 'entries']]) {
			const copy = { root: structuredClone(whole) } as unknown as JsonObject;
			replace(copy, ['root', ...path], other);
			const text = JSON.stringify(copy.root);
			if (Array.isArray(other) && other.length > 0 && path.length === 2) continue;
			expect(() => parseHar('a.har', text)).toThrow(InputError);
		}
	});
});

function pathsIn(value: unknown): string[][] {
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([key, inner]) => [[key], ...pathsIn(inner).map((rest) => [key, ...rest])]);
}

function replace(root: unknown, path: readonly string[], value: Json): void {
	const last = path.at(-1) ?? '';
	const owner = path.slice(0, -1).reduce((from, key) => (from as Record<string, unknown>)[key], root);
	(owner as Record<string, unknown>)[last] = value;
}
