/** Mutants that say the same in another way: other spellings of a content type, content encodings, and the same JSON value. */
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import type { Json } from '../../../src/json/json';
import type { Answered, Kind, Mutant } from '../mutant';
import { encoded, typed, wholeNumber, withBody } from './bytes';

const typings = [
	...['application/json', 'Application/JSON', 'application/json;', 'application/json; profile=x'],
	...['application/json; charset=utf-8', 'application/json;charset=UTF-8', 'application/json; charset="utf-8"'],
	...[
		'APPLICATION/json; Charset="UTF-8"',
		'application/json;Profile="x y";charset=utf-8',
		'application/JSON;a=1;b="2"',
	],
	...['application/json ; charset=utf-8', 'application/json; charset=utf8', 'application/json; charset=iso-8859-1'],
];

/** Each as a member that comes first. */
const newFields: readonly (readonly [what: string, member: string])[] = [
	['called __proto__', '"__proto__":{"type":1}'],
	['called constructor', '"constructor":{"prototype":null}'],
	['without a name', '"":0'],
	['with characters beyond ASCII', '"caf\u00e9":"\u{1f600} \u4f60\u597d"'],
	['of a megabyte', `"large":"${'x'.repeat(2 ** 20)}"`],
	['with a number beyond what a double holds', '"large":123456789012345678901234567890.5'],
	['with the largest number of 64 bits', '"large":9223372036854775807'],
	['with a fraction of thirty digits', '"small":0.123456789012345678901234567890'],
];

export function harmlessMutants(): Mutant[] {
	const mutants: Mutant[] = [];
	const add = (kind: Kind, name: string, answer: (answer: Answered) => Answered, because: string) =>
		mutants.push({
			...{ kind, name: `every answer: ${name}`, scope: {}, fault: { answer } },
			expected: { outcome: 'harmless', because },
		});

	const type =
		'names of types have no case, and a parameter says nothing about JSON, which is UTF-8 (RFC 9110, 8.3; RFC 8259, 11)';
	for (const spelled of typings) add('content type', `content type ${spelled}`, typed(spelled), type);

	const coding = 'it can be undone by whoever reads HTTP (RFC 9110, 8.4)';
	add('encoding', 'gzip', encoded('gzip', gzipSync), coding);
	add('encoding', 'x-gzip', encoded('x-gzip', gzipSync), coding);
	add('encoding', 'GZIP in capitals', encoded('GZIP', gzipSync), coding);
	add('encoding', 'deflate', encoded('deflate', deflateSync), coding);
	add('encoding', 'br', encoded('br', brotliCompressSync), coding);
	add('encoding', 'identity', encoded('identity'), coding);
	add(
		'encoding',
		'gzip twice',
		encoded('gzip, gzip', (bytes) => gzipSync(gzipSync(bytes))),
		coding,
	);

	const same = 'it is the same JSON value (RFC 8259)';
	const text = (name: string, change: (text: string) => string, because = same) =>
		add('body', name, withBody(change), because);
	text('white space before and after', (body) => ` \r\n\t${body}\n \n`);
	text('written over several lines', (body) => JSON.stringify(JSON.parse(body), null, '\t'));
	text('its names in another order', (body) => JSON.stringify(reversed(JSON.parse(body) as Json)));
	text('its texts in escapes', inEscapes);
	text('whole numbers written with a fraction', (body) => body.replace(wholeNumbers, ':$1$2.0$3'));
	text('whole numbers with more zeros than a double has digits', (body) =>
		body.replace(wholeNumbers, `:$1$2.${'0'.repeat(30)}$3`),
	);
	text('whole numbers written with an exponent', (body) => body.replace(wholeNumbers, inExponents));

	const news = 'it is a field that the spec does not know, which is told as a warning';
	for (const [what, member] of newFields) {
		text(`a new field ${what}`, (body) => body.replace(/^\{/, () => `{${member},`), news);
	}
	return mutants;
}

const wholeNumbers = new RegExp(wholeNumber, 'g');

const inExponents = (_: string, first: string, rest: string, end: string) =>
	`:${first}.${rest === '' ? '0' : rest}E+${rest.length}${end}`;

function reversed(value: Json): Json {
	if (Array.isArray(value)) return value.map((each: Json) => reversed(each));
	if (typeof value !== 'object' || value === null) return value;
	const members = Object.entries(value).map(([key, member]) => [key, reversed(member)] as const);
	return Object.fromEntries(members.reverse());
}

/** Every character within quotes as `\u00xx`. */
function inEscapes(text: string): string {
	const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
	return text.replace(/"([^"\\]*)"/g, (_, inner: string) => `"${inner.replace(/[\s\S]/g, escaped)}"`);
}
