/** The honest provider behind every mutant: the local Imprint, asked with the bytes that a mutant was asked with. */
import { request as send } from 'node:http';
import { startSandbox } from '../../../sandbox/sandbox';
import { pairsOf } from '../../../src/http/forward';
import type { Answered, Asked, Ids } from '../mutant';

export interface Honest {
	readonly apiKey: string;
	/** Customers of a run of its own. */
	invite(): Ids;
	ask(asked: Asked): Promise<Answered>;
	/** The same, with the credentials that it wants. */
	askWithKey(asked: Asked): Promise<Answered>;
	close(): Promise<void>;
}

export async function startHonest(): Promise<Honest> {
	const sandbox = await startSandbox();
	const base = new URL(sandbox.url);
	const ask: Honest['ask'] = ({ method, target, headers, body }) =>
		new Promise((resolve, reject) => {
			const kept = headers.filter(([name]) => /^(authorization|content-type)$/i.test(name));
			const request = send({
				host: base.hostname,
				port: base.port,
				method,
				path: target,
				headers: [...kept, ['Host', base.host], ['Content-Length', String(body.length)]].flat(),
			});
			request.on('error', reject).on('response', (response) => {
				const chunks: Buffer[] = [];
				response.on('error', reject).on('data', (chunk: Buffer) => chunks.push(chunk));
				response.on('end', () => {
					const own = pairsOf(response.rawHeaders).filter(
						([name]) => !/^(connection|keep-alive|content-length|date)$/i.test(name),
					);
					resolve({ status: response.statusCode ?? 0, headers: own, body: Buffer.concat(chunks) });
				});
			});
			request.end(body);
		});
	return {
		apiKey: sandbox.apiKey,
		ask,
		askWithKey: (asked) =>
			ask({ ...asked, headers: [...asked.headers, ['Authorization', `Bearer ${sandbox.apiKey}`]] }),
		invite: () => ({ own: sandbox.addCustomer(), other: sandbox.addCustomer(), unused: sandbox.unusedCustomerId() }),
		close: () => sandbox.close(),
	};
}
