/** The mutants of the bytes of an answer: its content type, its content encoding, and bodies that are not complete JSON. */
import { gzipSync } from 'node:zlib';
import type { Pairs } from '../../../src/exchange/exchange';
import { isObject, type Json } from '../../../src/json/json';
import type { Spec } from '../../../src/openapi/spec';
import type { Answered, Expectation, Kind, Mutant, Watch } from '../mutant';
import { breachOf, responseOf, type Sample } from './sample';

type Change = (answer: Answered) => Answered;

/** An answer under another content type; none where it is undefined. */
export const typed =
	(type: string | undefined): Change =>
	(answer) => ({
		...answer,
		headers: [
			...without(answer.headers, 'content-type'),
			...(type === undefined ? [] : [['Content-Type', type] as const]),
		],
	});

export const withBody =
	(body: (text: string) => string | Buffer): Change =>
	(answer) => {
		const content = body(answer.body.toString('utf8'));
		return { ...answer, body: typeof content === 'string' ? Buffer.from(content) : content };
	};

export const encoded =
	(coding: string, encode: (bytes: Buffer) => Buffer = (bytes) => bytes): Change =>
	(answer) => ({
		...answer,
		headers: [...without(answer.headers, 'content-encoding'), ['Content-Encoding', coding]],
		body: encode(answer.body),
	});

export const without = (headers: Pairs, name: string): Pairs => headers.filter(([each]) => each.toLowerCase() !== name);

const both: readonly Watch[] = ['spec', 'Pact'];

