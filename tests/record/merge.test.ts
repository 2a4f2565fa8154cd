/** Merging: the order has no effect, duplicates are named, specifications are kept, and an edit by hand is detected. */

import type { JsonObject } from '../../src/json/json';
import { isAsRecorded, mergePacts } from '../../src/record/merge';
import type { Recording } from '../../src/record/recordings';

const pactOf = (description: string, more: JsonObject = {}, version = '4.0'): JsonObject => ({
	consumer: { name: 'c' },
	provider: { name: 'p' },
	interactions: [{ description, type: 'Synchronous/HTTP', ...more }],
	metadata: { pactRust: { ffi: '9.9.9' }, 'pact-js': { version: '9.9.9' }, pactSpecification: { version } },
});
const part = (...args: Parameters<typeof pactOf>): Recording => ({ file: `${args[0]}.json`, pact: pactOf(...args) });

interface Merged {
	readonly interactions: readonly { readonly description: string }[];
	readonly metadata: { readonly pactSpecification: { readonly version: string } };
}
const read = (parts: readonly Recording[]) => JSON.parse(mergePacts(parts).pacts[0]?.text ?? '') as Merged;

test('any order of the parts gives the same bytes, sorted by description, ending in a newline', () => {
	const parts = [part('b'), part('a'), part('ä'), part('Z')];
	const [forth] = mergePacts(parts).pacts;
	const [back] = mergePacts([...parts].reverse()).pacts;
	expect(forth?.text).toBe(back?.text);
	expect(read(parts).interactions.map((each) => each.description)).toEqual(['Z', 'a', 'b', 'ä']);
	expect(forth?.text.endsWith('}\n')).toBe(true);
});

test('the versions of the recording libraries have no effect', () => {
	expect(mergePacts([part('a')]).pacts[0]?.text).not.toContain('9.9.9');
});

test('the order of keys has no effect', () => {
	const [one] = mergePacts([part('a', { x: 1, y: { b: 1, a: 2 } })]).pacts;
	const [other] = mergePacts([part('a', { y: { a: 2, b: 1 }, x: 1 })]).pacts;
	expect(one?.text).toBe(other?.text);
});

describe('the same description', () => {
	const state = (name: string, more: JsonObject = {}): JsonObject => ({ providerStates: [{ name, ...more }] });

	test.each<[string, JsonObject, JsonObject, readonly string[], number]>([
		['in another state is another interaction', state('x'), state('y'), [], 2],
		[
			'in the same state with other parameters is another interaction',
			state('x', { params: { a: 1 } }),
			state('x', { params: { a: 2 } }),
			[],
			2,
		],
		['with the same content is one interaction', state('x'), state('x'), [], 1],
		[
			'with the same content in two tests is one interaction',
			{ ...state('x'), comments: { testname: 'one' } },
			{ ...state('x'), comments: { testname: 'other' } },
			[],
			1,
		],
		['with another content is a duplicate', state('x'), { ...state('x'), pending: true }, ['a'], 1],
		['of specification 2', { providerState: 'x' }, { providerState: 'y' }, [], 2],
	])('%s', (_, one, other, duplicates, count) => {
		const [forth, back] = [
			[part('a', one), part('a', other)],
			[part('a', other), part('a', one)],
		];
		expect(mergePacts(forth).duplicates).toEqual(duplicates);
		expect(read(forth).interactions).toHaveLength(count);
		if (duplicates.length === 0) expect(mergePacts(forth)).toEqual(mergePacts(back));
	});
});

test('one pact for every pair of consumer and provider, named after them', () => {
	const other = { file: 'x', pact: { ...pactOf('a'), provider: { name: 'p/2 x' } } };
	expect(mergePacts([part('a'), other]).pacts.map((each) => each.name)).toEqual(['c-p.json', 'c-p_2_x.json']);
});

describe('the specification', () => {
	const translated = (description: string, version: string): Recording => ({
		...part(description, {}, version),
		inSpecification4: pactOf(description, { translated: true }),
	});

	test.each(['2.0.0', '3.0.0'])('%s stays where all have it', (version) => {
		const { metadata, interactions } = read([translated('a', version), translated('b', version)]);
		expect(metadata.pactSpecification).toEqual({ version });
		expect(interactions[0]).not.toHaveProperty('translated');
	});

	test('of several it is 4, in which each was recorded too', () => {
		const { metadata, interactions } = read([translated('a', '2.0.0'), part('b'), translated('c', '3.0.0')]);
		expect(metadata.pactSpecification).toEqual({ version: '4.0' });
		expect(interactions.map((each) => 'translated' in each)).toEqual([true, false, true]);
	});

	test('of several, a part that was recorded in its own alone is named', () => {
		expect(mergePacts([part('a', {}, '3.0.0'), part('b')]).clashes).toEqual(['a']);
	});

	test('a pact of messages is taken in 4: the older ones have them beside the interactions', () => {
		const { interactions, ...pact } = pactOf('a', {}, '3.0.0');
		const messages = { file: 'x', pact: { ...pact, messages: interactions ?? [] }, inSpecification4: pactOf('a') };
		expect(read([messages]).interactions).toHaveLength(1);
	});
});

test('a recording is recognized until a byte of its content changes', () => {
	const text = mergePacts([part('a', { x: 'before' })]).pacts[0]?.text ?? '';
	expect(isAsRecorded(JSON.parse(text) as JsonObject)).toBe(true);
	expect(isAsRecorded(JSON.parse(text.replace('before', 'after')) as JsonObject)).toBe(false);
	expect(isAsRecorded(pactOf('a'))).toBe(false);
});
