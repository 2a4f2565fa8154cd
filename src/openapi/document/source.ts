/** One file of the spec, parsed, with the position of each value. */
import { isKeptByDouble } from '../../json/decimal';
import { keepText, mayNeedText, parseExact } from '../../json/exact';
import { InputError, reasonOf } from '../../json/input-error';
import { isObject } from '../../json/json';
import { withNumberTexts } from '../../json/number-text';
import { child, keysOf, type Pointer, stepInto } from '../../json/pointer';
import { locateInJson, type Position } from '../../json/position';

export interface Source {
	readonly root: unknown;
	/** Whether a schema in it may name itself or its dialect: only then is there anything to index. */
	readonly namesItself: boolean;
	/** Whether it holds a word that is the name of something every object inherits. */
	readonly namesInherited: boolean;
	/** The places of the values at pointers within the file, or of their nearest ancestors that are written down. */
	locate(pointers: Iterable<Pointer>): Map<Pointer, Position>;
	/** Where a value was written, if overlays changed the file. */
	home?(pointer: Pointer): { readonly file: string; readonly pointer: Pointer };
}

/** Parses `bytes`, the content of `file`. Throws an {@link InputError} that calls it `what`. */
export function parseSource(file: string, bytes: string, what: string): Source {
	const text = bytes.replace(/^\uFEFF/, '');
	const { root, locate } = file.toLowerCase().endsWith('.json') ? parseJson(text, what) : parseYaml(text, what);
	return {
		root,
		namesItself: /\$(id|anchor|dynamicAnchor|schema)\b/.test(text),
		namesInherited: inherited.test(text),
		locate(pointers) {
			const written = new Map([...pointers].map((pointer) => [pointer, nearestWritten(root, pointer)]));
			const positions = locate(new Set(written.values()));
			return new Map([...written].map(([pointer, nearest]) => [pointer, positions.get(nearest) ?? start]));
		},
	};
}

/** As in {@link Source}; every pointer leads to a value. */
type Parsed = Pick<Source, 'root' | 'locate'>;

/** More uses of YAML aliases than any real spec has; a file beyond is made to exhaust memory. */
const mostAliases = 1_000_000;

/** yaml calls it as JSON.parse does. */
function reviver(this: unknown, key: unknown, value: unknown): unknown {
	return keepText.call(this, String(key), value);
}

const jsonNumber = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

const start: Position = { line: 1, column: 1 };

function nearestWritten(root: unknown, pointer: Pointer): Pointer {
	const keys = keysOf(pointer);
	while (keys.reduce(stepInto, root) === undefined) keys.pop();
	return child('', ...keys);
}

const inherited = new RegExp(`\\b(${Object.getOwnPropertyNames(Object.prototype).join('|')})\\b`);

function parseJson(text: string, what: string): Parsed {
	try {
		const root: unknown = parseExact(text);
		return { root, locate: (pointers) => locateInJson(text, pointers) };
	} catch (error) {
		throw new InputError(`${what} is not JSON: ${reasonOf(error)}.`);
	}
}

function parseYaml(text: string, what: string): Parsed {
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
	const nodeAt = (pointer: Pointer): unknown => keysOf(pointer).reduce<unknown>(below, document.contents);
	const positionOf = (pointer: Pointer): Position => {
		const node = nodeAt(pointer);
		const range = isObject(node) && 'range' in node ? node.range : undefined;
		const { line, col } = lines.linePos(Array.isArray(range) ? Number(range[0]) : 0);
		return { line, column: col };
	};
	try {
		const needsTexts = mayNeedText.test(text);
		if (needsTexts) {
			visit(document, {
				Scalar(_, node) {
					const { value, source = '' } = node;
					const isRounded = typeof value === 'number' && jsonNumber.test(source) && !isKeptByDouble(source);
					if (isRounded) node.value = JSON.parse(withNumberTexts(source));
				},
			});
		}
		const root: unknown = document.toJS({ maxAliasCount: mostAliases, ...(needsTexts && { reviver }) });
		return { root, locate: (pointers) => new Map([...pointers].map((each) => [each, positionOf(each)])) };
	} catch (error) {
		throw new InputError(`${what} cannot be used: ${reasonOf(error)}.`);
	}
}
