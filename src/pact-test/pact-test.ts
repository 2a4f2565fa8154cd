/**
 * What a Pact test needs beside pact-js: a fresh Pact for each interaction, method and path by `operationId`, and a red
 * test if the client sends the request more than once. It works with every test runner.
 */
import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PactV4, type V3MockServer } from '@pact-foundation/pact';
import type { ContractConfig } from '../config/config';
import { defaultSpec } from '../config/settings';
import { didYouMean } from '../json/text';
import { loadSpec, type Spec } from '../openapi/spec';
import { recordVariables } from '../system/environment';
import { countingForwarder } from './forwarder';
import { PactTestError } from './pact-test-error';
import { type Path, pathMatcher, type Values } from './path-matcher';

type Config = Pick<ContractConfig, 'consumer' | 'spec' | 'overlays'> & { readonly provider: { readonly name: string } };
type Test = (server: V3MockServer) => Promise<unknown>;

export function pactTest({ consumer, provider, spec = defaultSpec, overlays = [] }: Config) {
	let loading: Promise<Spec> | undefined;
	return {
		/** pact-js's own builder. Unless `contract record` runs the test, the pact file is removed after it. */
		addInteraction(): ReturnType<PactV4['addInteraction']> {
			const { directory } = recordVariables();
			const dir = join(directory ?? tmpdir(), `interaction-${process.pid}-${randomUUID()}`);
			const pact = new PactV4({ consumer, provider: provider.name, dir, logLevel: 'error' });
			const end = () => directory ?? rmSync(dir, { recursive: true, force: true });
			return withCount(pact.addInteraction(), end);
		},

		/** Method and path of an operation of the spec; `values` are those of the path's parameters. */
		async operation(operationId: string, values: Values = {}): Promise<[method: string, path: Path]> {
			const recorded = recordVariables();
			loading ??= loadSpec(recorded.spec ?? spec, { overlays: recorded.overlays ?? overlays });
			const { document, operations } = await loading;
			const found = operations.operations.find(({ name }) => name === operationId);
			if (found) return [found.method, pathMatcher(found.path, values)];
			const known = operations.operations.map(({ name }) => name);
			const hint = didYouMean(operationId, known, operationId.length / 2) || '.';
			throw new PactTestError(`${document.file} has no operationId "${operationId}"${hint}`);
		},
	};
}

/** The builder, and those that its methods return, with an `executeTest` that counts the client's requests. */
function withCount<Builder extends object>(builder: Builder, end: () => void): Builder {
	return new Proxy(builder, {
		get(target, name) {
			const method: unknown = Reflect.get(target, name);
			if (typeof method !== 'function') return method;
			if (name === 'executeTest') return (test: Test) => execute(method.bind(target), test).finally(end);
			return (...args: unknown[]) => withCount(method.apply(target, args), end);
		},
	});
}

async function execute(executeTest: (test: Test) => Promise<unknown>, test: Test): Promise<unknown> {
	let failure: { readonly error: unknown } | undefined;
	const run: Test = async ({ port, ...server }) => {
		const forwarder = await countingForwarder(port);
		const given = Promise.resolve({ ...server, ...forwarder.address });
		const result = await given.then(test).catch((error: unknown) => {
			failure = { error };
		});
		const { requests, isMatched } = await forwarder.end();
		if (isMatched && requests > 1) failure ??= { error: repeated(requests) };
		// How a request differs is Pact's to report, and it does so only if the test throws nothing.
		if (requests > 0 && !isMatched) failure = undefined;
		if (failure) throw failure.error;
		return result;
	};
	// pact-js makes a new error of one that comes from another realm, as Node's own do under Jest.
	return executeTest(run).catch((error: unknown) => Promise.reject(failure ? failure.error : error));
}

const repeated = (count: number) =>
	new PactTestError(`The client sent the request ${count} times; the interaction expects it once.`);