/** `samples` share operation and status, and their answers are documented as JSON. */
export function byteMutants(spec: Spec, samples: readonly Sample[]): Mutant[] {
	const [first] = samples;
	const documented = first && responseOf(spec, first.operation, first.status);
	if (!first || documented?.media['application/json'] === undefined) return [];
	const prefix = `${first.operation.name} ${first.status}`;
	const scope = { operation: first.operation.name, status: first.status };
	const mutants: Mutant[] = [];
	const add = (kind: Kind, what: string, answer: Change, expected: Expectation) =>
		mutants.push({ kind, name: `${prefix}: ${what}`, scope, fault: { answer }, expected });
	const caught = (because: string, by: readonly Watch[] | 'anybody'): Expectation => ({
		outcome: 'caught',
		verdict: 'disagree',
		by,
		because,
	});
	const reliesOnType = samples.some(({ relied }) => relied.contentType !== undefined);
	const reliesOnBody: readonly Watch[] = samples.some(({ relied }) => relied.body !== undefined) ? both : ['spec'];

	const content = `the spec documents only ${Object.keys(documented.media).join(', ')} for ${documented.key}`;
	const byType = (what: string, type: string | undefined, body: Change = (answer) => answer) => {
		if (type !== undefined && documented.media[type] !== undefined) return;
		add('content type', what, (answer) => typed(type)(body(answer)), caught(content, reliesOnType ? both : ['spec']));
	};
	byType('no content type', undefined);
	for (const type of [
		'text/html',
		'text/plain',
		'application/xml',
		'application/problem+json',
		'Application/Problem+JSON',
		'application/jsonl',
		'application/json5;charset=utf-8',
		'application/octet-stream',
	]) {
		byType(`called ${type}`, type);
	}
	byType(
		'HTML, and called so',
		'text/html',
		withBody(() => page),
	);
	add(
		'content type',
		'UTF-16, and called so',
		(answer) => typed('application/json; charset=utf-16le')(withBody((text) => Buffer.from(text, 'utf16le'))(answer)),
		caught('JSON between systems is UTF-8 (RFC 8259, 8.1), and the client reads it as that', 'anybody'),
	);

	const named = 'its bytes are not in the charset that it names, which readers go by';
	add(
		'content type',
		'called UTF-16 and is UTF-8',
		typed('application/json; charset=utf-16'),
		caught(named, 'anybody'),
	);

	const encoding = 'its content encoding cannot be undone (RFC 9110, 8.4)';
	add('encoding', 'called gzip and is not', encoded('gzip'), caught(encoding, 'anybody'));
	add(
		'encoding',
		'gzip that breaks off',
		encoded('gzip', (bytes) => gzipSync(bytes).subarray(0, -12)),
		caught(encoding, 'anybody'),
	);
	add('encoding', 'a coding that nobody knows', encoded('x-unheard-of'), caught(encoding, 'anybody'));
	add('encoding', 'called br and gzip', encoded('br', gzipSync), caught(encoding, 'anybody'));

	add(
		'body',
		'empty',
		withBody(() => ''),
		caught('the spec documents a body', reliesOnBody),
	);
	const unreadable = 'it is no JSON text (RFC 8259, 2)';
	const broken = (what: string, body: (text: string) => string | Buffer, because = unreadable) =>
		add('body', what, withBody(body), caught(because, reliesOnBody));
	broken('cut at half, and said to be whole', (text) => text.slice(0, text.length / 2));
	broken('HTML, called JSON', () => page);
	broken('a text, called JSON', () => 'OK');
	broken('two JSON texts', (text) => `${text}\n${text}`);
	broken('a comma before the end', (text) => `${text.trimEnd().slice(0, -1)},}`);
	broken('names without quotes', (text) => text.replace(/"(\w+)":/g, '$1:'));
	broken('not UTF-8', (text) => notUtf8(text), 'JSON between systems is UTF-8 (RFC 8259, 8.1)');
	broken('NaN for a value', (text) => text.replace(/^\{/, '{"a_number":NaN,'));
	const bom =
		'a sender must not put a byte order mark before JSON, but a reader may ignore it, as fetch does (RFC 8259, 8.1)';
	add(
		'body',
		'a byte order mark before it',
		withBody((text) => `\uFEFF${text}`),
		{ outcome: 'loose', because: bom },
	);
	if (samples.some(({ body }) => wholeNumber.test(JSON.stringify(body)))) {
		const fraction = 'the spec asks for an integer, and it is none, though its double is (JSON Schema Core, 4.2.2)';
		add(
			'body',
			'whole numbers with a fraction that a double drops',
			withBody((text) => text.replace(new RegExp(wholeNumber, 'g'), `:$1$2.${'0'.repeat(20)}1$3`)),
			caught(fraction, 'anybody'),
		);
	}

	const others: readonly (readonly [string, Json])[] = [
		['an array', []],
		['null', null],
		['a number', 7],
		['a text in quotes', 'OK'],
		['true', true],
		['an empty object', {}],
		['the general error', generalError],
	];
	for (const [what, body] of others) {
		const breach = breachOf(
			spec,
			samples.map((sample) => ({ sample, status: sample.status, body })),
		);
		const because = 'the spec requires no field, and no interaction relies on one';
		add(
			'body',
			what,
			withBody(() => JSON.stringify(body)),
			breach ? { outcome: 'caught', verdict: 'disagree', ...breach } : { outcome: 'loose', because },
		);
	}

	for (const sample of samples.length > 1 ? samples : []) {
		const breach = breachOf(spec, [{ sample, status: sample.status, body: {} }]);
		if (!breach) continue;
		mutants.push({
			...{ kind: 'body', name: `${prefix}: "${sample.description}" alone an empty object` },
			scope: { ...scope, interactions: [sample.number] },
			fault: { answer: withBody(() => '{}') },
			expected: { outcome: 'caught', verdict: 'disagree', ...breach },
		});
	}

	// The contract's side of a name that comes twice is what its last value is.
	const key = keyThatCounts(spec, samples);
	if (key !== undefined) {
		const name = JSON.stringify(key);
		const because =
			'names should be unique, no more (RFC 8259, 4), and every reader here takes the last, which is right';
		add(
			'body',
			'a name twice, the last one right',
			withBody((text) => text.replace(/^\{/, `{${name}:[],`)),
			{ outcome: 'loose', because },
		);
		add(
			'body',
			'a name twice, the last one wrong',
			withBody((text) => text.trimEnd().replace(/\}$/, `,${name}:[[]]}`)),
			caught(`${key} is not what is asked for`, 'anybody'),
		);
	}
	return mutants;
}

/** The general shape of Imprint's errors, which no schema of the operation has. */
const generalError = { error: { type: 'invalid_request', message: 'Something is wrong.', param: 'email' } };

/** The value of a member. */
export const wholeNumber = /:(\d)(\d*)([,}])/;

const page = '<!doctype html><html><body><h1>Please log in</h1></body></html>';

/** The first character within the first text that is a value becomes a byte that UTF-8 does not have. */
function notUtf8(text: string): Buffer {
	const at = text.search(/":"./) + 3;
	return Buffer.concat([Buffer.from(text.slice(0, at)), Buffer.from([0xff]), Buffer.from(text.slice(at + 1))]);
}

function keyThatCounts(spec: Spec, samples: readonly Sample[]): string | undefined {
	const [first] = samples;
	return Object.keys(first && isObject(first.body) ? first.body : {}).find((key) =>
		breachOf(
			spec,
			samples.map((sample) => ({ sample, status: sample.status, body: { ...(sample.body as object), [key]: [[]] } })),
		),
	);
}
