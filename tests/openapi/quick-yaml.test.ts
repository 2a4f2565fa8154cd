/** The quicker reader of YAML: what it reads, `yaml` reads alike, and what the two may read differently it leaves to `yaml`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { stringifyExact } from '../../src/json/exact';
import { orUndefined } from '../../src/json/input-error';
import { child } from '../../src/json/pointer';
import { quickYaml } from '../../src/openapi/document/quick-yaml';
import { parseFully, parseYaml } from '../../src/openapi/document/yaml';
import { projectRoot } from '../support/cli';

/** Whether the quicker reader read `text`; fails where `yaml` reads something else, or reports an error. */
function isReadAlike(text: string): boolean {
	const quick = quickYaml(text);
	if (quick === undefined) return false;
	const full = orUndefined(() => parseFully(text, 'it'));
	// The order of keys and the texts of numbers count, too.
	const { root } = quick;
	const isAlike = isDeepStrictEqual(full?.root, root) && stringifyExact(full?.root) === stringifyExact(root);
	if (!isAlike) throw new Error(`${JSON.stringify(text)} is read as ${stringifyExact(root)}`);
	const pointers = pointersIn(root);
	const places = quick.locate(pointers);
	if (places) expect(places).toEqual(full?.locate(pointers));
	return true;
}

function pointersIn(value: unknown, at = ''): string[] {
	if (typeof value !== 'object' || value === null) return [at];
	const below = Object.entries(value).flatMap(([key, each]) => pointersIn(each, child(at, key)));
	return [at, ...below];
}

test('places are known without yaml, but for those of empty values', () => {
	const text = readFileSync(join(projectRoot, 'spec/openapi.yaml'), 'utf8');
	const quick = quickYaml(text);
	expect(quick?.locate(pointersIn(quick.root))?.size).toBe(pointersIn(quick?.root).length);
	expect(quickYaml('a:\nb: 1\n')?.locate(['/a'])).toBeUndefined();
});

describe('reads as yaml does', () => {
	test.each([
		'a: 1\nb: [x, {c: d}, "e, f"]\ng: {}\nh: []\n',
		'{"a": {"b": [1, "#2", null]}, "c": "x"}\n',
		'a: [\n  b,\n  c\n  ]\nd: {\n  e: f }\n',
		'a: [b] # comment\nc: d # comment\n# comment\n',
		'a: |\n  b\n   c\n\n  d\ne: >-\n  f\n  g\n\n   h\ni: |+\n  j\n\nk: l\n',
		"a: b\n  c\n\n  d\ne: \"f\n  g\\\n  h\n\n  i\"\nj: 'k\n  l''m'\n",
		'a: "\\x41\\u00e9\\U0001F600\\n\\t\\/\\\\\\e\\_\\N\\L"\n',
		'a: [~, null, Null, NULL, true, True, TRUE, false, n, y, yes, No, on, off]\nb:\nc: ""\n',
		'a: [0, -0, +1, 017, 0o17, 0x1F, 0b1, 1_000, 1:30, .5, 5., -.5e3, 1e3, 1E-7, .inf, -.INF, .nan, ., +, -x, 0x, 0o8]\n',
		'a: [2020-01-01, 2020-01-01T00:00:00Z, 1.0, 1.10, "1", =]\n',
		'a: 9007199254740993\nb: [990000000262240065, 5.0, 0.1000000000000000055, 1e400, -1e400, +9007199254740993]\n',
		'1: a\n1.50: b\ntrue: c\n0x10: d\n.nan: e\n"~": f\n',
		'__proto__: 1\nconstructor: 2\ntoString: {__proto__: {a: 1}}\n',
		'- - a\n  - - b\n-\n  c: d\n- e:\n  - f\n',
		'? a\n: b\n? c\n',
		'---\na: b\n',
		'a: b\r\nc: |\r\n  d\r\n  e\r\n',
		'a: b#c\nd: http://x/{id}/y\ne: f:g\n',
		'/a/{id}/b: {$ref: "#/c"}\n"/d": {$ref: \'#/e\'}\n',
		'a:\tb\nc: d\t# e\n',
		'a: |\n  --- b\n  ---\n  ...\n  | c\t|\n',
		'a: >2\n    b\n   c\n',
		'a:\n  # b\n  c: d\n# e\nf:\n  - g\n  # h\n  - i\n',
		'a: é\u00a0\u0085\u2028😀\n',
	])('%j', (text) => expect(isReadAlike(text)).toBe(true));

	test.each(['spec/openapi.yaml', 'tests/openapi/every.yaml'])('%s', (file) => {
		expect(isReadAlike(readFileSync(join(projectRoot, file), 'utf8'))).toBe(true);
	});
});

