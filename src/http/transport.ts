/**
 * Everything that goes to the provider goes through one transport: one request at a time, no more of them in a second
 * than `rate` allows, again where the provider turned it away for the moment, and once only for one that
 * stays unavailable. It always settles, whatever the provider does, and leaves no timer and no socket.
 */
import { type Answer, attempt, type OutgoingRequest } from './forward';
import { isPassing, mostAttempts, waitAfter } from './retry';
import { type RouteOptions, routeTo } from './route';

export interface Outgoing extends Omit<OutgoingRequest, 'provider'> {
	/** A status that is wanted is never a reason to try again. */
	readonly isExpected?: (status: number) => boolean;
	/** Sent also after too many time-outs in a row, and retried also after {@link Transport.hurry}. */
	readonly retriesDuringShutdown?: boolean;
}

export interface Delivery {
	readonly answer: Answer;
	/** How often it was sent; 0 where the transport gave up on the provider or was closed before. */
	readonly attempts: number;
	/** When the last attempt began, and the milliseconds it took. */
	readonly started: Date;
	readonly milliseconds: number;
}

/** One attempt, for a trace of the run. It holds nothing that the provider sent but the status. */
export interface AttemptNote {
	readonly method: string;
	readonly target: string;
	/** Counted from 1 for each request. */
	readonly number: number;
	readonly outcome: number | Exclude<Answer['kind'], 'answered'>;
	readonly milliseconds: number;
	/** Milliseconds before the next attempt; absent where this was the last. */
	readonly waiting?: number;
}

export interface Transport {
	/** Sends it after all that was handed in before. Never rejects. */
	send(outgoing: Outgoing): Promise<Delivery>;
	/**
	 * From now on what is in flight may end and nothing waits. Only requests with `retriesDuringShutdown` are tried
	 * again, after the first wait.
	 */
	hurry(): void;
	/** Ends what is in flight and what waits; what is handed in afterwards is not sent. */
	close(): void;
}

export interface TransportOptions extends RouteOptions {
	readonly provider: URL;
	/** Milliseconds for each attempt, from the first byte sent to the last received. */
	readonly timeout: number;
	/** How many requests may begin in a second at most, fractions allowed; what is sent again counts. */
	readonly rate?: number;
	readonly onAttempt?: (attempt: AttemptNote) => void;
	/** Milliseconds to wait before the second attempt, 500 by default; each further wait is twice as long. */
	readonly firstWait?: number;
}

/** A provider that let so many requests in a row time out is not asked any more: the rest would only take its time. */
const patience = 2;
const notAsked: Answer = { kind: 'timeout', reason: `it was not asked any more after ${patience} time-outs in a row` };

const ended: Answer = { kind: 'unreachable', reason: 'the run ended before it gave an answer' };

export function createTransport(options: TransportOptions): Transport {
	const { provider, timeout, rate, onAttempt, firstWait = 500 } = options;
	const route = routeTo(provider, options);
	const end = new AbortController();
	const { signal } = end;
	const haste = new AbortController();
	const awake = AbortSignal.any([signal, haste.signal]);
	const gap = rate === undefined ? 0 : 1000 / rate;
	let queue: Promise<unknown> = Promise.resolve();
	let timeouts = 0;
	/** Its last request outlasted the attempts, so the next ones get only one. */
	let isUnavailable = false;
	/** When the next attempt may begin at the soonest, by the monotonic clock. */
	let due = 0;

	const deliver = async (outgoing: Outgoing): Promise<Delivery> => {
		const { method, target, isExpected, retriesDuringShutdown = false } = outgoing;
		const most = isUnavailable ? 1 : mostAttempts;
		let last: Delivery | undefined;
		for (let number = 1; ; number += 1) {
			if (timeouts >= patience && !retriesDuringShutdown) return unsent(notAsked, number - 1);
			await until(due, awake);
			if (haste.signal.aborted && retriesDuringShutdown && last) await until(performance.now() + firstWait, signal);
			if (signal.aborted) return unsent(ended, number - 1);
			if (last && haste.signal.aborted && !retriesDuringShutdown) return last;
			const [started, begin] = [new Date(), performance.now()];
			due = begin + gap;
			const tried = await attempt({ ...outgoing, provider }, { timeout, signal, route });
			const now = performance.now();
			const { answer } = tried;
			if (answer.kind !== 'unsendable') timeouts = answer.kind === 'timeout' ? timeouts + 1 : 0;
			const passing = isPassing(tried, isExpected);
			const goesOn = passing && number < most && !signal.aborted && (retriesDuringShutdown || !haste.signal.aborted);
			if (goesOn) due = Math.max(due, now + waitAfter(number, answer, firstWait));
			else if (passing) isUnavailable ||= number === most;
			else if (answer.kind === 'answered') isUnavailable = false;
			const milliseconds = now - begin;
			const outcome = answer.kind === 'answered' ? answer.status : answer.kind;
			onAttempt?.({ method, target, number, outcome, milliseconds, ...(goesOn ? { waiting: due - now } : {}) });
			last = { answer, attempts: number, started, milliseconds };
			if (!goesOn) return last;
		}
	};

	return {
		send(outgoing) {
			const delivery = queue.then(() => deliver(outgoing));
			queue = delivery.catch(() => {});
			return delivery;
		},
		hurry: () => haste.abort(),
		close: () => end.abort(),
	};
}

const unsent = (answer: Answer, attempts: number): Delivery => ({
	answer,
	attempts,
	started: new Date(),
	milliseconds: 0,
});

/** Waits until the monotonic clock shows `time`, or the signal. A timer may fire a little early. */
async function until(time: number, signal: AbortSignal): Promise<void> {
	while (!signal.aborted) {
		const left = Math.ceil(time - performance.now());
		if (left <= 0) return;
		await new Promise<void>((resolve) => {
			const done = () => {
				clearTimeout(timer);
				signal.removeEventListener('abort', done);
				resolve();
			};
			const timer = setTimeout(done, left);
			signal.addEventListener('abort', done);
		});
	}
}
