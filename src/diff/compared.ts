/** What a comparison of two schemas at one place yields. */
import type { SpecDocument } from '../openapi/document/document';
import type { Effect } from './change';
import type { Place } from './schema-view';

/** Where the lower pair applies: in a member of the value, in each that no name is stated for, or in the value itself. */
export type Step =
	| { readonly kind: 'property'; readonly name: string }
	| { readonly kind: 'map'; readonly pattern: string | undefined }
	| { readonly kind: 'item'; readonly index: number | undefined }
	/** `isChoice`: only where the value is one of this alternative. */
	| { readonly kind: 'here'; readonly isChoice: boolean };

export interface Child {
	readonly step: Step;
	readonly old: Place;
	readonly new: Place;
}

export interface Compared {
	readonly effects: readonly Effect[];
	readonly children: readonly Child[];
}

/** The alternatives of a group, each as a place of its own. */
export interface Branches {
	readonly keyword: string;
	readonly pointer: string;
	readonly branches: readonly Place[];
}

/** Two documents, and whether a place means the same in both. */
export interface Compares {
	readonly old: SpecDocument;
	readonly next: SpecDocument;
	isSame(old: Place, next: Place): boolean;
}
