/** Lines and columns of what was found, in the files that were judged and in the spec. */
import type { Finding, Place } from '../exchange/finding';
import type { Pointer } from '../json/pointer';
import type { Position } from '../json/position';
import type { Spec } from '../openapi/spec';

export interface FileText {
	readonly file: string;
	readonly text: string;
}

type Positions = ReadonlyMap<Pointer, Position>;

/** The positions of places in a file; a place that is not there is missing. */
export type Locate = (file: string, pointers: readonly Pointer[]) => Promise<Positions>;

/** Fills in lines and columns, each file read through once however many findings it has. */
export async function withPositions(
	findings: readonly Finding[],
	locate: Locate,
	spec: Spec | undefined,
): Promise<Finding[]> {
	const wanted = new Map<string, Pointer[]>();
	for (const { at } of findings) {
		if (at?.file === undefined) continue;
		const pointers = wanted.get(at.file) ?? [];
		wanted.set(at.file, pointers);
		pointers.push(...ancestors(at.pointer));
	}
	const positions = new Map<string | undefined, Positions>();
	for (const [file, pointers] of wanted) positions.set(file, await locate(file, pointers));
	const unplaced = findings.flatMap((each) => (isUnplaced(each.spec) ? [each.spec.pointer] : []));
	const sources = spec?.document.locateAll(unplaced);
	return findings.map((each) => ({
		...each,
		...(each.at && { at: { ...each.at, ...nearest(positions.get(each.at.file), each.at.pointer) } }),
		...(spec && isUnplaced(each.spec) && { spec: located(each.spec, spec, sources) }),
	}));
}

const isUnplaced = (place: Place | undefined): place is Place => place !== undefined && place.line === undefined;

/** A place in the spec may be one in a file that the document refers to. */
const located = (place: Place, { document }: Spec, positions: Positions | undefined): Place => ({
	...place,
	...document.home(place.pointer),
	...positions?.get(place.pointer),
});

/** A place that is not written down, such as a missing header, is shown at its nearest ancestor that is. */
function nearest(positions: Positions | undefined, pointer: Pointer): Position | undefined {
	return ancestors(pointer)
		.map((each) => positions?.get(each))
		.find((each) => each !== undefined);
}

/** The pointer and every pointer above it, innermost first. */
const ancestors = (pointer: Pointer): Pointer[] =>
	pointer.split('/').map((_, index, parts) => parts.slice(0, parts.length - index).join('/'));
