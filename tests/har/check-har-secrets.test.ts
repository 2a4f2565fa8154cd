/**
 * A recording is full of secrets: cookies, keys, tokens, people. Whatever is in it, in whatever place and of whatever
 * type, and whatever is found, no output of the command repeats any of it.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { formats } from '../../src/commands/option';
import type { severities } from '../../src/exchange/finding';
import type { Json } from '../../src/json/json';
import { contractInProcess } from '../support/in-process';
import { withProject } from '../support/temporary';

const secret = 'planted 4711@example.com';
const word = /planted|4711/i;

/** An exchange that agrees with the spec, with a secret in each of its free texts. */
const entry = {
	pageref: secret,
	startedDateTime: secret,
	serverIPAddress: secret,
	connection: secret,
	comment: secret,
	_initiator: { type: secret, stack: secret },
	request: {
		method: 'POST',
		url: 'https://planted:4711@dev.sbx.imprint.co/v2/customers/planted-4711?planted=4711#planted',
		httpVersion: secret,
		comment: secret,
		cookies: [{ name: secret, value: secret }],
		headers: [
			{ name: 'authorization', value: secret },
			{ name: 'cookie', value: secret },
			{ name: `x-${secret}`, value: secret },
			{ name: 'content-type', value: 'application/json' },
		],
		queryString: [{ name: secret, value: secret }],
		postData: { mimeType: 'application/json', text: JSON.stringify({ email: secret }), comment: secret },
	},
	response: {
		status: 200,
		statusText: secret,
		httpVersion: secret,
		comment: secret,
		cookies: [{ name: secret, value: secret, path: secret, domain: secret }],
		headers: [
			{ name: 'content-type', value: 'application/json' },
			{ name: 'set-cookie', value: secret },
			{ name: `x-${secret}`, value: secret },
		],
		content: {
			size: 1,
			mimeType: secret,
			text: JSON.stringify({ id: secret, metadata: { [secret]: secret } }),
			comment: secret,
		},
		redirectURL: `https://dev.sbx.imprint.co/${secret}`,
		_error: '',
	},
};

/** What another value at any one place makes of it. */
const others: readonly Json[] = [secret, [secret], { [secret]: secret }, null, ''];

/** Bodies that are wrong in many ways. */
const bodies: readonly Json[] = [
	secret,
	`{"id": ${secret}}`,
	`{"id": "${secret}"`,
	`{"id": "planted at position 4711`,
	'x at position 4711',
	{ [secret]: { [secret]: secret } },
	{ id: 4711, email: secret, phone: 4711, [secret]: 4711 },
	{ date_of_birth: { day: 4711, month: 4711, year: secret, [secret]: secret }, address: secret },
	[secret],
	4711,
];

const recording = (entries: readonly Json[]) =>
	JSON.stringify(
		{
			log: {
				version: secret,
				creator: { name: secret, version: secret, comment: secret },
				browser: { name: secret, version: secret },
				pages: [{ id: secret, title: secret }],
				comment: secret,
				entries,
			},
			[secret]: secret,
		},
		null,
		1,
	);

const everything: readonly Json[] = [
	entry,
	...variants(entry),
	...bodies.flatMap((body) => {
		const text = typeof body === 'string' ? body : JSON.stringify(body);
		return [
			with_('response.content.text', text),
			with_('response.content', { size: 99_999, text: Buffer.from(text).toString('base64'), encoding: 'base64' }),
		];
	}),
	with_('response.content', { size: 4711 }),
	with_('response.content', { size: 0 }),
	with_('response.content', { text: '{}', encoding: secret }),
	with_('response.headers', [{ name: 'content-type', value: `application/${secret}` }]),
	with_('response.headers', [{ name: 'x-planted', value: secret }]),
	with_('response.status', 599),
	with_('response.status', 0),
	with_('request.url', 'https://planted:4711@dev.sbx.imprint.co/planted/4711'),
	with_('request.url', 'https://planted:4711@other.example.com/planted/4711'),
	with_('request.url', 'data:text/plain,planted'),
	with_('request.url', '/planted'),
	with_('request.method', 'DELETE'),
];

test('no secret is printed in any format, stream or file', async () => {
	await withProject(async (folder) => {
		const file = join(folder, 'recording.har');
		await writeFile(file, recording(everything));
		for (const format of formats) {
			const output = join(folder, `report.${format}`);
			const [direct, written] = await Promise.all([
				contractInProcess(['check', file, '--format', format]),
				contractInProcess(['check', file, '--format', format, '--output', output, '--strict']),
			]);
			const report = await readFile(output, 'utf8');
			expect([direct.code, written.code]).toEqual([1, 1]);
			for (const text of [direct.stdout, direct.stderr, written.stdout, written.stderr, report]) {
				expect(text).not.toMatch(word);
			}
			expect(direct.stdout.length).toBeGreaterThan(1_000);
			if (format === 'json') expect(codesIn(direct.stdout)).toEqual(kinds);
		}
	});
});

/** The kinds of finding that the recording has, so that none of them leaves the test unseen. */
const kinds: readonly string[] = [
	'recording.skipped',
	'recording.unreadable',
	'request.operation.unknown',
	'response.body.drift',
	'response.body.invalid',
	'response.body.missing',
	'response.body.unreadable',
	'response.body.unrecorded',
	'response.content-type.missing',
	'response.content-type.undocumented',
	'response.status.undocumented',
] satisfies (keyof typeof severities)[];

function codesIn(json: string): string[] {
	const { findings } = JSON.parse(json) as { findings: { code: string }[] };
	return [...new Set(findings.map((each) => each.code))].sort();
}

test.each<readonly [string, string, readonly string[]]>([
	['a text that breaks off', recording([entry]).slice(0, -900), []],
	['a fault beside a secret', recording([entry]).replace('"version": "planted', '"version": planted "'), []],
	['a text that is nothing but a secret', secret, []],
	['entries that are a secret', JSON.stringify({ log: { entries: secret } }), []],
	['no host of the API', recording([with_('request.url', 'https://planted:4711@other.example.com/planted')]), []],
	['a filter that matches nothing', recording([entry]), ['--filter', 'nothing']],
])('%s: exit 2, and no secret is printed', async (_, text, options) => {
	await withProject(async (folder) => {
		const file = join(folder, 'recording.har');
		await writeFile(file, text);
		for (const format of ['text', 'json']) {
			const { code, stdout, stderr } = await contractInProcess(['check', file, '--format', format, ...options]);
			expect({ code, stdout: word.test(stdout), stderr: word.test(stderr) }).toEqual({
				code: 2,
				stdout: false,
				stderr: false,
			});
			expect(stderr.trim().split('\n')).toHaveLength(1);
		}
	});
});

/** The entry with `value` at the place `path` of it. */
function with_(path: string, value: Json): Json {
	const copy = structuredClone(entry) as Record<string, unknown>;
	const keys = path.split('.');
	const last = keys.pop() ?? '';
	const owner = keys.reduce<Record<string, unknown>>((from, key) => from[key] as Record<string, unknown>, copy);
	owner[last] = value;
	return copy as Json;
}

/** The entry with each other value at each of its places, one at a time. */
function variants(of: unknown, path: readonly string[] = []): Json[] {
	if (typeof of !== 'object' || of === null) return [];
	return Object.entries(of).flatMap(([key, value]) => [
		...others.map((other) => with_([...path, key].join('.'), other)),
		...variants(value, [...path, key]),
	]);
}
