/** HAR 1.2 as it is written here. Names that begin with an underscore are additions, which every reader passes over. */

/** How a recording says that this tool wrote it: its entries then carry the names of interactions. */
export const creatorName = 'contract (imprint-contract)';

export interface Har {
	readonly log: {
		readonly version: '1.2';
		readonly creator: { readonly name: string; readonly version: string };
		readonly entries: readonly HarEntry[];
		readonly comment: string;
	};
}

export interface HarPair {
	readonly name: string;
	readonly value: string;
}

export interface HarEntry {
	readonly startedDateTime: string;
	/** In milliseconds. */
	readonly time: number;
	readonly request: {
		readonly method: string;
		readonly url: string;
		/** The path as it was sent, without what the provider's URL has before it. */
		readonly _path: string;
		readonly httpVersion: string;
		readonly cookies: readonly [];
		readonly headers: readonly HarPair[];
		readonly queryString: readonly HarPair[];
		readonly headersSize: -1;
		readonly bodySize: number;
		readonly postData?: {
			readonly mimeType: string;
			readonly params: readonly [];
			readonly text: string;
			readonly comment?: string;
		};
	};
	readonly response: {
		/** 0 where no answer came. */
		readonly status: number;
		readonly statusText: string;
		readonly httpVersion: string;
		readonly cookies: readonly [];
		readonly headers: readonly HarPair[];
		readonly content: HarContent;
		readonly redirectURL: string;
		readonly headersSize: -1;
		readonly bodySize: number;
		/** Why no answer came. */
		readonly _error?: string;
		readonly comment?: string;
	};
	readonly cache: Readonly<Record<string, never>>;
	readonly timings: { readonly send: number; readonly wait: number; readonly receive: number };
	/** How often the request was sent. */
	readonly _attempts: number;
	/** The description of the interaction, or what else the exchange was for. */
	readonly comment: string;
}

export interface HarContent {
	readonly size: number;
	readonly mimeType: string;
	readonly text?: string;
	readonly encoding?: 'base64';
	/** The content coding that the answer names could not be undone. */
	readonly _undecoded?: true;
}

/** Why a body cannot be read whose content coding could not be undone. */
export const undecodable = 'its content encoding cannot be undone';
