/** A place of the spec that a contract may exercise, and what became of it. */
import type { CoverageKind } from '../config/min-coverage';
import type { InteractionRef } from '../exchange/exchange';
import type { Pointer } from '../json/pointer';

export type PlaceKind =
	| ('operation' | 'response' | 'parameter')
	| ('requestField' | 'responseField' | 'value' | 'constraint');

export type State = ('covered' | 'unused' | 'accepted' | 'refused') | ('relied' | 'seen' | 'both' | 'kept' | 'broken');

/** The kind under which a place is counted. */
export const countedAs: Readonly<Record<PlaceKind, CoverageKind>> = {
	operation: 'operations',
	response: 'responses',
	parameter: 'parameters',
	requestField: 'requestFields',
	responseField: 'responseFields',
	value: 'values',
	constraint: 'constraints',
};

/** What an interaction does with a place. */
export type Touch = 'covered' | 'accepted' | 'refused' | 'relied' | 'seen' | 'kept' | 'broken';

export interface PlaceName {
	readonly kind: PlaceKind;
	readonly operation: string;
	/** The documented status, of what belongs to a response. */
	readonly status?: string | undefined;
	readonly instance?: Pointer | undefined;
	/** The first schema that names it, or the keyword of a constraint. */
	readonly pointer: Pointer;
	/** What people call it, beside its instance: a parameter, a value, a keyword. */
	readonly label: string;
	/** `"limit" in query`, of what stands in its schema; of a response's header, its name. */
	readonly parameter?: string | undefined;
	readonly isRequired: boolean;
}

export class Place {
	private readonly touches = new Map<Touch, InteractionRef[]>();

	constructor(readonly name: PlaceName) {}

	touch(touch: Touch, ref: InteractionRef): void {
		const refs = this.touches.get(touch);
		if (!refs) this.touches.set(touch, [ref]);
		else if (refs.at(-1) !== ref) refs.push(ref);
	}

	get state(): State {
		return stateOf(this.name.kind, (touch) => this.touches.has(touch));
	}

	/** Whether it counts as covered. */
	get isCovered(): boolean {
		return full.has(this.state);
	}

	/** The interactions that its state follows from, each once. */
	get by(): readonly InteractionRef[] {
		const { state } = this;
		const named = state === 'both' ? (['kept', 'broken'] as const) : ([state] as Touch[]);
		return [...new Set(named.flatMap((touch) => this.touches.get(touch) ?? []))].sort(inOrder);
	}
}

const full: ReadonlySet<State> = new Set(['covered', 'accepted', 'relied', 'both']);

function stateOf(kind: PlaceKind, has: (touch: Touch) => boolean): State {
	const first = (...touches: readonly Touch[]) => touches.find(has) ?? 'unused';
	switch (kind) {
		case 'operation':
		case 'response':
		case 'parameter':
		case 'value':
			return first('covered');
		case 'requestField':
			return first('accepted', 'refused');
		case 'responseField':
			return first('relied', 'seen');
		case 'constraint':
			return has('kept') && has('broken') ? 'both' : first('kept', 'broken');
		default:
			return kind satisfies never;
	}
}

const inOrder = (one: InteractionRef, other: InteractionRef) =>
	one.file === other.file ? one.index - other.index : one.file < other.file ? -1 : 1;
