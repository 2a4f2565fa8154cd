/**
 * What a client writes in any style of the specification is read back as what it was: for random values, a request with
 * the value in it is right where the schema asks for just that value, and wrong where it asks for another.
 */
import { array, assert, asyncProperty, constantFrom, integer, oneof, string, uniqueArray } from 'fast-check';
import { check } from '../../src/check/check';
import { livePlaces, noBody, type Pairs } from '../../src/exchange/exchange';
import type { Json } from '../../src/json/json';
import { specOf } from '../openapi/support/document';

type Scalar = string | number;
type Value = Scalar | readonly Scalar[] | { readonly [name: string]: Scalar };
type Entries = (readonly [string, Scalar])[];

interface Sent {
	readonly path?: string;
	readonly query?: Pairs;
	readonly headers?: Pairs;
}

/** A style as RFC 6570 writes it. Characters that separate parts there are kept out of what is not encoded. */
interface Style {
	readonly in: 'path' | 'query' | 'header' | 'cookie';
	readonly style: string;
	readonly explode: boolean;
	readonly shapes: readonly ('scalar' | 'list' | 'object')[];
	write(name: string, value: Value): Sent;
}

const encode = (value: Scalar) =>
	encodeURIComponent(String(value)).replace(/[.!~*'()]/g, (each) => `%${each.charCodeAt(0).toString(16)}`);
const plain = (value: Scalar) => String(value);
const isList = (value: Value): value is readonly Scalar[] => Array.isArray(value);
const isScalar = (value: Value): value is Scalar => typeof value !== 'object';
const entriesOf = (value: Value): Entries => Object.entries(value);
const listed = (value: Value, separator: string, spell: (each: Scalar) => string) =>
	isScalar(value) ? spell(value) : (isList(value) ? [...value] : entriesOf(value).flat()).map(spell).join(separator);
const assigned = (value: Value, separator: string, spell: (each: Scalar) => string) =>
	entriesOf(value)
		.map(([name, each]) => `${spell(name)}=${spell(each)}`)
		.join(separator);
const isObject = (value: Value) => !isScalar(value) && !isList(value);

const everything = ['scalar', 'list', 'object'] as const;
const several = ['list', 'object'] as const;
const one = (name: string, text: string): Sent => ({ query: [[name, text]] });

const styles: readonly Style[] = [
	{
		in: 'path',
		style: 'simple',
		explode: false,
		shapes: everything,
		write: (_, value) => ({ path: listed(value, ',', encode) }),
	},
	{
		in: 'path',
		style: 'simple',
		explode: true,
		shapes: everything,
		write: (_, value) => ({ path: isObject(value) ? assigned(value, ',', encode) : listed(value, ',', encode) }),
	},
	{
		in: 'path',
		style: 'label',
		explode: false,
		shapes: everything,
		write: (_, value) => ({ path: `.${listed(value, ',', encode)}` }),
	},
	{
		in: 'path',
		style: 'label',
		explode: true,
		shapes: everything,
		write: (_, value) => ({ path: `.${isObject(value) ? assigned(value, '.', encode) : listed(value, '.', encode)}` }),
	},
	{
		in: 'path',
		style: 'matrix',
		explode: false,
		shapes: everything,
		write: (name, value) => ({ path: `;${name}=${listed(value, ',', encode)}` }),
	},
	{
		in: 'path',
		style: 'matrix',
		explode: true,
		shapes: everything,
		write: (name, value) => ({
			path: isObject(value)
				? `;${assigned(value, ';', encode)}`
				: [value]
						.flat()
						.map((each) => `;${name}=${encode(each as Scalar)}`)
						.join(''),
		}),
	},
	{
		in: 'query',
		style: 'form',
		explode: false,
		shapes: everything,
		write: (name, value) => one(name, listed(value, ',', plain)),
	},
	{
		in: 'query',
		style: 'form',
		explode: true,
		shapes: everything,
		write: (name, value) => ({
			query: isObject(value)
				? entriesOf(value).map(([each, text]) => [each, plain(text)] as const)
				: [value].flat().map((each) => [name, plain(each as Scalar)] as const),
		}),
	},
	{
		in: 'query',
		style: 'spaceDelimited',
		explode: false,
		shapes: several,
		write: (name, value) => one(name, listed(value, ' ', plain)),
	},
	{
		in: 'query',
		style: 'pipeDelimited',
		explode: false,
		shapes: several,
		write: (name, value) => one(name, listed(value, '|', plain)),
	},
	{
		in: 'query',
		style: 'deepObject',
		explode: true,
		shapes: ['object'],
		write: (name, value) => ({
			query: entriesOf(value).map(([each, text]) => [`${name}[${each}]`, plain(text)] as const),
		}),
	},
	{
		in: 'header',
		style: 'simple',
		explode: false,
		shapes: everything,
		write: (name, value) => ({ headers: [[name.toUpperCase(), listed(value, ', ', plain)]] }),
	},
	{
		in: 'header',
		style: 'simple',
		explode: true,
		shapes: everything,
		write: (name, value) => ({
			headers: [[name, isObject(value) ? assigned(value, ',', plain) : listed(value, ',', plain)]],
		}),
	},
	{
		in: 'cookie',
		style: 'form',
		explode: false,
		shapes: everything,
		write: (name, value) => ({ headers: [['Cookie', `a=b; ${name}=${listed(value, ',', encode)}`]] }),
	},
	{
		in: 'cookie',
		style: 'form',
		explode: true,
		shapes: everything,
		write: (name, value) => ({
			headers: [
				[
					'Cookie',
					isObject(value)
						? assigned(value, '; ', encode)
						: [value]
								.flat()
								.map((each) => `${name}=${encode(each as Scalar)}`)
								.join('&'),
				],
			],
		}),
	},
];

const cases = styles.flatMap((style) =>
	style.shapes.map((shape) => [style.in, style.style, style.explode, shape, style] as const),
);

test.each(cases)('in %s, style %s, explode %s, a %s is parsed', async (where, _, __, shape, style) => {
	// What is encoded may hold anything; the rest nothing that separates parts.
	const isEncoded = where === 'path' || where === 'cookie';
	const letters = isEncoded ? 'ab,.;=&| %/é😀#?' : 'ab.#?é';
	const texts = string({ unit: constantFrom(...letters), minLength: 1, maxLength: 6 });
	const scalar = oneof(texts, integer({ min: -1000, max: 1000 }));
	const names = uniqueArray(texts, { minLength: 1, maxLength: 3 });
	const values = {
		scalar,
		list: array(scalar, { minLength: 1, maxLength: 4 }),
		object: names.chain((keys) =>
			array(scalar, { minLength: keys.length, maxLength: keys.length }).map(
				(all): Value => Object.fromEntries(keys.map((key, index) => [key, all[index] ?? 0])),
			),
		),
	}[shape];
	await assert(
		asyncProperty(values, async (value: Value) => {
			const sent = style.write('it', value);
			expect([sent, await codesOf(style, value, sent)]).toEqual([sent, []]);
			const [wrong] = await codesOf(style, changed(value), sent);
			expect([sent, wrong]).toEqual([sent, 'request.parameter.invalid']);
		}),
		{ numRuns: 6, seed: 11 },
	);
});

/** The same with its first scalar replaced by one of its kind that nothing above makes. */
function changed(value: Value): Value {
	if (typeof value === 'number') return 7777;
	if (typeof value === 'string') return 'zz';
	if (isList(value)) return value.map((each, index) => (index === 0 ? (changed(each) as Scalar) : each));
	return Object.fromEntries(
		entriesOf(value).map(([name, each], index) => [name, index === 0 ? (changed(each) as Scalar) : each]),
	);
}

async function codesOf(style: Style, value: Value, { path = 'x', query = [], headers = [] }: Sent): Promise<string[]> {
	const parameter = {
		name: 'it',
		in: style.in,
		required: true,
		style: style.style,
		explode: style.explode,
		schema: schemaOf(value),
	};
	const spec = await specOf({
		openapi: '3.1.0',
		paths: { '/a/{it}': { get: { parameters: [parameter], responses: { 200: { description: 'ok' } } } } },
	});
	const exchange = {
		interaction: { file: 'x.json', index: 0, description: 'an exchange' },
		places: livePlaces,
		request: { method: 'GET', path: `/a/${path}`, query, headers, body: noBody },
		response: { status: 200, headers: [], body: noBody },
	};
	return check(exchange, spec, 'contract').findings.map(({ code }) => code);
}

/** A schema that only this value holds by. */
function schemaOf(value: Value): Json {
	if (isScalar(value)) return { type: typeof value === 'number' ? 'integer' : 'string', enum: [value] };
	if (isList(value)) {
		return { type: 'array', prefixItems: value.map(schemaOf), items: false, minItems: value.length };
	}
	return {
		type: 'object',
		properties: Object.fromEntries(entriesOf(value).map(([name, each]) => [name, schemaOf(each)])),
		required: Object.keys(value),
		additionalProperties: false,
	};
}
