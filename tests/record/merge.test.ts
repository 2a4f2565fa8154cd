/** Merging: the order has no effect, duplicates are named, and an edit by hand is detected. */

import type { JsonObject } from '../../src/json/json';
import { isAsRecorded, mergePacts } from '../../src/record/merge';

const part = (description: string, more: JsonObject = {}): JsonObject => ({
	consumer: { name: 'c' },
	provider: { name: 'p' },
	interactions: [{ description, type: 'Synchronous/HTTP', ...more }],
	metadata: { pactRust: { ffi: '9.9.9' }, 'pact-js': { version: '9.9.9' }, pactSpecification: { version: '4.0' } },
});

test('any order of the parts gives the same bytes, sorted by description, ending in a newline', () => {
	const parts = [part('b'), part('a'), part('ä'), part('Z')];
	const [forth] = mergePacts(parts).pacts;
	const [back] = mergePacts([...parts].reverse()).pacts;
	expect(forth?.text).toBe(back?.text);
	const { interactions } = JSON.parse(forth?.text ?? '') as { interactions: { description: string }[] };
	expect(interactions.map((each) => each.description)).toEqual(['Z', 'a', 'b', 'ä']);
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

test('the same description is a duplicate in the same state, and not in another', () => {
	const [here, there] = [{ providerStates: [{ name: 'x' }] }, { providerStates: [{ name: 'y' }] }];
	expect(mergePacts([part('a', here), part('a', there)]).duplicates).toEqual([]);
	expect(mergePacts([part('a', here), part('a', here)]).duplicates).toEqual(['a']);
});

test('one pact for every pair of consumer and provider, named after them', () => {
	const other = { ...part('a'), provider: { name: 'p/2 x' } };
	expect(mergePacts([part('a'), other]).pacts.map((each) => each.name)).toEqual(['c-p.json', 'c-p_2_x.json']);
});

test('a recording is recognized until a byte of its content changes', () => {
	const text = mergePacts([part('a', { x: 'before' })]).pacts[0]?.text ?? '';
	expect(isAsRecorded(JSON.parse(text) as JsonObject)).toBe(true);
	expect(isAsRecorded(JSON.parse(text.replace('before', 'after')) as JsonObject)).toBe(false);
	expect(isAsRecorded(part('a'))).toBe(false);
});
