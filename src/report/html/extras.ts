/** What the page shows beside the report: who was asked, at which commit, when, and the text of the spec. */
import type { TextExtras } from '../text';

export interface Extras extends TextExtras {
	/** For the HTML report alone. */
	readonly page?: PageExtras;
}

export interface PageExtras {
	/** The name of the provider. */
	readonly provider?: string;
	/** Absent where there is no git. */
	readonly commit?: string;
	/** ISO 8601. */
	readonly time: string;
	/** The spec, its overlays and the files that it refers to, as far as they could be read. */
	readonly texts: readonly SpecText[];
	readonly promises: readonly PromiseInOverlay[];
}

/** A file of the spec, or the lines of it that are shown. */
export interface SpecText {
	readonly file: string;
	/** How many lines the file has. */
	readonly total: number;
	/** In their order. */
	readonly lines: readonly SpecLine[];
}

export interface SpecLine {
	readonly line: number;
	readonly text: string;
}

/** An action of an overlay, and a line of the spec that it refines. */
export interface PromiseInOverlay {
	readonly overlay: {
		readonly file: string;
		/** Of the action. */
		readonly line: number;
		/** Of what it adds; the same line where it removes. */
		readonly update: number;
		readonly end: number;
	};
	readonly refines: { readonly file: string; readonly line: number };
}
