/** The parts of an operation that exchanges use, in pairs: changes outside of schemas, and the schemas to compare. */
import type { RuleContext } from '../check/rule';
import type { Pointer } from '../json/pointer';
import type { Change, ChangeKind } from './change';

/** One operation in both documents. */
export interface OperationPair {
	readonly old: RuleContext;
	readonly new: RuleContext;
}

/** What an interaction uses of an operation, as one of the documents describes it. */
export interface Used {
	/** The places of the parameters that it sends. */
	readonly parameters: ReadonlySet<Pointer>;
	/** The media type that describes what it sends. */
	readonly requestType: string | undefined;
	/** The documented statuses that it expects, and the media type that describes the body of each. */
	readonly statuses: ReadonlyMap<string, string | undefined>;
	/** The headers that it expects, in lower case. */
	readonly headers: ReadonlySet<string>;
	readonly values: readonly UsedValue[];
}

export interface UsedValue {
	/** Undefined in a request. */
	readonly status: string | undefined;
	readonly schema: Pointer;
	readonly value: unknown;
}

/** Whether an interaction uses something, by what it uses of the old and of the new document. */
export type Uses = (old: Used, next: Used) => boolean;

export interface PartChange extends Change {
	/** `Response 200 of getPet`. */
	readonly part: string;
	readonly uses: Uses;
}

export interface SchemaPair {
	readonly part: string;
	readonly side: 'request' | 'response';
	/** The documented status in either document, of a response. */
	readonly status: { readonly old: string; readonly new: string } | undefined;
	readonly isParameter?: boolean;
	readonly old: Pointer;
	readonly new: Pointer;
	/** Whether an interaction uses it; what of it, its values say, unless there are none to read. */
	readonly uses: Uses;
}

export interface Parts {
	readonly changes: readonly PartChange[];
	readonly schemas: readonly SchemaPair[];
}

export const everyone: Uses = () => true;

/** Collects the parts of one pair. */
export class PartCollector implements Parts {
	readonly changes: PartChange[] = [];
	readonly schemas: SchemaPair[] = [];

	add(part: string, kind: ChangeKind, old: Pointer, next: Pointer, words: string, uses: Uses): void {
		this.changes.push({ part, kind, old, new: next, words, uses });
	}
}

/** `now required`, `no longer required`. */
export const flipped = (isNow: boolean, what: string): string => `${isNow ? 'now' : 'no longer'} ${what}`;
