/**
 * Reads plain YAML several times as fast as `yaml` does, with the same values. Refuses whatever the two readers may read
 * differently; `tests/openapi/quick-yaml.test.ts` compares them.
 */
import type { Event, ScalarEvent, ScalarTagDefinition, Schema } from 'js-yaml';
import { isKeptByDouble } from '../../json/decimal';
import { keepText } from '../../json/exact';
import { orUndefined } from '../../json/input-error';
import { jsonNumber, markedNumber, writtenNumber } from '../../json/number-text';
import type { Pointer } from '../../json/pointer';
import { PlaceFinder, type Position, positionsOf } from '../../json/position';

type Reader = typeof import('js-yaml');

export interface QuickYaml {
	/** The content: an object or a list. */
	readonly root: object;
	/** The places of values; undefined where only `yaml` can tell one of them. */
	locate(pointers: Iterable<Pointer>): Map<Pointer, Position> | undefined;
}

/** Undefined where only `yaml` can tell the content. */
export function quickYaml(source: string): QuickYaml | undefined {
	if (ambiguous.test(source)) return undefined;
	// Loaded late, because only a spec in YAML needs it.
	const reader = require('js-yaml') as Reader;
	schema ??= schemaOf(reader);
	const options = { source, schema };
	const [root] = orUndefined(() => {
		const events = reader.parseEvents(source, {});
		return isPlain(reader, source, events) ? reader.constructFromEvents(events, options) : [];
	}) ?? [undefined];
	if (typeof root !== 'object' || root === null) return undefined;
	return { root, locate: (pointers) => placesIn(reader, source, pointers) };
}

/** As `yaml` has them. The events are read anew: few runs ask for a place, and they take much room. */
function placesIn(reader: Reader, source: string, pointers: Iterable<Pointer>): Map<Pointer, Position> | undefined {
	const { EVENT_ID, getScalarValue } = reader;
	const wanted = new Set(pointers);
	const finder = new PlaceFinder(wanted);
	for (const event of reader.parseEvents(source, {})) {
		if (event.type === EVENT_ID.POP) finder.end();
		else if (event.type === EVENT_ID.MAPPING) finder.value(event.start, 'object');
		else if (event.type === EVENT_ID.SEQUENCE) finder.value(event.start, 'list');
		else if (event.type === EVENT_ID.SCALAR && !finder.key(() => String(getScalarValue(source, event)))) {
			finder.value(startOf(reader, source, event));
		}
	}
	// An empty value has no place, and a key such as 1.50 another name.
	const isKnown = finder.found.size === wanted.size && [...finder.found.values()].every((each) => each >= 0);
	return isKnown ? positionsOf(source, finder.found) : undefined;
}

const blockHeader = /[|>][-+\d]*[ \t]*(?:#[^\n]*)?\r?\n$/;

/** Where a scalar begins, quotation mark and block indicator included; -1 where that is not known. */
function startOf({ SCALAR_STYLE }: Reader, source: string, { style, valueStart }: ScalarEvent): number {
	if (valueStart < 0 || style === SCALAR_STYLE.PLAIN) return valueStart;
	if (style === SCALAR_STYLE.SINGLE_QUOTED || style === SCALAR_STYLE.DOUBLE_QUOTED) return valueStart - 1;
	const lineStart = source.lastIndexOf('\n', valueStart - 2) + 1;
	const found = blockHeader.exec(source.slice(lineStart, valueStart));
	return found ? lineStart + found.index : -1;
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
