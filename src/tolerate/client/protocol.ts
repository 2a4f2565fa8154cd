/** What the thread that runs the client and the thread that judges it say to each other. */

/** How the client uses one operation, as a file of the config's `operations` exports it. */
export interface Entry {
	/** Relative to the project. */
	readonly file: string;
	readonly operation: string;
	readonly hasExample: boolean;
	/** By status: `returns`, or the name of a class. */
	readonly outcomes: Readonly<Record<number, string>>;
}

/** What the thread needs to load the client. */
export interface ThreadData {
	/** The config, absolute. */
	readonly config: string;
	readonly root: string;
	/** The folder of the entries, relative to the root. */
	readonly operations: string;
	readonly cache: string;
}

/** Has the client call an operation at a server. */
export interface Call {
	readonly operation: string;
	readonly status: number;
	readonly baseUrl: string;
}

export type Answer =
	| { readonly kind: 'loaded'; readonly entries: readonly Entry[]; readonly hasClient: boolean }
	/** The config or an entry cannot be loaded. */
	| { readonly kind: 'unusable'; readonly message: string }
	| Made;

/** What the client made of an answer. */
export type Made =
	| { readonly kind: 'returned' }
	/** `frames` are the places of the stack, each `file:line` from the root, or outside of it. */
	| {
			readonly kind: 'threw';
			/** The name of the class, or the kind of value where it is no error. */
			readonly name: string;
			readonly message: string;
			readonly isExpected: boolean;
			readonly place: Frame | undefined;
	  }
	/** Nobody caught it; the call may still go on. */
	| { readonly kind: 'uncaught'; readonly name: string; readonly message: string; readonly place: Frame | undefined };

/** A place in the project's own code. */
export interface Frame {
	readonly file: string;
	readonly line: number;
}
