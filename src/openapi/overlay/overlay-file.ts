/**
 * Reads an overlay: the file is held against the Overlay Specification 1.0 or 1.1, whichever it says it is. One that cannot
 * be used is refused with the place and the reason.
 */
import { readFile } from 'node:fs/promises';
import { JSONPathEnvironment, JSONPathError, type JSONPathQuery } from 'json-p3';
import { InputError, reasonOf } from '../../json/input-error';
import { isObject, type JsonObject, property } from '../../json/json';
import { child, type Pointer } from '../../json/pointer';
import { didYouMean, kindOfValue } from '../../json/text';
import { parseSource, type Source } from '../document/source';
import { type Part, partIn, type Writer, wholeOf } from './parts';

export interface Overlay extends Writer {
	readonly source: Source;
	readonly minor: Minor;
	readonly extends: string | undefined;
	readonly actions: readonly Action[];
}

export type Minor = '0' | '1';

interface Common {
	/** Its place in the overlay. */
	readonly pointer: Pointer;
	readonly target: JSONPathQuery;
	/** The target as it is written. */
	readonly text: string;
}

export type Action = Common &
	(
		| { readonly kind: 'update'; readonly update: Part }
		| { readonly kind: 'copy'; readonly from: JSONPathQuery }
		| { readonly kind: 'remove' }
		| { readonly kind: 'none' }
	);

/** Throws {@link InputError}. */
export async function readOverlay(file: string): Promise<Overlay> {
	const bytes = await readFile(file, 'utf8').catch((error: unknown) => {
		throw new InputError(`The overlay ${file} cannot be read: ${reasonOf(error)}. Name the right file.`);
	});
	const source = parseSource(file, bytes, `The overlay ${file}`);
	const writer = { file, source };
	const { root } = source;
	if (!isObject(root)) throw unusable(writer, '', `its root is ${kindOfValue(root)}, not an object`);
	const minor = minorOf(root, writer);
	refuseUnknown(root, '', ['overlay', 'info', 'extends', 'actions'], writer);
	const info = root.info ?? null;
	if (!isObject(info))
		throw unusable(writer, '/info', `/info is ${kindOfValue(info)}, not an object with title and version`);
	refuseUnknown(info, '/info', minor === '1' ? ['title', 'version', 'description'] : ['title', 'version'], writer);
	for (const key of ['title', 'version']) text(info, key, '/info', writer, 'required');
	text(info, 'description', '/info', writer);
	const { actions } = root;
	if (!Array.isArray(actions) || actions.length === 0)
		throw unusable(writer, '/actions', '/actions must be a list with at least one action');
	return {
		...writer,
		minor,
		extends: text(root, 'extends', '', writer),
		actions: actions.map((action, index) => readAction(action, child('/actions', index), minor, writer)),
	};
}

/** An error about a place in an overlay. */
export function unusable({ file, source }: Writer, pointer: Pointer, reason: string): InputError {
	const place = source.locate([pointer]).get(pointer);
	const at = place ? ` (line ${place.line}, column ${place.column})` : '';
	return new InputError(`The overlay ${file} cannot be used: ${reason}${at}. Correct it, or leave the overlay out.`);
}

function minorOf(root: JsonObject, writer: Writer): Minor {
	const stated = root.overlay;
	const minor = typeof stated === 'string' ? /^1\.([01])\.\d+/.exec(stated)?.[1] : undefined;
	if (minor === '0' || minor === '1') return minor;
	const found = stated === undefined ? '/overlay is missing' : `/overlay is ${JSON.stringify(stated)}`;
	throw unusable(writer, stated === undefined ? '' : '/overlay', `${found}; expected "1.0.0" or "1.1.0"`);
}

function refuseUnknown(value: JsonObject, at: Pointer, known: readonly string[], writer: Writer): void {
	const key = Object.keys(value).find((each) => !known.includes(each) && !each.startsWith('x-'));
	if (key === undefined) return;
	const hint = didYouMean(key, known) || `; known: ${known.join(', ')}`;
	throw unusable(
		writer,
		child(at, key),
		`${child(at, key)} has no meaning in this version of the specification${hint.replace(/\?$/, '')}`,
	);
}

function text(value: JsonObject, key: string, at: Pointer, writer: Writer): string | undefined;
function text(value: JsonObject, key: string, at: Pointer, writer: Writer, isRequired: 'required'): string;
function text(
	value: JsonObject,
	key: string,
	at: Pointer,
	writer: Writer,
	isRequired?: 'required',
): string | undefined {
	const stated = property(value, key);
	const place = child(at, key);
	if (typeof stated === 'string' || (stated === undefined && !isRequired)) return stated;
	if (stated === undefined) throw unusable(writer, at, `${place} is missing`);
	throw unusable(writer, place, `${place} is ${kindOfValue(stated)}, not a string`);
}

function readAction(action: unknown, at: Pointer, minor: Minor, writer: Writer & { readonly source: Source }): Action {
	if (!isObject(action)) throw unusable(writer, at, `${at} is ${kindOfValue(action)}, not an action`);
	const known = ['target', 'description', 'update', 'remove', ...(minor === '1' ? ['copy'] : [])];
	refuseUnknown(action, at, known, writer);
	const target = text(action, 'target', at, writer, 'required');
	text(action, 'description', at, writer);
	const common = { pointer: at, target: queryIn(target, child(at, 'target'), writer), text: target };
	const { remove = false } = action;
	if (typeof remove !== 'boolean')
		throw unusable(writer, child(at, 'remove'), `${child(at, 'remove')} must be true or false`);
	const copy = text(action, 'copy', at, writer);
	const from = copy === undefined ? undefined : queryIn(copy, child(at, 'copy'), writer);
	// `remove` makes the others void.
	if (remove) return { ...common, kind: 'remove' };
	const update = partIn(partOf(writer, at), 'update');
	if (from && update) throw unusable(writer, at, `${at} has both "update" and "copy", and each makes the other void`);
	if (from) return { ...common, kind: 'copy', from };
	return update ? { ...common, kind: 'update', update } : { ...common, kind: 'none' };
}

const partOf = (writer: Writer & { readonly source: Source }, pointer: Pointer): Part => {
	const [, list = '', index = ''] = pointer.split('/');
	const actions = partIn(wholeOf(writer, writer.source.root), list);
	const action = actions && partIn(actions, index);
	if (!action) throw new Error(`no action at ${pointer}`);
	return action;
};

/** The library's own limit is 50 levels, which schemas exceed. */
const paths = new JSONPathEnvironment({ strict: true, maxRecursionDepth: 1_000 });

function queryIn(path: string, at: Pointer, writer: Writer): JSONPathQuery {
	try {
		return paths.compile(path);
	} catch (error) {
		if (!(error instanceof JSONPathError)) throw error;
		// The message ends in the path and the index; some name a token of the library's own.
		const words = error.message.replace(/ \('[\s\S]*':\d+\)$/, '').replace(/^.*TOKEN_.*$/s, 'unexpected text');
		const reason = `${words}, at its character ${error.token.index + 1}`;
		throw unusable(writer, at, `${at} is not a JSONPath of RFC 9535: ${reason}`);
	}
}
