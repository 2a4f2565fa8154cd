/** A pact that is read as a stream: what it holds, which version of the specification counts, and what is refused. */
import { InputError } from '../../src/json/input-error';
import { parsePact } from '../../src/pact/pact-file';
import type { PactInteraction } from '../../src/pact/pact-interaction';
import { interactionAt, streamPact } from '../../src/pact/pact-stream';
import { sourceOf } from '../support/sources';

const file = 'a.json';

async function streamed(text: string): Promise<PactInteraction[]> {
	let found: PactInteraction[] = [];
	const { messages } = await streamPact(sourceOf(file, text), () => {
		const taken: PactInteraction[] = [];
		found = taken;
		return {
			take: async (batch, version) => {
				for (const at of batch.ends.keys()) taken.push(interactionAt(file, batch, at, version));
			},
			end: async () => {},
		};
	});
	return [...found, ...messages];
}

const plain = { request: { path: '/a' }, response: { status: 200 } };
// Specification 4 wraps bodies, and 3 does not.
const body = { content: { a: 1 }, contentType: 'application/json' };
const http = { ...plain, response: { status: 200, body } };
const metadata = (version: string) => ({ metadata: { pactSpecification: { version } } });

test.each<readonly [string, object]>([
	['its version last', { interactions: [http, http], ...metadata('4.0') }],
	['an older version last', { interactions: [{ ...http, type: 'Synchronous/HTTP' }], ...metadata('3.0.0') }],
	['its version first', { ...metadata('2.0.0'), interactions: [http] }],
	['no version', { interactions: [{ ...http, type: 'Synchronous/HTTP' }] }],
	['messages after it', { interactions: [http], messages: [{ description: 'm' }, {}] }],
	['messages before it', { messages: [{ description: 'm' }], interactions: [http, http] }],
	['messages alone', { messages: [{ description: 'm' }] }],
	['messages in its list', { interactions: [{ type: 'Asynchronous/Messages' }, http], ...metadata('4.0') }],
])('with %s, it is what a whole parse gives', async (_, pact) => {
	for (const text of [JSON.stringify(pact), JSON.stringify(pact, null, 2)]) {
		expect(await streamed(text)).toEqual(parsePact(file, text).interactions);
	}
});

test.each([
	['', 'The pact a.json cannot be read: it is empty. '],
	['{"interactions": [{"a": tru}]}', 'The pact a.json cannot be read: it is not JSON from line 1, column 25 on. '],
	['{"interactions": [{}\n{}]}', 'The pact a.json cannot be read: it is not JSON from line 2, column 1 on. '],
	['{"messages": [{}],\n "a": }', 'The pact a.json cannot be read: it is not JSON from line 2, column 7 on. '],
	['{"interactions": [{"a": [1,\n2', 'The pact a.json cannot be read: its JSON is cut off at line 2, column 2. '],
	['{"interactions": [{"a": "b}, {}]}', 'The pact a.json cannot be read: its JSON is cut off at line 1, column 25. '],
	['[]', 'a.json is not a pact: expected an object with a list "interactions", received an array. '],
	['{}', 'a.json is not a pact: expected a list of interactions at /interactions, received nothing. '],
	['{"interactions": []}', 'The pact a.json has no interaction, so it proves nothing. '],
	['{"interactions": [1]}', 'a.json is not a pact: expected an interaction at /interactions/0, received an integer. '],
	['{"interactions": [1], "interactions": [2]}', 'a.json is not a pact: expected an interaction at /interactions/0'],
	[
		`{"interactions": [${JSON.stringify(plain)}], "interactions": []}`,
		'The pact a.json has two lists /interactions. Remove one.',
	],
])('%s is refused', async (text, message) => {
	const error: unknown = await streamed(text).catch((reason: unknown) => reason);
	expect(error).toBeInstanceOf(InputError);
	expect((error as InputError).message.slice(0, message.length)).toBe(message);
});
