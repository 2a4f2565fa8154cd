/** A long contract is replayed piece by piece: in order, and what ends one piece leaves the others as they are. */
import { endAll } from '../../src/system/lifetime';
import { familyOf } from '../support/processes';
import { type Answer, type Asked, expecting, json, verifyDepot } from './depot';

const right: Answer = { headers: json, body: '{"n":1}' };

/** More than two pieces of 20. */
const many = (answerTo: (index: number) => Answer): Asked[] =>
	Array.from({ length: 45 }, (_, index) => ({ response: expecting('{"n":1}'), answer: answerTo(index) }));

const indexes = (codes: readonly (readonly string[])[], code: string): number[] =>
	codes.flatMap((each, index) => (each.includes(code) ? [index] : []));

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);

/** Ends every process that this one has started. */
function endChildren(): void {
	for (const id of familyOf(process.pid).slice(1)) {
		try {
			process.kill(id, 'SIGKILL');
		} catch {
			// It was the one that listed them.
		}
	}
}

test('requests and findings are in the order of the contract', async () => {
	const wrong = [3, 19, 20, 44];
	const { codes, seen, interactions, findings } = await verifyDepot(
		many((index) => (wrong.includes(index) ? { ...right, body: '{"n":2}' } : right)),
	);
	expect(seen.map(({ target }) => target)).toEqual(range(0, 45).map((index) => `/${index}`));
	expect(interactions.map(({ index }) => index)).toEqual(range(0, 45));
	expect(findings.map(({ interaction }) => interaction?.index)).toEqual(wrong);
	expect(indexes(codes, 'provider.mismatch /n')).toEqual(wrong);
});

test('a verifier that ends early leaves its piece unjudged, and the next piece gets a new one', async () => {
	const { codes, seen, verdict, only } = await verifyDepot(
		many((index) => (index === 2 || index === 22 || index === 42 ? { ...right, body: '{"n":"x"}' } : right)),
		{ onRequest: (nth) => nth === 25 && endChildren() },
	);
	expect(indexes(codes, 'verifier.failed')).toEqual(range(20, 40));
	expect(indexes(codes, 'provider.mismatch /n')).toEqual([2, 42]);
	expect({ verdict, requests: seen.length }).toEqual({ verdict: 'disagree', requests: 31 });
	expect(() => only('verifier.failed')).toThrow('20 findings');
});

test('a verifier that ends early again and again is not started any more', async () => {
	const { codes, seen, verdict } = await verifyDepot([...many(() => right), ...many(() => right)], {
		onRequest: (nth) => nth > 19 && endChildren(),
	});
	expect(indexes(codes, 'verifier.failed')).toEqual(range(20, 90));
	expect({ verdict, requests: seen.length }).toEqual({ verdict: 'unjudged', requests: 22 });
});

test('a provider that dies in the middle of the run', async () => {
	const { codes, verdict } = await verifyDepot(many((index) => (index < 25 ? right : { isReset: true })));
	expect(indexes(codes, 'provider.cut')).toEqual(range(25, 45));
	expect(codes.slice(0, 25).flat()).toEqual([]);
	expect(verdict).toBe('unjudged');
});

// The last: what it ends stays ended.
test('a process that is about to exit begins nothing', async () => {
	endAll();
	const { seen } = await verifyDepot(many(() => right));
	expect(seen).toEqual([]);
});
