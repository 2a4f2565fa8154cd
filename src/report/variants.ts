/** With which answers `tolerate` tried the client. */

export interface VariantCounts {
	readonly total: number;
	readonly tolerated: number;
	/** Each of them, for a report that shows them; they are no part of the JSON. */
	readonly tried?: readonly TriedVariant[];
}

export interface TriedVariant {
	readonly operation: string;
	readonly status: number;
	/** How the answer differs from the full one, in words. */
	readonly change: string;
	readonly isTolerated: boolean;
}
