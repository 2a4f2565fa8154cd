/** Stand-in. */
import type { Pairs } from '../../exchange';
import { type Answer, forward } from '../forward';

export interface Outgoing {
	readonly method: string;
	readonly target: string;
	readonly headers: Pairs;
	readonly body: Uint8Array;
	readonly expected?: number;
}
export interface Delivery {
	readonly answer: Answer;
	readonly attempts: number;
	readonly started: Date;
	readonly milliseconds: number;
}
export interface Transport {
	send(outgoing: Outgoing): Promise<Delivery>;
	close(): void;
}
export interface TransportOptions {
	readonly provider: URL;
	readonly timeout: number;
	readonly rate?: number;
}
export function createTransport(options: TransportOptions): Transport {
	return {
		async send(outgoing) {
			const started = new Date();
			const answer = await forward({ ...outgoing, provider: options.provider }, options.timeout);
			return { answer, attempts: 1, started, milliseconds: Date.now() - started.getTime() };
		},
		close() {},
	};
}

export const longest = (timeout: number) => timeout + 5_000;
