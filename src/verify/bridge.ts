/**
 * The bridge between Pact's verifier and the provider. It answers state changes, sends the bytes on untouched, keeps what
 * came back under the interaction it belongs to, and always answers, whatever the provider does. Pact's verifier replays
 * interactions strictly one after another, so "the current one" is well defined.
 */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { StateDefinition } from '../../contracts/states';
import type { Pairs } from '../exchange/exchange';
import { type Answered, endToEnd, pairsOf } from '../http/forward';
import type { Recorded, WireRequest } from '../http/wire';
import { isRedirect } from './status';

/** The state that the replayed copy of every interaction begins with; its parameter says which interaction it is. */
export const tagState = 'contract: interaction';

export type StateResult =
	| {
			readonly kind: 'met';
			readonly state: string;
			/** What the provider came up with for it. */
			readonly needs: StateDefinition['needs'];
			readonly values: Readonly<Record<string, string>>;
	  }
	| { readonly kind: 'unknown'; readonly state: string }
	/** `failed`: bringing it about went wrong; `unmet`: something is missing that the user can supply. */
	| { readonly kind: 'failed' | 'unmet'; readonly state: string; readonly reason: string }
	/** The provider gave the request that should prove it an answer that says nothing. */
	| { readonly kind: 'unproven'; readonly state: string; readonly recorded: Recorded };

/** What happened for one interaction. */
export interface Trace {
	readonly states: StateResult[];
	readonly exchanges: Recorded[];
}

/** What the verifier asks for, as it arrived. */
export type Arrived = Pick<WireRequest, 'method' | 'target' | 'headers' | 'body'>;

export interface BridgeOptions {
	/** Has the provider asked for an interaction. */
	readonly send: (interaction: number, request: Arrived) => Promise<Recorded>;
	/** The names of the values that an interaction's request needs from its provider states. */
	readonly valuesNeededBy: (interaction: number) => readonly string[];
	/** The names of the response headers, in lower case, that an interaction relies on. */
	readonly headersReliedOnBy: (interaction: number) => ReadonlySet<string>;
	/** Brings a provider state about. A rejection counts as a failed state. */
	readonly meetState: (name: string, interaction: number) => Promise<StateResult>;
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

/** Two states that cannot both hold, for one supplies what the other must not have, and the name of that value. */
export interface Contradiction {
	readonly states: readonly [string, string];
	readonly name: string;
}

/** The first two states that supply one value for different needs. */
export function contradictionIn(states: readonly StateResult[]): Contradiction | undefined {
	const suppliers = new Map<string, Extract<StateResult, { kind: 'met' }>>();
	for (const state of states) {
		if (state.kind !== 'met') continue;
		for (const name of Object.keys(state.values)) {
			const other = suppliers.get(name);
			if (other && other.needs !== state.needs) return { states: [other.state, state.state], name };
			suppliers.set(name, state);
		}
	}
	return undefined;
}

/** Starts the bridge on a free port of 127.0.0.1. */
export async function startBridge(options: BridgeOptions): Promise<Bridge> {
	const statePath = `/${randomUUID()}`;
	const traces = new Map<number, Trace>();
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
			values = await options.meetState(state, current.index).catch(
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
		const areMet = trace.states.every(({ kind }) => kind === 'met') && !contradictionIn(trace.states);
		if (!isReady || !areMet) return reply(response, 502, [], '');
		const method = incoming.method ?? 'GET';
		const target = incoming.url ?? '/';
		const recorded = await options.send(index, { method, target, headers: pairsOf(incoming.rawHeaders), body });
		const { answer } = recorded;
		trace.exchanges.push(recorded);
		options.onAnswer?.();
		if (answer.kind !== 'answered') return reply(response, answer.kind === 'timeout' ? 504 : 502, [], '');
		const { headers, body: content } = forPact(answer, options.headersReliedOnBy(index));
		reply(response, answer.status, headers, content);
	};

	const server = createServer((incoming, response) => {
		const chunks: Buffer[] = [];
		incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
		incoming.on('end', () => {
			const body = Buffer.concat(chunks);
			const work = incoming.url === statePath ? changeState(body, response) : pass(incoming, body, response);
			work.catch(() => (response.headersSent ? response.destroy() : reply(response, 500, [], '')));
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

/**
 * What Pact has to see of an answer: the body without its content encoding, as it knows few, the content type as it reads
 * it, and of the other headers those that count, as it takes no more than a hundred. A redirect's target is not among
 * them: it would follow it, and judge what stands there. What cannot be decoded is passed as it is.
 */
function forPact(answer: Answered, reliedOn: ReadonlySet<string>) {
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
function isUsable(name: string, value: string): boolean {
	return /^[\w!#$%&'*+.^`|~-]+$/.test(name) && !/[^\t\x20-\x7e\x80-\xff]/.test(value);
}
