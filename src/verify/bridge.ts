/**
 * The bridge between Pact's verifier and the provider. It meets provider states, sends the bytes on untouched, keeps what
 * came back under the interaction it belongs to, and always answers, whatever the provider does. Pact's verifier replays
 * interactions strictly one after another, so "the current one" is well defined.
 */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { StateValues } from '../config/config';
import type { Pairs } from '../exchange/exchange';
import { type Answered, endToEnd, pairsOf } from '../http/forward';
import type { Recorded } from '../http/wire';
import { expectsNull, location } from './copy';
import { matchedHeaders, normalType } from './expected-headers';
import { asWritten, type Sent } from './sent';
import { canBeSent, type Replayed, type StateParams, type StateResult } from './states';
import type { Written } from './written';

export interface BridgeOptions {
	/** The copies carry indexes of this list. */
	readonly interactions: readonly Replayed[];
	/** Meets a provider state. A rejection counts as a failed state. */
	readonly meetState: (name: string, params: StateParams, replayed: Replayed) => Promise<StateResult>;
	/** Sends a request to the provider, as it is. */
	readonly send: (replayed: Replayed, request: Sent) => Promise<Recorded>;
}

/** What Pact's verifier sends to the state-change URL, once for each interaction. */
interface StateChange {
	readonly params: { readonly number: number };
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

	/** The values that the states of the next interaction supply; where two supply one, the later counts, as for Pact. */
	const begin = async (replayed: Replayed): Promise<StateValues> => {
		current = replayed;
		let values: StateValues = {};
		for (const { name, params } of replayed.interaction.states) {
			// Without a name, it asks for nothing.
			if (name === '') continue;
			const result = await meetState(name, params, replayed).catch((error: unknown): StateResult => {
				return { kind: 'failed', state: name, reason: error instanceof Error ? error.message : String(error) };
			});
			replayed.states.push(result);
			// A state that is not met is answered like one that is: Pact would try a failing set-up again and again.
			// The interaction's request is then not forwarded, and the judgement knows why.
			if (result.kind === 'met') values = { ...values, ...result.values };
		}
		return values;
	};

	const pass = async (incoming: IncomingMessage, body: Buffer, response: ServerResponse) => {
		const replayed = current;
		if (!replayed || !canBeSent(replayed)) return reply(response, 502);
		const { method = 'GET', url: target = '/', rawHeaders } = incoming;
		const sent = asWritten(replayed.written, { method, target, headers: pairsOf(rawHeaders), body });
		if ('altered' in sent) {
			replayed.altered = sent.altered;
			return reply(response, 502);
		}
		const recorded = await send(replayed, sent);
		replayed.exchanges.push(recorded);
		const { answer } = recorded;
		if (answer.kind !== 'answered') return reply(response, answer.kind === 'timeout' ? 504 : 502);
		const seen = forPact(answer, replayed.written);
		reply(response, answer.status, seen.headers, seen.body);
	};

	const work = async (incoming: IncomingMessage, body: Buffer, response: ServerResponse) => {
		if (incoming.url !== statePath) return pass(incoming, body, response);
		const { params } = JSON.parse(body.toString('utf8')) as StateChange;
		const next = interactions[params.number];
		if (!next) return reply(response, 404);
		reply(response, 200, [['Content-Type', 'application/json']], JSON.stringify(await begin(next)));
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
 * What Pact has to see of an answer: the body without its content encoding, as it knows few, without a byte order mark,
 * which `fetch` strips, too, and of the headers those that it compares, as it takes no more than a hundred. What cannot be
 * decoded is passed as it is.
 */
function forPact({ headers: received, body, content }: Answered, written: Written) {
	const matched = matchedHeaders(written);
	const headers = endToEnd(received).flatMap(([name, value]): Pairs => {
		const key = name.toLowerCase();
		if (key === 'content-type') return [[name, matched.has(key) ? value : normalType(value)]];
		if (key === 'content-encoding') return content ? [] : [[name, value]];
		return matched.has(key) ? [[key === 'location' ? location : name, value]] : [];
	});
	const bytes = content ?? body;
	const plain = bytes.subarray(0, 3).equals(byteOrderMark) ? bytes.subarray(3) : bytes;
	const isNull = expectsNull(written) && plain.toString('latin1').trim() === 'null';
	return { headers, body: isNull ? '' : plain };
}

const byteOrderMark = Buffer.from('\uFEFF');

/** Node refuses to send on some of what it accepts to receive. */
const isUsable = ([name, value]: Pairs[number]): boolean =>
	/^[\w!#$%&'*+.^`|~-]+$/.test(name) && !/[^\t\x20-\x7e\x80-\xff]/.test(value);
