/** What `diff` promises of any document: another way to write the same is no change, and no edit of a used place is missed. */
import fc from 'fast-check';
import { DocumentDiff } from '../../src/diff/document-diff';
import { isObject, type Json, type JsonObject } from '../../src/json/json';
import { child, valueAt } from '../../src/json/pointer';
import { base, edited, exchangesOf, specOf } from './support/fixture';
import { rewritten, schemasIn, someRewrites } from './support/rewrite';

jest.setTimeout(120_000);

/** A failure names its seed. `SEED=7 npx jest tests/diff/properties` tries another one. */
const seed = Number(process.env.SEED ?? 1);

async function changesBetween(old: Json, next: Json) {
	const documents = new DocumentDiff(await specOf(old, 'old.json'), await specOf(next, 'new.json'));
	const using = (await exchangesOf()).filter((each) => documents.use(each)).map((each) => each.interaction.description);
	documents.addUnused();
	return { using, changes: documents.changes.all };
}

test('texts, order, references written out or made, and schemas taken apart are no change', async () => {
	await fc.assert(
		fc.asyncProperty(someRewrites, async (all) => {
			const { using, changes } = await changesBetween(base, rewritten(base, all));
			expect({ using, titles: changes.map(({ title }) => title) }).toEqual({ using: [], titles: [] });
		}),
		{ seed, numRuns: 60 },
	);
});

test('the same holds between two rewritten documents, which differ by one edit', async () => {
	await fc.assert(
		fc.asyncProperty(someRewrites, someRewrites, async (one, other) => {
			const old = rewritten(base, one);
			const changed = edited(base, [{ at: '/components/schemas/Owner/properties/email/format', remove: true }]);
			const { changes } = await changesBetween(old, rewritten(changed, other));
			expect(new Set(changes.map(({ title }) => title.replace(/^.*: /, '')))).toEqual(
				new Set(['no longer has format email.']),
			);
		}),
		{ seed, numRuns: 25 },
	);
});

/** One edit of each keyword that a schema can have. */
function editsOf(schema: JsonObject): [name: string, JsonObject][] {
	const without = (key: string): JsonObject =>
		Object.fromEntries(Object.entries(schema).filter(([each]) => each !== key));
	const isListed = schema.enum !== undefined;
	// The type of listed values is no question, nor is null where it is not listed.
	const removed = [
		...(isListed ? [] : ['type']),
		'enum',
		'const',
		'format',
		'pattern',
		'minimum',
		'maxLength',
		'required',
		'items',
		'oneOf',
	];
	const added: JsonObject = {
		...{ format: 'uuid', pattern: '^x', minLength: 7, maxLength: 2, minimum: -5, maximum: 3, multipleOf: 7 },
		...{ exclusiveMinimum: -9, exclusiveMaximum: 999, uniqueItems: true, minItems: 2, maxItems: 9, maxProperties: 9 },
		...{ minProperties: 1, enum: ['other'], const: 'other', readOnly: true, writeOnly: true, deprecated: true },
		...{ default: 'other', not: { const: 'x' }, anyOf: [{ type: 'string' }, { type: 'integer' }], xml: { name: 'x' } },
		...{ additionalProperties: { type: 'boolean' }, propertyNames: { maxLength: 3 }, contains: { const: 1 } },
		...{
			if: { const: 1 },
			contentMediaType: 'text/html',
			dependentRequired: { a: ['b'] },
			prefixItems: [{ const: 1 }],
		},
		...{ unevaluatedProperties: false, discriminator: { propertyName: 'form' } },
	};
	const own = Object.entries(added).filter(([key]) => schema[key] === undefined);
	return [
		...removed.filter((key) => schema[key] !== undefined).map((key): [string, JsonObject] => [`-${key}`, without(key)]),
		...own.map(([key, value]): [string, JsonObject] => [`+${key}`, { ...schema, [key]: value }]),
		...(typeof schema.type === 'string' && !isListed
			? [['null', { ...schema, type: [schema.type, 'null'] }] as [string, JsonObject]]
			: []),
	];
}

/** What no interaction touches: the parameters and headers that none names, XML, and the alternative that none has. */
const unused = /X-Trace|parameters\/2|X-Page|xml|message|Wet|oneOf\/1|default/;

const used = schemasIn(base).filter((at) => !unused.test(at));

test.each(used)('no edit of a keyword is missed at %s', async (at) => {
	const schema = valueAt(base, at);
	// What stands beside a reference adds to it.
	if (!isObject(schema)) throw new Error(`no schema at ${at}`);
	const missed: string[] = [];
	// Each place has every third of the edits; another seed takes others.
	const part = (used.indexOf(at) + seed) % 3;
	for (const [name, edit] of editsOf(schema).filter((_, index) => index % 3 === part)) {
		const { using, changes } = await changesBetween(base, edited(base, [{ at, set: edit }]));
		if (changes.length === 0 || using.length === 0) missed.push(name);
	}
	expect(missed).toEqual([]);
});

test('a new field that an interaction names is used by it', async () => {
	const at = child('/components/schemas/Pet/properties', 'weight');
	const without = edited(base, [{ at, remove: true }]);
	const { using } = await changesBetween(without, base);
	expect(using).toEqual(['reads a pet']);
});
