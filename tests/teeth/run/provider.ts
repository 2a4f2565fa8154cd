/** A mutant on loopback: the honest provider with one fault in front of it. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { isDeepStrictEqual } from 'node:util';
import config from '../../../contract.config';
import { pairsOf } from '../../../src/http/forward';
import type { Json } from '../../../src/json/json';
import type { Spec } from '../../../src/openapi/spec';
import { idFor } from '../derive/derive';
import { askedOf } from '../derive/sample';
import type { Answered, Asked, Ids, Mutant } from '../mutant';
import type { Honest } from './honest';

export interface ProviderOptions {
	readonly mutant: Pick<Mutant, 'scope' | 'fault'>;
	readonly honest: Honest;
	readonly spec: Spec;
	/** The contract's, as the pact writes them. */
	readonly interactions: readonly Json[];
	readonly ids: Ids;
	/** Whether only the contract's own interactions are hit: not what proves a state, nor what puts a customer back. */
	readonly spares: boolean;
}

export interface MutantProvider {
	readonly url: string;
	/** The numbers of the interactions that arrived. */
	readonly arrived: ReadonlySet<number>;
	/** How many answers the fault hit. */
	hits(): number;
	close(): Promise<void>;
}

export async function startMutant(options: ProviderOptions): Promise<MutantProvider> {
	const { mutant, honest, interactions, ids, spares } = options;
	const { fault, scope } = mutant;
	const arrived = new Set<number>();
	const attempts = new Map<string, number>();
	let count = 0;
	const sockets = new Set<Socket>();

	const handle = async (message: IncomingMessage, response: ServerResponse) => {
		const asked = await receive(message);
		const key = `${asked.method} ${asked.target} ${asked.body.toString('latin1')}`;
		const attempt = (attempts.get(key) ?? 0) + 1;
		attempts.set(key, attempt);
		const own = interactions.flatMap((each, number) => (isFor(each, asked, ids) ? [number] : []));
		for (const number of own) arrived.add(number);
		const isOurs = own.length > 0 || !spares;
		const isBeside = scope.beside === undefined || (own.length === 0 && besideOf(asked) === scope.beside);
		const isMeant = scope.interactions === undefined || own.some((number) => scope.interactions?.includes(number));
		const isOperation = scope.operation === undefined || operationOf(options.spec, asked) === scope.operation;
		const mayHit = isOurs && isBeside && isMeant && isOperation;
		const before = mayHit && fault.forgets ? await honest.ask({ ...asked, body: Buffer.from('{}') }) : undefined;
		const answer = await honest.ask(mayHit && fault.ask ? fault.ask(asked, ids) : asked);
		if (before) await honest.ask({ ...asked, body: storable(before.body) });
		const hits = mayHit && (scope.status === undefined || answer.status === scope.status);
		if (hits) count += 1;
		const faulty = hits ? distorted(answer, options, asked, attempt) : answer;
		if (hits && fault.deliver) return fault.deliver(message.socket, faulty);
		response.writeHead(faulty.status, [...faulty.headers, ['Content-Length', String(faulty.body.length)]].flat());
		response.end(faulty.body);
	};

	const server = createServer((message, response) => {
		message.socket.on('error', () => {});
		handle(message, response).catch(() => message.socket.destroy());
	});
	server.on('connection', (socket) => {
		sockets.add(socket);
		socket.once('close', () => sockets.delete(socket));
	});
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject).listen(0, '127.0.0.1', resolve);
	});
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		arrived,
		hits: () => count,
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				for (const socket of sockets) socket.destroy();
			}),
	};
}

function distorted(answer: Answered, { mutant, ids }: ProviderOptions, asked: Asked, attempt: number): Answered {
	const { value, answer: change } = mutant.fault;
	const told = value
		? { ...answer, body: Buffer.from(JSON.stringify(value(JSON.parse(answer.body.toString('utf8')) as Json, ids))) }
		: answer;
	return change ? change(told, { asked, attempt, ids }) : told;
}

async function receive(message: IncomingMessage): Promise<Asked> {
	const chunks: Buffer[] = [];
	for await (const chunk of message) chunks.push(chunk as Buffer);
	return {
		method: message.method ?? 'GET',
		target: message.url ?? '/',
		headers: pairsOf(message.rawHeaders),
		body: Buffer.concat(chunks),
	};
}

/** Whether a request is the one of an interaction: method and body, and a customer that its state speaks of. */
function isFor(interaction: Json, asked: Asked, ids: Ids): boolean {
	const isOwn = (target: string) => target.split('/').includes(ids.own);
	const model = askedOf(interaction, idFor(interaction, ids)).asked;
	if (model.method !== asked.method || isOwn(model.target) !== isOwn(asked.target)) return false;
	return isDeepStrictEqual(jsonOf(model.body), jsonOf(asked.body));
}

/** What a request that is no interaction's is for. */
function besideOf({ body }: Asked): 'reading' | 'putting back' {
	const proofs = Object.values(config.provider.states ?? {}).map(({ proof }) => proof?.body);
	return proofs.some((proof) => isDeepStrictEqual(proof, jsonOf(body))) ? 'reading' : 'putting back';
}

function jsonOf(body: Buffer): unknown {
	try {
		return JSON.parse(body.toString('utf8'));
	} catch {
		return undefined;
	}
}

const operationOf = (spec: Spec, { method, target }: Asked) =>
	spec.operations.find(method, target.split('?')[0] ?? '')?.operation.name;

/** What an answer shows of the fields that an update takes, as an update. */
function storable(body: Buffer): Buffer {
	const { address, ...customer } = JSON.parse(body.toString('utf8')) as { address?: object; [key: string]: unknown };
	return Buffer.from(JSON.stringify({ ...address, ...customer }));
}
