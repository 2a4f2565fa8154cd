/** A provider that was unavailable for the whole run is one cause, not one for each interaction. */

import type { InteractionRef } from '../exchange/exchange';
import type { Finding } from '../exchange/finding';

/**
 * If the provider never gave a usable answer, reports one cause for all interactions: a repeated outage finding is
 * replaced by the first of its kind, an unmet state by the first outage finding.
 */
interface Judged {
	readonly ref: InteractionRef;
	readonly findings: readonly Finding[];
}

export function mergeOutages<Each extends Judged>(interactions: readonly Each[], works: boolean): readonly Each[] {
	const outages = interactions.flatMap(({ findings }) => findings).filter(({ code }) => outage.test(code));
	const [first] = outages;
	if (works || !first) return interactions;
	const causes = new Map([...outages].reverse().map((each) => [each.fingerprint, each]));
	const causeOf = (each: Finding) => causes.get(each.fingerprint) ?? (each.code === 'state.unmet' ? first : undefined);
	return interactions.map((judged) => ({
		...judged,
		findings: judged.findings.map((each) => {
			const cause = causeOf(each);
			return cause ? { ...cause, interaction: judged.ref } : each;
		}),
	}));
}

const outage = /^provider\.(unreachable|timeout|cut|unavailable)$/;
