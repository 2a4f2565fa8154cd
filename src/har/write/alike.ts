/** Whether two judgements come to the same, and where they do not. */

import type { Finding } from '../../exchange/finding';
import type { Pointer } from '../../json/pointer';

/** What a finding says, wherever its exchange stands. */
const sayingOf = ({ code, instance, spec, message }: Finding): string =>
	JSON.stringify([code, instance, spec?.file, spec?.pointer, message]);

export interface Difference {
	/** Where in the exchange, as findings show it. */
	readonly place: Pointer;
	readonly finding: Finding;
}

/** The findings that are only in one of the two. */
export function differences(before: readonly Finding[], after: readonly Finding[]): Difference[] {
	const left = new Map<string, Finding[]>();
	for (const each of before) {
		const saying = sayingOf(each);
		const own = left.get(saying);
		if (own) own.push(each);
		else left.set(saying, [each]);
	}
	const added = after.filter((each) => left.get(sayingOf(each))?.pop() === undefined);
	return [...added, ...[...left.values()].flat()].map((each) => ({ place: placeOf(each), finding: each }));
}

/** Places in a body begin with `body`, those of headers with `/response/headers`. */
export const placeOf = ({ instance, at }: Finding): Pointer =>
	instance === undefined ? (at?.pointer ?? '') : `body${instance}`;