describe('leaves to yaml', () => {
	test.each([
		['an anchor', 'a: &x 1\n'],
		['an alias', 'a: &x [1]\nb: *x\n'],
		['a value that holds itself', 'a: &x\n  b: *x\n'],
		['a merge key', 'a:\n  <<: {b: 1}\n'],
		['a tag', 'a: !!str 1\n'],
		['a tag of a map', '!!map\na: 1\n'],
		['a tag of an application', 'a: !x 1\n'],
		['a tag for anything', 'a: ! 1\n'],
		['binary', 'a: !!binary aGk=\n'],
		['a directive', '%YAML 1.1\n---\na: yes\n'],
		['two documents', 'a: 1\n---\nb: 2\n'],
		['the end of a document', 'a: 1\n...\n'],
		['a key twice', 'a: 1\na: 2\n'],
		['keys of one name', '1: a\n"1": b\n'],
		['an empty key', '~: a\n'],
		['a long number as a key', '9007199254740993: a\n'],
		['a list as a key', '[a]: b\n'],
		['a number beyond all doubles in a form of YAML alone', 'a: +1e400\n'],
		['a line that begins with a tab', 'a:\n  b\n\t\n  c\n'],
		['a byte order mark', 'a: b\n\uFEFFc: d\n'],
		['a carriage return', 'a: b\rc: d\n'],
		['a block scalar that ends in spaces', 'a: |1\n  b\n    \n'],
		['a block scalar of spaces', 'a: |2\n    \n'],
		['a comment that ends what holds it', '- # b\n#- |\n c\n- d: e\n'],
		['a list item at the end of the file', '- a\n  b\n-'],
		['an unknown directive', '%x\n  ---\na: b\n'],
		['a last line of spaces', 'a: |+\n\n     '],
		['an escaped line break before an empty line', 'a: "b\\\n\n  c"\n'],
		['an indented mark', '  ---\na: b\n'],
		['a comment in a flow collection', '{a: :x\n# c\n}\n'],
		['a comment behind its last value', 'a: [b # c\n  ]\nd: e\n'],
		['text behind a flow collection', 'a:\n- {}b: c\n'],
		['text behind a quotation mark', "a:\n- ''4b:\n  - c\n"],
		['a surrogate alone', 'a: \ud800\n'],
		['a control character', 'a: \u0001\n'],
		['nothing', ''],
		['a comment', '# a\n'],
		['a text', 'a\n'],
		['deep nesting', `${'['.repeat(200)}${']'.repeat(200)}\n`],
	])('%s', (_, text) => expect(quickYaml(text)).toBeUndefined());
});

test('a long number as a key keeps its text', () => {
	expect(parseYaml('9007199254740993: a\nb: 9007199254740993\n', 'it').root).toEqual({
		'9007199254740993': 'a',
		b: 9007199254740992,
	});
});

