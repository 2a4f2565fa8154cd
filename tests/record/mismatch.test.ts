/** What differs between a request and the interaction, in our words: of Pact's real mock server. */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MatchersV3, PactV4 } from '@pact-foundation/pact';
import { getFfiLib } from '@pact-foundation/pact-core';
import { countingForwarder } from '../../src/pact-test/forwarder';
import { type Mismatch, sentencesOf } from '../../src/record/mismatch';

const { eachLike, integer, like, regex } = MatchersV3;

type Interaction = Parameters<ReturnType<PactV4['addInteraction']>['withRequest']>[2];
interface Sent {
	readonly path?: string;
	readonly type?: string;
	readonly headers?: Record<string, string>;
	readonly body?: unknown;
}

/** What the mock server, which expects `POST /x` with `interaction`, reports of `sent`. */
async function reported(interaction: Interaction, sent: Sent | undefined): Promise<string[]> {
	let mismatches: Mismatch[] = [];
	const dir = join(tmpdir(), 'never-written');
	await new PactV4({ consumer: 'c', provider: 'p', dir, logLevel: 'error' })
		.addInteraction()
		.uponReceiving('a request')
		.withRequest('POST', '/x', interaction)
		.willRespondWith(200)
		.executeTest(async ({ port }) => {
			const forwarder = await countingForwarder(port);
			const { url } = forwarder.address;
			const { path = '/x', type = 'application/json', headers = {}, body } = sent ?? {};
			const content = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
			const all = body === undefined ? headers : { 'Content-Type': type, ...headers };
			if (sent) await fetch(url + path, { method: 'POST', headers: all, ...content });
			await forwarder.end();
			mismatches = JSON.parse(getFfiLib().pactffiMockServerMismatches(port)) as Mismatch[];
		})
		.catch(() => {});
	return sentencesOf(mismatches);
}

test.each<[string, Interaction, Sent | undefined, string[]]>([
	['nothing', undefined, undefined, ['The client sent no request; the interaction expects POST /x.']],
	['another path', undefined, { path: '/y' }, ['The client sent POST /y; the interaction expects POST /x.']],
	[
		'a value',
		(request) => request.jsonBody({ email: 'a@example.com' }),
		{ body: { email: 'b@example.com' } },
		['Request body /email: expected "a@example.com", received "b@example.com".'],
	],
	[
		'other fields',
		(request) => request.jsonBody({ in: { a: 1, b: 2 } }),
		{ body: { in: { a: 1, c: 2 } } },
		['Request body /in/b: expected a field, received none.', 'Request body /in/c: expected no field, received one.'],
	],
	[
		'what a matcher does not match',
		(request) => request.jsonBody({ a: regex('^a$', 'a'), b: like('x'), c: integer(1), d: eachLike('a') }),
		{ body: { a: 'b', b: 1, c: 1.5, d: [] } },
		[
			'Request body /a: expected a match of ^a$, received "b".',
			'Request body /b: expected a string, received 1.',
			'Request body /c: expected an integer, received 1.5.',
			'Request body /d: expected at least 1 item, received [].',
		],
	],
	[
		'a shorter list',
		(request) => request.jsonBody({ 'a list': [1, 2] }),
		{ body: { 'a list': [1] } },
		['Request body /a list: expected [1,2], received [1].'],
	],
	[
		'headers',
		(request) => request.headers({ 'X-Key': 'a', 'X-Other': 'b' }),
		{ headers: { 'X-Key': 'c' } },
		['Request header "X-Key": expected "a", received "c".', 'Request header "X-Other": expected "b", received none.'],
	],
	[
		'a query',
		(request) => request.query({ q: '1', list: ['1', '2'] }),
		{ path: '/x?q=2&list=1&more=3' },
		[
			'Request query "list": expected "1", "2", received "1".',
			'Request query "more": expected none, received "3".',
			'Request query "q": expected "1", received "2".',
		],
	],
	[
		'text in place of JSON',
		(request) => request.jsonBody({ a: 1 }),
		{ body: 'hello', type: 'text/plain' },
		['Request header "Content-Type": expected "application/json", received "text/plain".'],
	],
	[
		'no body',
		(request) => request.jsonBody({ a: 1 }),
		{},
		[
			'Request body: expected {"a":1}, received none.',
			'Request header "Content-Type": expected "application/json", received none.',
		],
	],
])('%s', async (_, interaction, sent, sentences) => {
	expect((await reported(interaction, sent)).sort()).toEqual(sentences);
});
