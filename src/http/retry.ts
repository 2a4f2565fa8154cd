/**
 * Whether an attempt is worth another one, and how long to wait before it: longer each time, and as long as the
 * provider asks for in `Retry-After` (RFC 9110, 10.2.3) where that is more.
 */
import { header, type Pairs } from '../exchange/exchange';
import type { Answer, Answered, Attempt } from './forward';

/** How often one request is sent at most. */
export const mostAttempts = 4;

/** The longest wait that a provider may ask for. */
const longestWait = 30_000;

/** Waits are longer by up to this part of them, so that two runs that were turned away together do not come back together. */
const jitter = 0.2;

/** Whether the provider may do better when it is asked again. A status that is wanted is an answer like any other. */
export const isPassing = (
	{ answer, mayHeal }: Attempt,
	isExpected: ((status: number) => boolean) | undefined,
): boolean => mayHeal || (isTurnedAway(answer) && isExpected?.(answer.status) !== true);

/** It was asked too much (RFC 6585, 4), or cannot answer for now (RFC 9110, 15.6.4). */
const isTurnedAway = (answer: Answer): answer is Answered =>
	answer.kind === 'answered' && (answer.status === 429 || answer.status === 503);

/** Milliseconds to wait after the attempt of this `number`, counted from 1. */
export function waitAfter(number: number, answer: Answer, firstWait: number): number {
	const usual = firstWait * 2 ** (number - 1) * (1 + Math.random() * jitter);
	const asked = isTurnedAway(answer) ? askedWait(answer.headers) : 0;
	return Math.max(usual, Math.min(asked, longestWait));
}

/** Milliseconds that `Retry-After` asks for, in seconds or as a date; 0 where it says nothing that has a meaning. */
function askedWait(headers: Pairs): number {
	const text = header(headers, 'retry-after')?.trim() ?? '';
	if (/^\d+$/.test(text)) return Number(text) * 1000;
	const until = dateOf(text);
	// The provider's clock counts, where it says what it shows: ours may differ from it.
	const now = dateOf(header(headers, 'date')?.trim() ?? '') ?? Date.now();
	return until === undefined ? 0 : Math.max(0, until - now);
}

/** The three forms of a date in HTTP (RFC 9110, 5.6.7). `Date.parse` alone would take "-5" and "soon 1" for dates. */
const forms = [
	/^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/,
	/^[A-Z][a-z]{5,8}, \d\d-[A-Z][a-z]{2}-\d\d \d\d:\d\d:\d\d GMT$/,
	/^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}$/,
];

function dateOf(text: string): number | undefined {
	if (!forms.some((form) => form.test(text))) return undefined;
	const time = Date.parse(text.endsWith('GMT') ? text : `${text} GMT`);
	return Number.isNaN(time) ? undefined : time;
}

/** Milliseconds that one request may take at most, all its attempts and waits together. */
export const longestDelivery = (timeout: number, rate = Number.POSITIVE_INFINITY): number =>
	mostAttempts * (timeout + 1000 / rate) + (mostAttempts - 1) * longestWait;
