/** What an entry says beside what HAR has, in a recording that `contract` wrote. */
import { type Json, property } from '../json/json';

export interface OwnEntry {
	/** The interaction's description, or what else the exchange was for. */
	readonly description: string | undefined;
	/** The path as it was sent, without what the provider's URL has before it. */
	readonly path: string | undefined;
	/** Whether masks stand in place of values. */
	readonly isMasked: boolean;
}

export function readOwn(entry: Json): OwnEntry {
	return {
		description: textOf(property(entry, 'comment')),
		path: textOf(property(property(entry, 'request'), '_path')),
		isMasked: property(entry, '_masked') === true,
	};
}

const textOf = (value: Json | undefined) => (typeof value === 'string' && value !== '' ? value : undefined);
