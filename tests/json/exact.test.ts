/** Numbers to the digit: what a double cannot hold is kept as text beside what holds it, and compared by it. */
import { compareNumerals, isKeptByDouble, isMultipleOf } from '../../src/json/decimal';
import { holderOf, isSame, keepIfNeeded, keepTextsOf, parseExact, textAt, textIn } from '../../src/json/exact';
import { parseWritten, stringifyWritten } from '../../src/json/number-text';

test.each([
	['9007199254740993', '9007199254740992', 1],
	['-9007199254740993', '-9007199254740992', -1],
	['5.0', '5', 0],
	['1e2', '100', 0],
	['-0', '0.0', 0],
	['0.1', '1e-1', 0],
	['1e400', '9e399', 1],
	['1e-400', '0', 1],
	['-1', '1', -1],
	['0.09', '0.1', -1],
	['12', '123', -1],
	['1e999999999999', '2', 1],
])('%s and %s', (one, other, order) => {
	expect(Math.sign(compareNumerals(one, other))).toBe(order);
	expect(Math.sign(compareNumerals(other, one))).toBe(order === 0 ? 0 : -order);
});

test.each([
	['0.01', '19.99', true],
	['0.01', '0.07', true],
	['0.01', '1.1e-7', false],
	['10', '880000000123456781', false],
	['10', '880000000123456780', true],
	['3', '1e400', false],
	['2', '1e400', true],
	['1e-300', '1e300', true],
	['7', '0', true],
	['1', '9007199254740992.5', false],
])('a multiple of %s: %s is %s', (step, value, is) => {
	expect(isMultipleOf(step, value)).toBe(is);
	if (isKeptByDouble(value) && isKeptByDouble(step)) expect(isMultipleOf(Number(step), Number(value))).toBe(is);
});

test('a number that a double cannot hold is kept, wherever it stands', () => {
	const value = parseExact(' {"a": [1, 9007199254740993, {"b":0.12345678901234567890}], "c":-1e400, "__proto__":1e2} ');
	expect(value).toEqual(
		JSON.parse('{"a":[1,9007199254740992,{"b":0.12345678901234568}],"c":-1.7976931348623157e308,"__proto__":100}'),
	);
	const places = ['/a/0', '/a/1', '/a/2/b', '/c', '/__proto__', '/none', ''];
	expect(places.map((place) => textAt(value, place))).toEqual([
		...[undefined, '9007199254740993', '0.12345678901234567890', '-1e400', undefined, undefined, undefined],
	]);
});

test('digits in texts and names are no numbers', () => {
	const text = '{"9007199254740993":"9007199254740993, 1e400","a\\"9007199254740993":"\\\\","b": 9007199254740993}';
	const value = parseExact(text);
	expect(value).toEqual(JSON.parse(text));
	expect(stringifyWritten(parseWritten(text))).toBe(text.replace(': 9', ':9'));
});

test('what is no JSON stays so', () => {
	for (const text of ['09007199254740993', '[9007199254740993.]', '{"a":+9007199254740993}', '']) {
		expect(() => parseExact(text)).toThrow(SyntaxError);
	}
});

test('a text of many megabytes is passed over', () => {
	const long = 'x"\\'.repeat(3_000_000);
	const text = JSON.stringify({ long, number: 0 }).replace(':0}', ':9007199254740993}');
	expect(textIn(parseExact(text), 'number')).toBe('9007199254740993');
});

test('values are the same where their numbers are', () => {
	const [one, same, other] = ['9007199254740993', '9007199254740993.0', '9007199254740992'].map((number) =>
		parseExact(`[{"a":${number}}]`),
	);
	const held = (value: unknown) => [value, undefined, undefined] as const;
	expect(isSame(held(one), held(same))).toBe(true);
	expect(isSame(held(one), held(other))).toBe(false);
	expect(isSame(held([1]), held({ 0: 1 }))).toBe(false);
	expect(isSame(held({ a: 1 }), held({ b: 1 }))).toBe(false);
});

test('copies keep what their source keeps, and a number alone has a holder', () => {
	const source = parseExact('{"minimum":9007199254740993}') as object;
	expect(
		textIn(
			keepTextsOf(source, {}, () => 'more'),
			'more',
		),
	).toBe('9007199254740993');
	expect(holderOf('5.0')).toBeUndefined();
	expect(textIn(holderOf('9007199254740993'), 'text')).toBe('9007199254740993');
	const list = [0];
	keepIfNeeded(list, 0, '1e400');
	expect(textIn(list, 0)).toBe('1e400');
});
