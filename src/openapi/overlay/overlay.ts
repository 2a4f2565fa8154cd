/**
 * Applies overlays to a document, one action after the other (Overlay Specification 1.0 and 1.1). The document's own value
 * stays as it is; the result knows of each of its values where it was written.
 */
import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { JSONPathError, type JSONPathQuery, type JSONValue } from 'json-p3';
import { orUndefined } from '../../json/input-error';
import { child, keysOf, type Pointer, shownPointer, valueAt } from '../../json/pointer';
import type { Position } from '../../json/position';
import { urlOf } from '../document/resource';
import type { Source } from '../document/source';
import { appended, Incompatible, kindOf, merged } from './merge';
import { type Action, type Overlay, readOverlay, unusable } from './overlay-file';
import {
	homeOf,
	listOf,
	type Origin,
	objectOf,
	type Part,
	partIn,
	partsIn,
	type Writer,
	wholeOf,
	writtenAt,
} from './parts';

/** Something about an overlay that does no harm by itself. */
export interface OverlayDoubt extends Position {
	/** `unmatched`: an action selects nothing; `foreign`: the overlay is for another document. */
	readonly kind: 'unmatched' | 'foreign';
	readonly file: string;
	readonly pointer: Pointer;
	/** The target, or the document that is extended. */
	readonly name: string;
}

/** An action of an overlay, and a place of the document that it changes. */
export interface Refinement {
	readonly file: string;
	readonly pointer: Pointer;
	readonly target: Pointer;
}

export interface Overlaid {
	readonly source: Source;
	readonly doubts: readonly OverlayDoubt[];
	readonly refinements: readonly Refinement[];
}

/** The document in `file` under the overlays in `overlayFiles`, in their order. Throws `InputError`. */
export async function overlaid(file: string, source: Source, overlayFiles: readonly string[]): Promise<Overlaid> {
	const overlays: Overlay[] = [];
	for (const each of overlayFiles) overlays.push(await readOverlay(each));
	const doubts = overlays.flatMap((each) => foreign(each, file));
	const refinements: Refinement[] = [];
	let whole = wholeOf({ file, source }, source.root);
	for (const overlay of overlays) {
		for (const action of overlay.actions) {
			const places = placesOf(action.target, whole, action, overlay);
			if (places.length === 0) {
				const name = action.text;
				doubts.push({ kind: 'unmatched', name, ...placeIn(overlay, child(action.pointer, 'target')) });
			}
			for (const target of places) refinements.push({ file: overlay.file, pointer: action.pointer, target });
			whole = applied(whole, places, action, overlay);
		}
	}
	const sources = [source, ...overlays.map((each) => each.source)];
	const home = (pointer: Pointer) => homeOf(whole, pointer);
	return {
		...{ doubts, refinements },
		source: {
			root: whole.value,
			namesItself: sources.some((each) => each.namesItself),
			namesInherited: sources.some((each) => each.namesInherited),
			home: (pointer) => ({ file: home(pointer).writer.file, pointer: home(pointer).pointer }),
			locate: (pointers) => located(new Map([...pointers].map((pointer) => [pointer, home(pointer)]))),
		},
	};
}

const placeIn = ({ file, source }: Overlay, pointer: Pointer) => ({
	...{ file, pointer, line: 1, column: 1 },
	...source.locate([pointer]).get(pointer),
});

/** An overlay that names another file of this machine as its document. */
function foreign(overlay: Overlay, file: string): OverlayDoubt[] {
	const name = overlay.extends;
	const url = name === undefined ? undefined : urlOf(name, pathToFileURL(resolve(overlay.file)).href);
	const path = url && orUndefined(() => fileURLToPath(url));
	return name === undefined || path === undefined || path === resolve(file)
		? []
		: [{ kind: 'foreign', name, ...placeIn(overlay, '/extends') }];
}

/** The places that a query selects, each once. */
function placesOf(query: JSONPathQuery, { value }: Part, { pointer }: Action, overlay: Overlay): Pointer[] {
	try {
		return [...new Set(query.query(value as JSONValue).nodes.map(({ location }) => child('', ...location)))];
	} catch (error) {
		if (!(error instanceof JSONPathError || error instanceof RangeError)) throw error;
		throw unusable(overlay, pointer, `${pointer} cannot be applied: the document is nested too deeply`);
	}
}

