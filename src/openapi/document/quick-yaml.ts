/**
 * Reads plain YAML several times as fast as `yaml` does, with the same values. Refuses whatever the two readers may read
 * differently; `tests/openapi/quick-yaml.test.ts` compares them.
 */
import type { Event, ScalarTagDefinition, Schema } from 'js-yaml';
import { isKeptByDouble } from '../../json/decimal';
import { keepText } from '../../json/exact';
import { orUndefined } from '../../json/input-error';
import { jsonNumber, markedNumber, writtenNumber } from '../../json/number-text';

type Reader = typeof import('js-yaml');

/** The content of a file as an object or a list; undefined where only `yaml` can tell it. */
export function quickYaml(source: string): object | undefined {
	if (ambiguous.test(source)) return undefined;
	// Loaded late, because only a spec in YAML needs it.
	const reader = require('js-yaml') as Reader;
	schema ??= schemaOf(reader);
	const options = { source, schema };
	const [root] = orUndefined(() => {
		const events = reader.parseEvents(source, {});
		return isPlain(reader, source, events) ? reader.constructFromEvents(events, options) : [];
	}) ?? [undefined];
	return typeof root === 'object' && root !== null ? root : undefined;
}

let schema: Schema | undefined;

const ambiguous = new RegExp(
	[
		'\\uFEFF|\\r(?!\\n)|(?:^|\\n) *\\t',
		// An indented first line, a mark or a directive of a document, a last line that may begin or continue something.
		'^ |(?:^|\\n)(?:\\.\\.\\.|%)|(?:[-?:]|\\n +)$',
		// An escaped line break before an empty line.
		'\\\\\\r?\\n *\\r?\\n',
	].join('|'),
);

/** What may stand between the values of a flow collection: no comment; and between its last one and the next value. */
const withinFlow = /^[^#]*$/;
const afterFlow = /^[^#]*[\]}](?: +#[^\n\]}]*| *)\r?\n[^\]}]*$/;

/** The end of a block scalar whose last line is made of spaces. */
const spacesAtEnd = /(?:^|\n) \s*$/;

/** A comment that is less indented than what follows may end what holds it. */
const endingComment = /\n( *)#[\s\S]*\n\1 [^\n]*$/;

/** Whether it is one document without anchors, aliases and tags, whose flow collections hold no comments and end a line. */
function isPlain(
	{ EVENT_ID, COLLECTION_STYLE, SCALAR_STYLE }: Reader,
	source: string,
	events: readonly Event[],
): boolean {
	let [documents, depth, end, isNearFlow, isAfterScalar] = [0, 0, 0, false, false];
	for (const event of events) {
		if (event.type === EVENT_ID.ALIAS) return false;
		if (event.type === EVENT_ID.DOCUMENT) {
			documents += 1;
			if (documents > 1 || event.directives.length > 0) return false;
		} else if (event.type === EVENT_ID.POP) depth = Math.max(0, depth - 1);
		else {
			if (event.anchorStart >= 0 || event.tagStart >= 0) return false;
			const isScalar = event.type === EVENT_ID.SCALAR;
			const start = isScalar ? event.valueStart : event.start;
			// An empty value has no place.
			if (start >= 0) {
				const gap = source.slice(end, start);
				// Text behind a quotation mark.
				if (isAfterScalar && /^["'](?![\s,:\]}])/.test(gap)) return false;
				if (isNearFlow && !(depth > 0 ? withinFlow : afterFlow).test(gap)) return false;
				if (gap.includes('#') && endingComment.test(gap)) return false;
				const isBlock = isScalar && event.style >= SCALAR_STYLE.LITERAL_BLOCK;
				if (isBlock && spacesAtEnd.test(source.slice(start, event.valueEnd))) return false;
				isNearFlow = depth > 0;
				isAfterScalar = isScalar;
				end = isScalar ? event.valueEnd : start;
			}
			if (!isScalar && (depth > 0 || event.style === COLLECTION_STYLE.FLOW)) {
				depth += 1;
				isNearFlow = true;
			}
		}
	}
	return !isNearFlow || afterFlow.test(`${source.slice(end)}\n`);
}

/** YAML 1.2's core schema; numbers that a double cannot hold keep their texts. */
function schemaOf({ Schema, strTag, seqTag, mapTag, nullCoreTag, boolCoreTag, ...others }: Reader): Schema {
	const { intCoreTag, floatCoreTag, NOT_RESOLVED } = others;
	const number = (tag: ScalarTagDefinition): ScalarTagDefinition => ({
		...tag,
		resolve(source, ...rest) {
			if (jsonNumber.test(source) && !isKeptByDouble(source)) return markedNumber(source);
			const value = tag.resolve(source, ...rest);
			return value === NOT_RESOLVED && Math.abs(Number(source)) === Number.POSITIVE_INFINITY ? refuse() : value;
		},
	});
	return new Schema([
		{ ...strTag, resolve: (source) => (source === mergeKey ? refuse() : source) },
		{ ...seqTag, addItem: (list: unknown[], item, index) => void list.push(keepText.call(list, String(index), item)) },
		{
			...mapTag,
			addPair(map, key, value) {
				if (key === null || writtenNumber(key) !== undefined) refuse();
				return mapTag.addPair(map, key, keepText.call(map, String(key), value));
			},
		},
		...[nullCoreTag, boolCoreTag, number(intCoreTag), number(floatCoreTag)],
	]);
}

const mergeKey = '<<';

function refuse(): never {
	throw new Error('the two readers may differ');
}
