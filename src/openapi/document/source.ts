/** One file of the spec, parsed, with the position of each value. */
import { parseExact } from '../../json/exact';
import { InputError, reasonOf } from '../../json/input-error';
import { child, keysOf, type Pointer, stepInto } from '../../json/pointer';
import { locateInJson, type Position } from '../../json/position';
import { type Parsed, parseYaml } from './yaml';

export interface Source extends Parsed {
	/** Whether a schema in it may name itself or its dialect: only then is there anything to index. */
	readonly namesItself: boolean;
	/** Whether it holds a word that is the name of something every object inherits. */
	readonly namesInherited: boolean;
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
