/** What a report says about changes: both lines, and who uses each. */
import type { Pointer } from '../json/pointer';
import type { Spec } from '../openapi/spec';
import type { ChangeKind, FoundChange } from './change';

export interface ChangePlace {
	readonly file: string;
	readonly pointer: Pointer;
	readonly line?: number;
}

export interface ChangeReport {
	readonly kind: ChangeKind;
	readonly old: ChangePlace;
	readonly new: ChangePlace;
	/** `Response 200 of getPet, /name: no longer required.` */
	readonly title: string;
	readonly usedBy: readonly { readonly file: string; readonly index: number }[];
}

/** Those that most interactions use come first; among those that nobody uses, those of the contract's operations. */
export function changeReport(changes: readonly FoundChange[], old: Spec, next: Spec): ChangeReport[] {
	const places = (spec: Spec, pointers: readonly Pointer[]) => {
		const positions = spec.document.locateAll(pointers);
		return (pointer: Pointer): ChangePlace => {
			const line = positions.get(pointer)?.line;
			return { ...spec.document.home(pointer), ...(line !== undefined && { line }) };
		};
	};
	const before = places(
		old,
		changes.map((each) => each.old),
	);
	const after = places(
		next,
		changes.map((each) => each.new),
	);
	const rank = ({ usedBy, isOfContract }: FoundChange) => usedBy.length * 2 + Number(isOfContract);
	return [...changes]
		.sort((one, other) => rank(other) - rank(one))
		.map(({ kind, title, usedBy, ...change }) => ({
			...{ kind, old: before(change.old), new: after(change.new), title },
			usedBy: usedBy.map(({ file, index }) => ({ file, index })),
		}));
}

/** `3 changes that nobody uses: 2 added, 1 removed`. */
export function unusedInWords(changes: readonly ChangeReport[]): string {
	const unused = changes.filter(({ usedBy }) => usedBy.length === 0);
	if (unused.length === 0) return '';
	const counts = (['added', 'changed', 'removed'] as const).flatMap((kind) => {
		const count = unused.filter((each) => each.kind === kind).length;
		return count === 0 ? [] : [`${count} ${kind}`];
	});
	const what = unused.length === 1 ? '1 change that nobody uses' : `${unused.length} changes that nobody uses`;
	return `${what}: ${counts.join(', ')}`;
}