/** Lines of every kind, right and wrong. */
const lines = [
	...['a: 1', 'b:', '- x', '- ', '-', 'c: |', 'd: >', 'e: >-', 'f: |+', 'g: |2', 'text', '# c', 'x # c', 'x#y', '"q'],
	...['q"', "'s", "s'", '"a b"', "'it''s'", '{a: 1}', '[1, 2]', '{a', '}', '[', ']', '? k', ': v', 'k: "x', '\t'],
	...['- - x', '- a: 1', 'null:', '~: 1', '1: 2', 'true: x', '"": y', "'a': z", 'a: - b', 'a: |-  # c', '%x', '@x'],
	...['a: *b', 'a: !x', 'x:  # c', '---', '...', '"a": "b","c"', '{"a":1}', '{"a":b}', '[a: 1]', '[,]', '{? a}'],
	...[
		'a: {\\',
		'=',
		'a: ]',
		'[a]: x',
		'"k" : v',
		'-a',
		'?a',
		':a',
		'a: ?b',
		'a: "b" c',
		'\r',
		'a: \u00a0x',
		'a: \uFEFFb',
	],
	...['<<: {z: 1}', '&a x', '__proto__: 1', '1: 12345678901234567890', 'a: 1e999', '1.0: +1e999', 'a: "\\ud83d"'],
];
/** Pieces that change the meaning of what surrounds them. */
const pieces = [
	...['\n', ' ', '  ', '\t', '- ', ': ', ':', '? ', '#', ' #', '"', "'", '|', '>', '|-', '|2', '{', '}', '[', ']', ','],
	...['a', 'b: c', '0', '.5', '~', '\\', '\\n', '\\\n', '%', '@', '\r', '\r\n', '\u0085', '\uFEFF', '---\n', '...\n'],
	...[
		'!',
		'&',
		'*',
		'0x1F',
		'+1',
		'-',
		'1e400',
		'12345678901234567890',
		'\n  ',
		'\n- ',
		'\n\n',
		'\n# c\n',
		'""',
		' \n',
	],
];

const indented = fc.record({ indent: fc.integer({ min: 0, max: 6 }), line: fc.constantFrom(...lines) });
const madeOfLines = fc
	.array(indented, { minLength: 1, maxLength: 7 })
	.map((all) => all.map(({ indent, line }) => `${' '.repeat(indent)}${line}\n`).join(''));

const whole = readFileSync(join(projectRoot, 'tests', 'openapi', 'every.yaml'), 'utf8').split('\n');
const samples = [
	...Array.from({ length: Math.floor(whole.length / 8) }, (_, index) =>
		whole.slice(index * 8, index * 8 + 12).join('\n'),
	),
	'a: |\n  b\n   c\n\n  d\ne: >-\n  f\n\n   g\nh: |+\n  i\n\nj: k\n',
	"a: b\n  c\n\n  d\ne: \"f\n  g\\\n  h\n\n  i\"\nj: 'k\n  l''m'\n",
	'a: [\n  b,\n  {c: "d", e: [f]}\n]\ng: {h: i} # j\nk:\n- [l, m]\n- {}\n',
	'{"a": {"b": [1, 2.50, "#"]},\n "c": "d: e"}\n',
];
const edit = fc.record({ at: fc.nat(), drop: fc.integer({ min: 0, max: 3 }), piece: fc.constantFrom('', ...pieces) });
const edited = fc
	.tuple(fc.constantFrom(...samples), fc.array(edit, { minLength: 1, maxLength: 3 }))
	.map(([text, edits]) =>
		edits.reduce((now, { at, drop, piece }) => {
			const place = at % (now.length + 1);
			return now.slice(0, place) + piece + now.slice(place + drop);
		}, text),
	);

test.each([
	['made of odd lines', madeOfLines, 150],
	['a spec and other samples, edited', edited, 1000],
])('random YAML, %s', (_, texts, least) => {
	let readAlike = 0;
	const property = fc.property(texts, (text) => {
		if (isReadAlike(text)) readAlike += 1;
	});
	fc.assert(property, { seed: 20261130, numRuns: 10_000 });
	expect(readAlike).toBeGreaterThan(least);
});
