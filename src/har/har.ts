/**
 * What marks a recording (HAR 1.2) that `contract` wrote, beside what HAR has. Other readers pass over names with an
 * underscore.
 */
import { otherCharset } from '../exchange/exchange';

/** The creator's name: the entries of such a recording carry the names of interactions. */
export const creatorName = 'pact-openapi-gate';

/** Why the bytes of a body could not be read, by `_undecoded` of its content. */
export const undecoded = {
	'content-encoding': 'its content encoding cannot be undone',
	charset: otherCharset,
} as const;

export type Undecoded = keyof typeof undecoded;
