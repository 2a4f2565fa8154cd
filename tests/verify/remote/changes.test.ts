/** What became of a customer's fields: where the customer shows them, and what there is to put back. */
import { added, changesOf, comparedWith, fateOf, hidden } from '../../../gate/verify/remote/changes';
import type { Recorded, WireRequest } from '../../../gate/verify/wire';

const request = (target: string, body: unknown, method = 'POST'): WireRequest => ({
	...{ method, target, headers: [], purpose: 'changes it' },
	body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
});

const answered = (asked: WireRequest, status: number): Recorded => ({
	request: asked,
	answer: { kind: 'answered', status, headers: [], body: Buffer.alloc(0) },
	...{ attempts: 1, started: new Date(0), milliseconds: 1 },
});

describe('which requests changed a customer', () => {
	const of = (requests: readonly WireRequest[], exchanges: readonly Recorded[] = []) =>
		changesOf(requests, exchanges, 'c 1').map(({ request: { target }, fields, refused }) => ({
			...{ target, fields: Object.fromEntries(fields), refused: [...refused] },
		}));

	test('those that name the customer in their path and fields in their body, by target', () => {
		const requests = [
			request('/customers/c%201?x=1', { email: 'a' }),
			request('/customers/c%201?x=1', { email: 'b', city: 'c' }),
			request('/customers/c%201/phone', { phone: '1' }),
			request('/customers/c%2010', { email: 'of another' }),
			request('/customers/other?id=c%201', { email: 'of another' }),
			request('/customers/c%201', {}),
			request('/customers/c%201', 'not JSON'),
			request('/customers/c%201', { email: 'read' }, 'GET'),
		];
		expect(of(requests)).toEqual([
			{ target: '/customers/c%201?x=1', fields: { email: 'b', city: 'c' }, refused: [] },
			{ target: '/customers/c%201/phone', fields: { phone: '1' }, refused: [] },
		]);
	});

	test('a field is refused only where every request that named it was; without an answer nobody knows', () => {
		const [first, second, third] = [{ email: 'a' }, { email: 'b', city: 'c' }, { state: 'd' }].map((body) =>
			request('/c%201', body),
		) as [WireRequest, WireRequest, WireRequest];
		const refused = of([first, second, third], [answered(first, 200), answered(second, 400)]).map(
			(each) => each.refused,
		);
		expect(refused).toEqual([['city']]);
	});
});

describe('what is to be done about a field', () => {
	test.each([
		['unchanged', 'a', { f: 'a' }, { f: 'a' }, { kind: 'unchanged' }],
		['changed', 'b', { f: 'a' }, { f: 'b' }, { kind: 'put back', place: '/f', value: 'a' }],
		[
			'changed to something else than was sent',
			'b',
			{ f: 'a' },
			{ f: 'c' },
			{ kind: 'put back', place: '/f', value: 'a' },
		],
		['taken away', 'b', { f: 'a' }, {}, { kind: 'put back', place: '/f', value: 'a' }],
		['added', 'b', {}, { f: 'b' }, { kind: 'left', why: added }],
		['null before', 'b', { f: null }, { f: 'b' }, { kind: 'left', why: added }],
		['never shown', 'b', { x: 1 }, { x: 1 }, { kind: 'left', why: hidden }],
		['within an object', 'b', { o: { f: 'a' } }, { o: { f: 'b' } }, { kind: 'put back', place: '/o/f', value: 'a' }],
		[
			'at the top rather than within',
			'b',
			{ f: 'a', o: { f: 'z' } },
			{ f: 'b', o: { f: 'z' } },
			{ kind: 'put back', place: '/f', value: 'a' },
		],
		[
			'within the object that took it',
			'b',
			{ o: { f: 'a' }, m: { f: 'z' } },
			{ o: { f: 'b' }, m: { f: 'z' } },
			{ kind: 'put back', place: '/o/f', value: 'a' },
		],
		[
			'within several, and none took it',
			'b',
			{ o: { f: 'a' }, m: { f: 'z' } },
			{ o: { f: 'a' }, m: { f: 'z' } },
			{ kind: 'left', why: hidden },
		],
		['a map', { k: 1 }, { f: { a: 1 } }, { f: { a: 1, k: 1 } }, { kind: 'put back', place: '/f', value: { a: 1 } }],
	])('%s', (_name, sent, before, after, fate) => {
		expect(fateOf('f', sent, false, before, after)).toEqual(fate);
	});

	test('a refused field that is not shown was not changed', () => {
		expect(fateOf('f', 'b', true, {}, {})).toEqual({ kind: 'unchanged' });
	});

	test('a refused field that has changed all the same is put back', () => {
		expect(fateOf('f', 'b', true, { f: 'a' }, { f: 'b' })).toEqual({ kind: 'put back', place: '/f', value: 'a' });
	});
});

test.each([
	['equal', 'a', 'a', { isBack: true, kept: [] }],
	['another', 'a', 'b', { isBack: false, kept: [] }],
	['a map with a key that stayed', { a: 1 }, { a: 1, 'k/l': 2 }, { isBack: true, kept: ['f/k/l'] }],
	['a map with another value', { a: 1 }, { a: 2, k: 2 }, { isBack: false, kept: ['f/k'] }],
	['a map that lost a key', { a: 1, b: 2 }, { a: 1 }, { isBack: false, kept: [] }],
	['gone', 'a', undefined, { isBack: false, kept: [] }],
])('afterwards a field is %s', (_name, was, is, compared) => {
	expect(comparedWith(was, is, 'f')).toEqual(compared);
});
