/** Two bodies side by side: what stands at one place stands in one row. */
import { sideBySide } from '../../src/report/side-by-side';

function shown(expected: unknown, received: unknown, instances: readonly string[] = []): string[] {
	const [one, other] = [expected, received].map((each) => (typeof each === 'string' ? each : JSON.stringify(each)));
	return sideBySide(one ?? '', other ?? '', instances).map((row) => {
		const [a, b] = [row.expected, row.received].map((text) => text ?? '-');
		return `${row.differs ? '! ' : '  '}${' '.repeat(row.depth)}${a} | ${b}`;
	});
}

test('fields are matched by name, items by index, and each side has its own brackets', () => {
	expect(shown({ a: 1, b: [1, { c: null }], d: {} }, { b: [2], a: 1, e: 'new', d: {} }, ['/b/0'])).toEqual([
		'  { | {',
		'   "a": 1 | "a": 1',
		'   "b": [ | "b": [',
		'!   1 | 2',
		'!   { | -',
		'!    "c": null | -',
		'!   } | -',
		'   ] | ]',
		'   "d": { | "d": {',
		'   } | }',
		'   - | "e": "new"',
		'  } | }',
	]);
});

test('another kind of value stands in one row', () => {
	expect(shown({ a: { b: 1 } }, { a: [1, 2] }, ['/a'])).toEqual(['  { | {', '!  "a": {"b":1} | "a": [1,2]', '  } | }']);
	expect(shown('5', { a: 1 }, [''])).toEqual(['! 5 | {"a":1}']);
});

test('a finding at a masked key marks what holds it', () => {
	expect(shown({ a: {} }, { a: { '*1': '*' } }, ['/a/name'])).toEqual([
		'  { | {',
		'!  "a": { | "a": {',
		'   - | "*1": "*"'.replace('   -', '    -'),
		'!  } | }',
		'  } | }',
	]);
});

test('what a masked key may name is not missing', () => {
	expect(shown({ a: { name: 1 }, b: 2 }, { a: { '*1': 1 } })).toEqual([
		'  { | {',
		'   "a": { | "a": {',
		'    "name": 1 | -',
		'    - | "*1": 1',
		'   } | }',
		'!  "b": 2 | -',
		'  } | }',
	]);
});

test('a body that is no JSON is text, and none is no row', () => {
	expect(shown('{"a":1}', '<p>\nno')).toEqual(['! {"a":1} | <p>', '! - | no']);
	expect(shown('', '')).toEqual([]);
	expect(shown('', '{}')).toEqual(['! - | {}']);
});
