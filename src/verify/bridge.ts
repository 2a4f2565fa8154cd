/**
 * The bridge between Pact's verifier and the provider. It answers state changes, sends the bytes on untouched, keeps what
 * came back under the interaction it belongs to, and always answers, whatever the provider does. Pact's verifier replays
 * interactions strictly one after another, so "the current one" is well defined.
 */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { Pairs } from '../exchange/exchange';
import { type Answered, endToEnd, pairsOf } from '../http/forward';
import type { Recorded, WireRequest } from '../http/wire';
import { isRedirect } from './answer';
import type { HttpInteraction } from './state-values';
import { canBeSent, type Replayed, type StateParams, type StateResult } from './states';

/** The state that the replayed copy of every interaction begins with; its parameter says which interaction it is. */
export const tagState = 'contract: interaction';

export interface BridgeOptions {
	/** The tag state's parameter is an index of this list. */
	readonly interactions: readonly Replayed[];
	/** Meets a provider state. A rejection counts as a failed state. */
	readonly meetState: (name: string, params: StateParams, replayed: Replayed) => Promise<StateResult>;
	/** Sends to the provider what the verifier asks for, as it arrived. */
	readonly send: (
		replayed: Replayed,
		request: Pick<WireRequest, 'method' | 'target' | 'headers' | 'body'>,
	) => Promise<Recorded>;
}

/** What Pact's verifier sends to the state-change URL. */
interface StateChange {
	readonly action?: 'setup' | 'teardown';
	readonly state?: string;
	readonly params?: StateParams;
}

export interface Bridge {
	readonly url: string;
	readonly stateUrl: string;
	close(): Promise<void>;
}

/** Starts the bridge on a free port of 127.0.0.1. */
export async function startBridge({ interactions, meetState, send }: BridgeOptions): Promise<Bridge> {
	const statePath = `/${randomUUID()}`;
	let current: Replayed | undefined;

	const changeState = async ({ action, state, params }: StateChange): Promise<Readonly<Record<string, string>>> => {
		if (action === 'teardown') return {};
		if (state === tagState) current = interactions[Number(params?.index)];
		if (state === tagState || !current || !state) return {};
		const { states } = current;
		const result = await meetState(state, params ?? {}, current).catch((error: unknown): StateResult => {
			return { kind: 'failed', state, reason: error instanceof Error ? error.message : String(error) };
		});
		states.push(result);
		// A state that is not met is answered like one that is: Pact would try a failing set-up again and again.
		// The interaction's request is then not forwarded, and the judgement knows why.
		return result.kind === 'met' ? result.values : {};
	};

	const pass = async (incoming: IncomingMessage, body: Buffer, response: ServerResponse) => {
		const replayed = current;
		if (!replayed || !canBeSent(replayed)) return reply(response, 502);
		const { method = 'GET', url: target = '/', rawHeaders } = incoming;
		const recorded = await send(replayed, { method, target, headers: pairsOf(rawHeaders), body });
		replayed.exchanges.push(recorded);
		const { answer } = recorded;
		if (answer.kind !== 'answered') return reply(response, answer.kind === 'timeout' ? 504 : 502);
		const seen = forPact(answer, replayed.interaction);
		reply(response, answer.status, seen.headers, seen.body);
	};

	const work = async (incoming: IncomingMessage, body: Buffer, response: ServerResponse) => {
		if (incoming.url !== statePath) return pass(incoming, body, response);
		const values = await changeState(JSON.parse(body.toString('utf8')) as StateChange);
		reply(response, 200, [['Content-Type', 'application/json']], JSON.stringify(values));
	};

	const server = createServer((incoming, response) => {
		buffer(incoming)
			.then((body) => work(incoming, body, response))
			.catch(() => (response.headersSent ? response.destroy() : reply(response, 500)));
	});
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject).listen(0, '127.0.0.1', resolve);
	});
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	return {
		url,
		stateUrl: url + statePath,
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}

function reply(response: ServerResponse, status: number, headers: Pairs = [], body: string | Buffer = ''): void {
	if (response.headersSent || response.destroyed) return;
	const usable = headers.filter(isUsable);
	const length = String(Buffer.byteLength(body));
	response.writeHead(status, [...usable, ['Content-Length', length]].flat());
	response.end(body);
}

/**
 * What Pact has to see of an answer: the body without its content encoding, as it knows few, the content type as it reads
 * it, and of the other headers those that count, as it takes no more than a hundred. A redirect's target is not among
 * them: it would follow it, and judge what stands there. What cannot be decoded is passed as it is.
 */
function forPact(answer: Answered, { exchange: { response } }: HttpInteraction) {
	const reliedOn = new Set(response.headers.map(([name]) => name.toLowerCase()));
	const headers = endToEnd(answer.headers).flatMap(([name, value]): Pairs => {
		const key = name.toLowerCase();
		if (key === 'content-type') return [[name, asPactReads(value)]];
		if (key === 'content-encoding') return answer.content ? [] : [[name, value]];
		return reliedOn.has(key) && !(isRedirect(answer.status) && key === 'location') ? [[name, value]] : [];
	});
	return { headers, body: answer.content ?? answer.body };
}

/**
 * `Application/JSON; charset="UTF-8"` as `application/json; charset=utf-8`, which is the same (RFC 9110, 8.3.1 and 8.3.2)
 * and all that Pact takes for it.
 */
function asPactReads(contentType: string): string {
	return contentType
		.replace(/^[^;]*/, (mediaType) => mediaType.toLowerCase())
		.replace(/;\s*charset=("?)([^";\s]+)\1/i, (_, _quote, charset: string) => `; charset=${charset.toLowerCase()}`);
}

/** Node refuses to send on some of what it accepts to receive. */
const isUsable = ([name, value]: Pairs[number]): boolean =>
	/^[\w!#$%&'*+.^`|~-]+$/.test(name) && !/[^\t\x20-\x7e\x80-\xff]/.test(value);
