/** How a recording that `contract` wrote is read: all its entries are answers of the API, and say what they were for. */
import { type Json, property } from '../json/json';
import type { Reason } from './aside';
import type { HarRequest, HarResponse } from './entry';

/** The interaction's description, or what else the exchange was for. */
export function interactionOf(entry: Json): string | undefined {
	const comment = property(entry, 'comment');
	return typeof comment === 'string' && comment !== '' ? comment : undefined;
}

/** The path as it was sent, without what the provider's URL has before it. */
export function pathBelowBase({ json }: HarRequest): string | undefined {
	const path = json._path;
	return typeof path === 'string' ? path : undefined;
}

/** No cache and no browser stood between: only what was never answered is set aside. */
export const asideInOwn = ({ status }: HarResponse): Reason | undefined => (status === 0 ? 'unanswered' : undefined);
