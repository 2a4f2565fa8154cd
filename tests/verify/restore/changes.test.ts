/** What became of a customer's fields: where the customer shows them, and what is restored. */

import type { Recorded, WireRequest } from '../../../src/http/wire';
import type { Json, JsonObject } from '../../../src/json/json';
import type { Operation } from '../../../src/openapi/path/operation';
import {
	added,
	changesOf,
	comparedWith,
	fateOf,
	fieldOf,
	hidden,
	inexact,
	namesOneOf,
	type Sent,
	strayed,
	violationOf,
} from '../../../src/verify/restore/changes';

const request = (target: string, body: unknown, method = 'POST'): WireRequest => ({
	...{ method, target, headers: [], purpose: 'changes it' },
	body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
});

const answered = (asked: WireRequest, status: number): Recorded => ({
	request: asked,
	answer: { kind: 'answered', status, headers: [], body: Buffer.alloc(0), content: Buffer.alloc(0) },
	...{ attempts: 1, started: new Date(0), milliseconds: 1 },
});

describe('which requests changed a customer', () => {
	const of = (requests: readonly WireRequest[], exchanges: readonly Recorded[] = []) =>
		changesOf(requests, exchanges, namesOneOf(['c 1'])).map(({ request: { target }, fields }) => ({
			target,
			fields: Object.fromEntries(
				[...fields].map(([field, updates]) => [field, updates.map(({ value, outcome }) => [value, outcome].join(' '))]),
			),
		}));

	test('an id that is a word of the path names nothing there', () => {
		const find = (_method: string, path: string) => {
			const id = /^\/customers\/([^/]+)$/.exec(path)?.[1];
			return id === undefined ? undefined : { operation: {} as Operation, pathParameters: new Map([['id', id]]) };
		};
		const names = namesOneOf(['customers'], { find });
		expect(
			['/customers/customers', '/customers/other', '/unknown/customers'].map((each) => names(request(each, {}))),
		).toEqual([...[true, false, true]]);
	});

	test('those with the customer in their path and fields in their body, by target', () => {
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
			{ target: '/customers/c%201?x=1', fields: { email: ['a unanswered', 'b unanswered'], city: ['c unanswered'] } },
			{ target: '/customers/c%201/phone', fields: { phone: ['1 unanswered'] } },
		]);
	});

	test('the answer determines the outcome of each', () => {
		const statuses = [200, 204, 307, 400, 429, 500];
		const requests = statuses.map((status) => request('/c%201', { email: String(status) }));
		expect(
			of(
				requests,
				requests.map((each, index) => answered(each, statuses[index] ?? 0)),
			),
		).toEqual([
			{
				target: '/c%201',
				fields: { email: ['200 taken', '204 taken', '307 unclear', '400 refused', '429 refused', '500 unclear'] },
			},
		]);
	});

	test.each([
		['timeout', 1, ['a unanswered']],
		['cut', 1, ['a unanswered']],
		['timeout', 0, undefined],
		['unreachable', 4, undefined],
	] as const)('%s after %i attempts', (kind, attempts, fields) => {
		const asked = request('/c%201', { email: 'a' });
		const recorded: Recorded = { ...answered(asked, 0), answer: { kind, reason: 'x' }, attempts };
		expect(of([asked], [recorded])[0]?.fields).toEqual(fields && { email: fields });
	});
});

const sent = (value: Json, outcome: Sent['outcome'] = 'taken', shown: JsonObject = {}): Sent => ({
	...{ value, outcome, shown, request: request('/c', { f: value }) },
});

describe('the action for a field', () => {
	test.each([
		['unchanged', 'a', { f: 'a' }, { f: 'a' }, { kind: 'unchanged' }],
		['changed', 'b', { f: 'a' }, { f: 'b' }, { kind: 'restore', place: '/f', value: 'a' }],
		[
			'changed to another value than the sent one',
			'b',
			{ f: 'a' },
			{ f: 'c' },
			{ kind: 'restore', place: '/f', value: 'a' },
		],
		['taken away', 'b', { f: 'a' }, {}, { kind: 'restore', place: '/f', value: 'a' }],
		['added', 'b', {}, { f: 'b' }, { kind: 'left', why: added }],
		['null before', 'b', { f: null }, { f: 'b' }, { kind: 'left', why: added }],
		['never shown', 'b', { x: 1 }, { x: 1 }, { kind: 'left', why: hidden }],
		['within an object', 'b', { o: { f: 'a' } }, { o: { f: 'b' } }, { kind: 'restore', place: '/o/f', value: 'a' }],
		[
			'at the top before inside an object',
			'b',
			{ f: 'a', o: { f: 'z' } },
			{ f: 'b', o: { f: 'z' } },
			{ kind: 'restore', place: '/f', value: 'a' },
		],
		[
			'inside the object that stored it',
			'b',
			{ o: { f: 'a' }, m: { f: 'z' } },
			{ o: { f: 'b' }, m: { f: 'z' } },
			{ kind: 'restore', place: '/o/f', value: 'a' },
		],
		[
			'inside several objects, and none stored it',
			'b',
			{ o: { f: 'a' }, m: { f: 'z' } },
			{ o: { f: 'a' }, m: { f: 'z' } },
			{ kind: 'left', why: hidden },
		],
		['a number beyond 2^53', { k: 1 }, { f: { n: 2 ** 53 + 2 } }, { f: { k: 1 } }, { kind: 'left', why: inexact }],
		['a map', { k: 1 }, { f: { a: 1 } }, { f: { a: 1, k: 1 } }, { kind: 'restore', place: '/f', value: { a: 1 } }],
	])('%s', (_name, value, before, after, fate) => {
		expect(fateOf(fieldOf('f', [sent(value)], before, after))).toEqual(fate);
	});

	test('a refused field that is not shown was not changed', () => {
		expect(fateOf(fieldOf('f', [sent('b', 'refused')], {}, {}))).toEqual({ kind: 'unchanged' });
	});

	test('a refused field that has changed is restored', () => {
		const fate = fateOf(fieldOf('f', [sent('b', 'refused')], { f: 'a' }, { f: 'b' }));
		expect(fate).toEqual({ kind: 'restore', place: '/f', value: 'a' });
	});
});

