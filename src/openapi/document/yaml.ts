/** A file in YAML: its values by the quicker of two readers, and the position of each. */
import { isKeptByDouble } from '../../json/decimal';
import { keepText, mayNeedText } from '../../json/exact';
import { InputError, reasonOf } from '../../json/input-error';
import { isObject } from '../../json/json';
import { jsonNumber, markedNumber } from '../../json/number-text';
import { keysOf, type Pointer } from '../../json/pointer';
import type { Position } from '../../json/position';
import { quickYaml } from './quick-yaml';

export interface Parsed {
	readonly root: unknown;
	/** The places of the values at pointers within the file. A parser is asked only for what is written down. */
	locate(pointers: Iterable<Pointer>): Map<Pointer, Position>;
}

/** Throws an {@link InputError} that calls the text `what`. */
export function parseYaml(text: string, what: string): Parsed {
	const quick = quickYaml(text);
	if (quick === undefined) return parseFully(text, what);
	let full: Parsed | undefined;
	return {
		root: quick.root,
		locate(pointers) {
			const wanted = [...pointers];
			const found = full === undefined ? quick.locate(wanted) : undefined;
			if (found) return found;
			full ??= parseFully(text, what);
			return full.locate(wanted);
		},
	};
}

/** Objects and lists that YAML aliases may add by repetition: more than any real spec has, and few enough to judge. */
const mostRepeated = 100_000;

/** The reference that stands where a value holds itself. */
export const endless = '*';

/**
 * Puts numbers in the place of their marks, and {@link endless} in that of a value that holds itself. Returns how many
 * objects and lists `value` is made of, each as often as it recurs; `sizes` has this for every one of them, 0 meanwhile.
 */
function finish(value: object, sizes: Map<object, number>): number {
	sizes.set(value, 0);
	let size = 1;
	for (const [key, member] of Object.entries(value) as [string, unknown][]) {
		let finished = keepText.call(value, key, member);
		if (typeof member === 'object' && member !== null) {
			const known = sizes.get(member);
			if (known === 0) finished = { $ref: endless };
			else size += known ?? finish(member, sizes);
		}
		if (finished !== member) Object.defineProperty(value, key, { value: finished });
	}
	sizes.set(value, size);
	return size;
}

/** The same by `yaml` alone. */
export function parseFully(text: string, what: string): Parsed {
	// Loaded late, because only a spec in YAML needs the parser; required, because references are read synchronously.
	const { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, visit } =
		require('yaml') as typeof import('yaml');
	const lines = new LineCounter();
	const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, merge: true });
	const fault = document.errors[0];
	if (fault) {
		const { line, col } = lines.linePos(fault.pos[0]);
		throw new InputError(`${what} is not YAML: ${fault.message} (line ${line}, column ${col}).`);
	}
	const below = (node: unknown, key: string): unknown => {
		if (isAlias(node)) return below(node.resolve(document), key);
		if (isSeq(node)) return node.items[Number(key)];
		if (!isMap(node)) return undefined;
		const own = node.items.find((pair) => String(pair.key) === key);
		if (own) return own.value;
		// Merged values have the place where they are written. The key `<<` is a symbol, not a text.
		const merged = node.items.find((pair) => isScalar(pair.key) && typeof pair.key.value === 'symbol')?.value;
		const maps: readonly unknown[] = isSeq(merged) ? merged.items : [merged];
		return maps.map((map) => below(map, key)).find((found) => found !== undefined);
	};
	const nodeAt = (pointer: Pointer): unknown =>
		keysOf(pointer).reduce<unknown>((node, key) => below(node, key) ?? node, document.contents);
	const positionOf = (pointer: Pointer): Position => {
		const node = nodeAt(pointer);
		const range = isObject(node) && 'range' in node ? node.range : undefined;
		const { line, col } = lines.linePos(Array.isArray(range) ? Number(range[0]) : 0);
		return { line, column: col };
	};
	try {
		if (mayNeedText.test(text)) {
			visit(document, {
				Scalar(place, node) {
					const { value, source = '' } = node;
					if (typeof value !== 'number' || !jsonNumber.test(source) || isKeptByDouble(source)) return;
					node.value = place === 'key' ? source : markedNumber(source);
				},
			});
		}
		const holder: { readonly root: unknown } = { root: document.toJS({ maxAliasCount: -1 }) };
		const sizes = new Map<object, number>();
		if (finish(holder, sizes) - sizes.size > mostRepeated) {
			throw new Error(`its YAML aliases repeat more than ${mostRepeated} objects and lists`);
		}
		const { root } = holder;
		return { root, locate: (pointers) => new Map([...pointers].map((each) => [each, positionOf(each)])) };
	} catch (error) {
		throw new InputError(`${what} cannot be used: ${reasonOf(error)}.`);
	}
}
