/** What a contract's body without a content type can be, of the media types that the spec documents. */

import type { Body } from '../../exchange/exchange';
import { severities } from '../../exchange/finding';
import { type Kind, kindOf, parseMediaType } from '../../exchange/media-type';
import type { Judgement } from '../judgement';
import { noRule, type Rule } from '../rule';

/** The media types that `body` can be of, and how it is read as each. */
export function readableAs(body: Body, documented: readonly string[]): (readonly [kind: Kind, key: string])[] {
	const all = documented.flatMap((key) => {
		const kind = kindAs(body, key);
		return kind === undefined ? [] : [[kind, key] as const];
	});
	const asJson = body.kind === 'json' ? all.filter(([kind]) => kind === 'json') : [];
	return asJson.length > 0 ? asJson : all;
}

/** JSON is neither XML nor bytes; a text can be of any type, and by its presence alone where it has no schema to fit. */
function kindAs(body: Body, key: string): Kind | undefined {
	const media = parseMediaType(key.trim() === '*' ? '*/*' : key);
	if (!media) return undefined;
	const isOpen = media.name === '*/*' || media.name === 'application/*';
	const kind = kindOf(media);
	if (body.kind === 'json') {
		if (isOpen) return 'json';
		const isOneValue = typeof body.value !== 'object' || body.value === null;
		return kind === 'json' || kind === 'form' || (kind === 'text' && isOneValue) ? kind : undefined;
	}
	// Without its boundary no part of a multipart body can be found.
	if (kind === 'multipart' && body.kind !== 'none') return 'opaque';
	return isOpen && body.kind !== 'binary' ? 'text' : kind;
}

/** The rule that finds the least wrong. */
export function closestOf(rules: readonly Rule[], judgement: Judgement): Rule {
	let closest: { readonly weight: number; readonly rule: Rule } | undefined;
	for (const rule of rules) {
		const weight = weightBy(rule, judgement);
		if (closest === undefined || weight < closest.weight) closest = { weight, rule };
		if (weight === 0) break;
	}
	return closest?.rule ?? noRule;
}

/** An error weighs more than any number of warnings. */
function weightBy(rule: Rule, judgement: Judgement): number {
	const trial = judgement.afresh();
	rule(trial);
	const { violations } = trial;
	const errors = violations.filter(({ code }) => severities[code] === 'error').length;
	return errors * 1000 + violations.length;
}
