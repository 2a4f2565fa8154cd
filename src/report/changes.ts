/** What formats for people say of changes: those that interactions use, with both lines, and the others counted. */
import { type ChangePlace, type ChangeReport, unusedInWords } from '../diff/report';
import { counted } from '../json/text';
import type { InteractionReport, Report } from './report';
import { placeOfLine } from './words';

export interface ShownChange {
	readonly title: string;
	/** `old.yaml:41 → new.yaml:43`. */
	readonly places: string;
	readonly new: ChangePlace;
	/** `changes the e-mail (broken)`. */
	readonly users: readonly string[];
	readonly isBreaking: boolean;
}

export interface ShownChanges {
	/** Those of broken interactions first. */
	readonly used: readonly ShownChange[];
	/** `3 interactions unaffected; 2 changes that nobody uses: 1 added, 1 removed`; empty where there is neither. */
	readonly rest: string;
}

export function changesIn({ changes = [], interactions }: Report): ShownChanges {
	const byKey = new Map(interactions.map((each) => [keyOf(each), each]));
	const used = changes
		.filter(({ usedBy }) => usedBy.length > 0)
		.map((each) =>
			shown(
				each,
				each.usedBy.flatMap((ref) => byKey.get(keyOf(ref)) ?? []),
			),
		)
		.sort((one, other) => Number(other.isBreaking) - Number(one.isBreaking));
	const unaffected = interactions.filter(({ change }) => change === 'unaffected').length;
	const rest = [
		unaffected > 0 && `${counted(unaffected, 'interaction')} unaffected`,
		changes.length === 0 ? 'no change in what the spec means' : unusedInWords(changes),
	];
	return { used, rest: rest.filter(Boolean).join('; ') };
}

/** The changes that one interaction uses. */
export const changesOf = (interaction: InteractionReport, { changes = [] }: Report): ShownChange[] =>
	changes
		.filter(({ usedBy }) => usedBy.some((each) => keyOf(each) === keyOf(interaction)))
		.map((each) => shown(each, [interaction]));

function shown({ title, old, new: next }: ChangeReport, users: readonly InteractionReport[]): ShownChange {
	return {
		...{ title, new: next, places: `${placeOfLine(old)} → ${placeOfLine(next)}` },
		users: users.map(({ description, change }) => `${description}${change === 'broken' ? ' (broken)' : ''}`),
		isBreaking: users.some(({ change }) => change === 'broken'),
	};
}

const keyOf = ({ file, index }: Pick<InteractionReport, 'file' | 'index'>) => JSON.stringify([file, index]);
