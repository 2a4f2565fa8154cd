/**
 * What all answers together show of the provider: what one bad answer means depends on the others. An answer that its
 * contract admits, such as a 503 where it expects a failure, shows nothing.
 */
import type { Recorded } from '../http/wire';
import { isRefusal, isUnavailable } from './answer';
import type { Replayed } from './states';
import { isExpectedStatus } from './status';

export interface Health {
	/** Every usable answer (not 429 or 5xx) to the interactions was a refusal, or, if there is none, to the proofs. */
	readonly refused: boolean;
	/** At least one answer was usable. */
	readonly works: boolean;
	/** The distinct statuses of all answers that show something. */
	readonly statuses: readonly number[];
	/** Answered while the provider let nothing in: a refusal or a failure then says nothing about the contract. */
	readonly inTrouble: ReadonlySet<Recorded>;
}

export function healthOf({
	interactions,
	proofs,
}: {
	interactions: readonly Replayed[];
	proofs: readonly Recorded[];
}): Health {
	const asked = interactions
		.filter(({ interaction }) => !isRefusal(interaction.exchange.response.status))
		.flatMap((replayed) => replayed.exchanges.filter((each) => showsSomething(replayed, each)));
	const answers = statusesOf([...proofs, ...asked]);
	const usable = (statuses: readonly number[]) => statuses.filter((status) => !isUnavailable(status));
	const judging = [statusesOf(asked), answers].map(usable).find((each) => each.length > 0) ?? [];
	return {
		refused: judging.length > 0 && judging.every(isRefusal),
		works: usable(answers).length > 0,
		statuses: [...new Set(answers)].sort((one, other) => one - other),
		inTrouble: troubleIn(asked),
	};
}

function showsSomething({ written, interaction }: Replayed, { answer }: Recorded): boolean {
	if (answer.kind !== 'answered') return true;
	const isSuspicious = isRefusal(answer.status) || isUnavailable(answer.status);
	return !(isSuspicious && isExpectedStatus(written, interaction, answer.status));
}

const statusesOf = (exchanges: readonly Recorded[]): number[] =>
	exchanges.flatMap(({ answer }) => (answer.kind === 'answered' ? [answer.status] : []));

/**
 * Refusals in a row with outages, or until the end of the run: credentials that ended, or a provider that is going down. A
 * provider that refuses one request and lets in the next means it.
 */
function troubleIn(exchanges: readonly Recorded[]): Set<Recorded> {
	const trouble = new Set<Recorded>();
	let row: Recorded[] = [];
	const close = (isEnd: boolean) => {
		const refusals = row.filter(({ answer }) => answer.kind === 'answered' && isRefusal(answer.status));
		const isMixed = refusals.length > 0 && row.some(isOutage);
		if (isMixed || (isEnd && refusals.length > 1)) for (const each of row) trouble.add(each);
		row = [];
	};
	for (const each of exchanges) {
		const { answer } = each;
		if (answer.kind === 'answered' && !isRefusal(answer.status) && !isUnavailable(answer.status)) close(false);
		else row.push(each);
	}
	close(true);
	return trouble;
}

/** It may be gone a moment later. */
const isOutage = ({ answer }: Recorded): boolean =>
	answer.kind === 'answered' ? answer.status === 429 || answer.status === 503 : answer.kind !== 'unsendable';