function applied(whole: Part, places: readonly Pointer[], action: Action, overlay: Overlay): Part {
	const { pointer } = action;
	const refuse = (reason: string) => unusable(overlay, pointer, `${pointer} cannot be applied: ${reason}`);
	if (action.kind === 'none' || places.length === 0) return whole;
	const kinds = new Map(places.map((place) => [kindOf(valueAt(whole.value, place)), place]));
	const primitive = kinds.get('a primitive value');
	if (overlay.minor === '0' && primitive !== undefined) {
		throw refuse(`the target selects a primitive value at ${shownPointer(primitive)}, which takes "overlay: 1.1.0"`);
	}
	if (action.kind === 'remove') {
		if (places.includes('')) throw refuse('the whole document cannot be removed');
		return changed(whole, '', treeOf(places), () => undefined) ?? whole;
	}
	if (kinds.size > 1) throw refuse(`the target selects ${[...kinds.keys()].join(' and ')}, and must select one kind`);
	const update = action.kind === 'update' ? action.update : copied(whole, action, overlay);
	try {
		return changed(whole, '', treeOf(places), (target, at) => updated(target, update, at, overlay)) ?? whole;
	} catch (error) {
		if (error instanceof Incompatible) throw refuse(`${error.reason} at ${shownPointer(error.pointer)}`);
		throw error;
	}
}

/** A list takes a value as a further item; from 1.1 on it is joined with a list. */
function updated(target: Part, update: Part, at: Pointer, { minor }: Overlay): Part {
	const isItem = Array.isArray(target.value) && (minor === '0' || !Array.isArray(update.value));
	return isItem ? appended(target, update) : merged(target, update, at);
}

function copied(whole: Part, action: Extract<Action, { kind: 'copy' }>, overlay: Overlay): Part {
	const pointer = child(action.pointer, 'copy');
	const [place, another] = placesOf(action.from, whole, action, overlay);
	if (place === undefined || another !== undefined) {
		throw unusable(
			overlay,
			pointer,
			`${pointer} selects ${place === undefined ? 'nothing' : 'several values'}, and must select one`,
		);
	}
	const from = keysOf(place).reduce<Part | undefined>((part, key) => part && partIn(part, key), whole);
	return writtenAt({ writer: overlay, pointer, isCopied: true }, from ?? whole);
}

/** The places to change, as a tree. */
interface Branch {
	isSelected: boolean;
	readonly children: Map<string, Branch>;
}

function treeOf(places: readonly Pointer[]): Branch {
	const root: Branch = { isSelected: false, children: new Map() };
	for (const place of places) {
		let branch = root;
		for (const key of keysOf(place)) {
			const next: Branch = branch.children.get(key) ?? { isSelected: false, children: new Map() };
			branch.children.set(key, next);
			branch = next;
		}
		branch.isSelected = true;
	}
	return root;
}

type Change = (target: Part, at: Pointer) => Part | undefined;

/** The value with the selected places changed, those without a result left out; what is around them is made anew. */
function changed(part: Part, at: Pointer, { isSelected, children }: Branch, change: Change): Part | undefined {
	let result = part;
	if (children.size > 0) {
		const members = partsIn(part);
		for (const [key, branch] of children) {
			const member = members.get(key);
			const next = member && changed(member, child(at, key), branch, change);
			if (next) members.set(key, next);
			else members.delete(key);
		}
		result = Array.isArray(part.value) ? listOf(part.origin, [...members.values()]) : objectOf(part.origin, members);
	}
	return isSelected ? change(result, at) : result;
}

/** Each file is read through once. */
function located(homes: ReadonlyMap<Pointer, Origin>): Map<Pointer, Position> {
	const wanted = new Map<Writer, Pointer[]>();
	for (const { writer, pointer } of homes.values()) wanted.set(writer, [...(wanted.get(writer) ?? []), pointer]);
	const found = new Map([...wanted].map(([writer, pointers]) => [writer, writer.source.locate(pointers)]));
	const positions = new Map<Pointer, Position>();
	for (const [pointer, origin] of homes) {
		const position = found.get(origin.writer)?.get(origin.pointer);
		if (position) positions.set(pointer, position);
	}
	return positions;
}