describe('what the values prove about the provider', () => {
	const [taken, refused] = ['taken', 'refused'] as const;
	test.each<[string, readonly Sent[], Json, string | undefined]>([
		['accepted and stored', [sent('b', taken, { f: 'b' })], 'b', undefined],
		['accepted and not returned', [sent('b', taken)], 'a', undefined],
		['returned and not stored', [sent('b', taken, { f: 'b' })], 'a', 'shown and not stored'],
		['returned as another value, and stored so', [sent('B', taken, { f: 'b' })], 'b', undefined],
		['the last one counts', [sent('b', taken, { f: 'b' }), sent('c', taken, { f: 'c' })], 'c', undefined],
		[
			'an earlier one is back',
			[sent('b', taken, { f: 'b' }), sent('c', taken, { f: 'c' })],
			'b',
			'shown and not stored',
		],
		[
			'an unanswered update may be the stored one',
			[sent('b', 'unanswered'), sent('c', taken, { f: 'c' })],
			'b',
			undefined,
		],
		['so may a failed one', [sent('b', 'unclear'), sent('c', taken, { f: 'c' })], 'b', undefined],
		['refused and not stored', [sent('b', refused)], 'a', undefined],
		['refused and stored', [sent('b', refused)], 'b', 'stored though refused'],
		['refused and stored in another form', [sent('B', refused)], 'b', 'stored though refused'],
		['refused after an accepted one', [sent('b', taken, { f: 'b' }), sent('c', refused)], 'c', 'stored though refused'],
		['refused, and accepted too', [sent('b', refused), sent('b', taken, { f: 'b' })], 'b', undefined],
		['refused, and stored by one that failed', [sent('b', refused), sent('b', 'unclear')], 'b', undefined],
		['refused with the former value', [sent('b', taken, {}), sent('a', refused)], 'a', undefined],
		['a map that stored it', [sent({ k: 1 }, taken, { f: { k: 1 } })], { j: 2, k: 1 }, undefined],
	])('%s', (_name, updates, is, kind) => {
		expect(violationOf(fieldOf('f', updates, { f: 'a' }, { f: is }))?.kind).toBe(kind);
	});

	test('the finding belongs to the last update with the field', () => {
		const updates = [sent('b', 'refused'), sent('c', 'refused')];
		expect(violationOf(fieldOf('f', updates, { f: 'a' }, { f: 'b' }))?.request).toBe(updates[0]?.request);
		expect(violationOf(fieldOf('f', updates, { f: 'a' }, { f: 'z' }))?.request).toBe(updates[1]?.request);
	});
});

describe('changed fields that no update named', () => {
	const update = request('/c%201', { email: 'b', city: 'c', metadata: { k: 1 } });
	const changes = changesOf([update], [answered(update, 200)], namesOneOf(['c 1']));
	test.each<[string, JsonObject, JsonObject, string[]]>([
		['nothing', { email: 'a', x: 1 }, { email: 'b', x: 1 }, []],
		['a field', { email: 'a', last_name: 'a' }, { email: 'b', last_name: 'b' }, ['/last_name']],
		['an added and a removed one', { x: 1 }, { y: [1] }, ['/x', '/y']],
		['within an object', { address: { city: 'a', zip: '1' } }, { address: { city: 'c', zip: '2' } }, ['/address/zip']],
		['a map that an update named', { metadata: { j: 1 } }, { metadata: { k: 1 } }, []],
		['a moment', { at: '2026-01-02T03:04:05Z', on: null }, { at: '2026-02-02T03:04:05Z', on: '2026-02-02T03:04Z' }, []],
		['a moment no more', { at: '2026-01-02T03:04:05Z' }, { at: 'never' }, ['/at']],
	])('%s', (_name, before, after, places) => {
		const fields = changes.flatMap((change) =>
			[...change.fields].map(([name, updates]) => fieldOf(name, updates, before, after)),
		);
		expect(strayed(fields, before, after)).toEqual(places);
	});
});

test.each([
	['equal', 'a', 'a', { matches: true, kept: [] }],
	['another', 'a', 'b', { matches: false, kept: [] }],
	['a map with a key that stayed', { a: 1 }, { a: 1, 'k/l': 2 }, { matches: true, kept: ['f/k/l'] }],
	['a map with another value', { a: 1 }, { a: 2, k: 2 }, { matches: false, kept: ['f/k'] }],
	['a map that lost a key', { a: 1, b: 2 }, { a: 1 }, { matches: false, kept: [] }],
	['gone', 'a', undefined, { matches: false, kept: [] }],
])('afterwards a field is %s', (_name, was, is, compared) => {
	expect(comparedWith(was, is, 'f')).toEqual(compared);
});
