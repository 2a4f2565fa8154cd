/** What a report says about coverage: the counts by kind, and every place with its state and its line in the spec. */
import { type CoverageKind, coverageKinds } from '../config/min-coverage';
import type { Pointer } from '../json/pointer';
import { counted } from '../json/text';
import type { Spec } from '../openapi/spec';
import { countedAs, type Place, type PlaceName, type State } from './place';

export interface Count {
	readonly covered: number;
	readonly total: number;
}

export interface PlaceReport extends Omit<PlaceName, 'pointer'> {
	readonly state: State;
	readonly spec: { readonly file: string; readonly pointer: Pointer; readonly line?: number };
	readonly by: readonly { readonly file: string; readonly index: number }[];
}

export interface CoverageReport extends Readonly<Record<CoverageKind, Count>> {
	readonly places: readonly PlaceReport[];
}

export function coverageReport(places: readonly Place[], { document }: Spec): CoverageReport {
	const positions = document.locateAll(places.map(({ name }) => name.pointer));
	return {
		...countsOf(places),
		places: places.map(({ name: { pointer, ...name }, state, by }): PlaceReport => {
			const line = positions.get(pointer)?.line;
			return {
				...{ ...name, state },
				spec: { ...document.home(pointer), ...(line !== undefined && { line }) },
				by: by.map(({ file, index }) => ({ file, index })),
			};
		}),
	};
}

export function countsOf(places: readonly Place[]): Readonly<Record<CoverageKind, Count>> {
	const counts = Object.fromEntries(coverageKinds.map((kind) => [kind, { covered: 0, total: 0 }])) as Record<
		CoverageKind,
		{ covered: number; total: number }
	>;
	for (const { name, isCovered } of places) {
		const count = counts[countedAs[name.kind]];
		count.total += 1;
		if (isCovered) count.covered += 1;
	}
	return counts;
}

/** `requestFields` in words. */
export const kindInWords = (kind: CoverageKind): string => kind.replace('Fields', ' fields');

/** `1 of 1 operations, 3 of 3 responses`; what there is nothing of is left out. */
export const countsInWords = (counts: Readonly<Record<CoverageKind, Count>>): string =>
	coverageKinds
		.filter((kind) => counts[kind].total > 0)
		.map((kind) => `${counts[kind].covered} of ${counts[kind].total} ${kindInWords(kind)}`)
		.join(', ') || counted(0, 'place');
