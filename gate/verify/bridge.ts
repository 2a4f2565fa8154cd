/**
 * The bridge between Pact's verifier and the provider. It answers state changes, puts in the credentials, forwards the
 * bytes untouched, records what came back under the interaction it belongs to, and always answers, whatever the
 * provider does. Pact's verifier replays interactions strictly one after another, so "the current one" is well defined.
 */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Pairs } from '../exchange';
import { type Answer, endToEnd, forward, pairsOf } from './forward';

/** The state that the replayed copy of every interaction begins with; its parameter says which interaction it is. */
export const tagState = 'contract: interaction';

export type StateResult =
	| { readonly kind: 'met'; readonly values: Readonly<Record<string, string>> }
	| { readonly kind: 'unknown'; readonly state: string }
	/** `failed`: bringing it about went wrong; `unmet`: something is missing that the user can supply. */
	| { readonly kind: 'failed' | 'unmet'; readonly state: string; readonly reason: string };

export interface Recorded {
	readonly request: {
		readonly method: string;
		readonly target: string;
		readonly headers: Pairs;
		readonly body: Buffer;
	};
	readonly answer: Answer;
}

/** What happened for one interaction. */
export interface Trace {
	readonly states: StateResult[];
	readonly exchanges: Recorded[];
}

export interface BridgeOptions {
	readonly providerUrl: URL;
	/** The Authorization header of an interaction's request; undefined leaves what the contract holds. */
	readonly authorizationOf: (interaction: number) => string | undefined;
	/** Milliseconds for each answer of the provider. */
	readonly timeout: number;
	/** The names of the values that an interaction's request needs from its provider states. */
	readonly valuesNeededBy: (interaction: number) => readonly string[];
	/** Brings a provider state about. A rejection counts as a failed state. */
	readonly meetState: (name: string) => Promise<StateResult>;
	/** Called whenever an interaction has been answered. */
	readonly onAnswer?: () => void;
}

/** What Pact's verifier sends to the state-change URL. */
interface StateChange {
	readonly action?: 'setup' | 'teardown';
	readonly state?: string;
	readonly params?: { readonly index?: number };
}

export interface Bridge {
	readonly url: string;
	readonly stateUrl: string;
	/** By the number that the tag state carries. */
	readonly traces: ReadonlyMap<number, Trace>;
	close(): Promise<void>;
}

/** All values that states supplied, by name. */
export function suppliedBy(states: readonly StateResult[]): Readonly<Record<string, string>> {
	return Object.assign({}, ...states.map((state) => (state.kind === 'met' ? state.values : {})));
}

/** A provider that let so many requests in a row time out is not asked any more: the rest would only take its time. */
const patience = 2;
const notAsked: Answer = { kind: 'timeout', reason: `it was not asked any more after ${patience} time-outs in a row` };

/** Starts the bridge on a free port of 127.0.0.1. */
export async function startBridge(options: BridgeOptions): Promise<Bridge> {
	const statePath = `/${randomUUID()}`;
	const traces = new Map<number, Trace>();
	let timeouts = 0;
	let current: { index: number; trace: Trace } | undefined;

	const changeState = async (body: Buffer, response: ServerResponse) => {
		const change = JSON.parse(body.toString('utf8')) as StateChange;
		const { state, params } = change;
		if (change.action === 'teardown') return reply(response, 200, [], '');
		let values: StateResult | undefined;
		if (state === tagState) {
			const index = Number(params?.index);
			current = { index, trace: traces.get(index) ?? { states: [], exchanges: [] } };
			traces.set(index, current.trace);
		} else if (current && state) {
			values = await options.meetState(state).catch(
				(error: unknown): StateResult => ({
					kind: 'failed',
					state,
					reason: error instanceof Error ? error.message : String(error),
				}),
			);
			current.trace.states.push(values);
		}
		// A state that is not met is answered like one that is: Pact would try a failing set-up again and again.
		// The interaction's request is then not forwarded, and the judgement knows why.
		reply(
			response,
			200,
			[['Content-Type', 'application/json']],
			JSON.stringify(values?.kind === 'met' ? values.values : {}),
		);
	};

	const pass = async (incoming: IncomingMessage, body: Buffer, response: ServerResponse) => {
		if (!current) return reply(response, 502, [], '');
		const { index, trace } = current;
		const supplied = suppliedBy(trace.states);
		const isReady = options.valuesNeededBy(index).every((name) => supplied[name] !== undefined);
		if (!isReady || trace.states.some(({ kind }) => kind !== 'met')) return reply(response, 502, [], '');
		const headers = withAuthorization(pairsOf(incoming.rawHeaders), options.authorizationOf(index));
		const method = incoming.method ?? 'GET';
		const target = incoming.url ?? '/';
		const outgoing = { method, provider: options.providerUrl, target, headers, body };
		const answer = timeouts < patience ? await forward(outgoing, options.timeout) : notAsked;
		timeouts = answer.kind === 'timeout' ? timeouts + 1 : 0;
		trace.exchanges.push({ request: { method, target, headers, body }, answer });
		options.onAnswer?.();
		if (answer.kind !== 'answered') return reply(response, answer.kind === 'timeout' ? 504 : 502, [], '');
		// Pact's verifier would follow a redirect, and judge what stands there.
		const isRedirect = answer.status >= 300 && answer.status < 400;
		const passed = answer.headers.filter(([name]) => !isRedirect || name.toLowerCase() !== 'location');
		reply(response, answer.status, endToEnd(passed), answer.body);
	};

	const server = createServer((incoming, response) => {
		const chunks: Buffer[] = [];
		incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
		incoming.on('end', () => {
			const body = Buffer.concat(chunks);
			const work = incoming.url === statePath ? changeState(body, response) : pass(incoming, body, response);
			work.catch(() => reply(response, 500, [], ''));
		});
	});
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject).listen(0, '127.0.0.1', resolve);
	});
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	return {
		url,
		stateUrl: url + statePath,
		traces,
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}

function reply(response: ServerResponse, status: number, headers: Pairs, body: string | Buffer): void {
	if (response.headersSent || response.destroyed) return;
	const usable = headers.filter(([name, value]) => isUsable(name, value));
	const length = String(Buffer.byteLength(body));
	response.writeHead(status, [...usable, ['Content-Length', length]].flat());
	response.end(body);
}

/** Node refuses to send on some of what it accepts to receive. */
function isUsable(name: string, value: string): boolean {
	return /^[\w!#$%&'*+.^`|~-]+$/.test(name) && !/[^\t\x20-\x7e\x80-\xff]/.test(value);
}

/** The provider's own credentials take the place of the contract's example, also where the contract holds none. */
function withAuthorization(headers: Pairs, authorization: string | undefined): Pairs {
	if (authorization === undefined) return headers;
	return [...headers.filter(([name]) => name.toLowerCase() !== 'authorization'), ['Authorization', authorization]];
}
