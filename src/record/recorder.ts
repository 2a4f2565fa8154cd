/**
 * Records one interaction: runs the real client against Pact's mock server and writes a pact file of this interaction
 * alone. Each has a Pact and a folder of its own, so that no test can change the contract of another.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { PactV4 } from '@pact-foundation/pact';
import { getFfiLib } from '@pact-foundation/pact-core';
import { ImprintClient } from '../../contracts/client';
import { type Interaction, parties } from '../../contracts/interaction';
import { reasonOf } from '../json/input-error';
import { asPattern } from '../json/text';
import type { Spec } from '../openapi/spec';

/** Not a secret: an example in the contract, which a verification replaces by its own credentials. */
const exampleKey = 'example-api-key';

/**
 * Records `interaction` into a new folder below `directory`. `assess` gets the promise of the call and must throw unless
 * the outcome is as expected. Rejects if client and interaction disagree; then nothing is written.
 */
export async function recordInteraction(
	interaction: Interaction,
	spec: Spec,
	directory: string,
	assess: (call: Promise<unknown>) => Promise<void>,
): Promise<void> {
	const { operationId, given, body, response } = interaction;
	const operation = spec.operations.operations.find((each) => each.name === operationId);
	if (!operation) throw new Error(`${spec.document.file} has no operation "${operationId}".`);
	await mkdir(directory, { recursive: true });
	const folder = await mkdtemp(join(directory, 'interaction-'));
	const pact = new PactV4({ ...parties, dir: folder, logLevel: 'error' });
	// Pact reports what is wrong with the request only if the callback succeeds, so its error is thrown afterwards.
	let unexpected: { readonly error: unknown } | undefined;
	let thrown: { readonly error: unknown } | undefined;
	let wasSent = true;
	await pact
		.addInteraction()
		.given(given.name)
		.uponReceiving(interaction.description)
		.withRequest(operation.method, pathMatcher(operation.path, given.parameters) as string, (request) => {
			request.headers({ Authorization: `Bearer ${exampleKey}` });
			if (body !== undefined) request.jsonBody(body);
		})
		.willRespondWith(response.status, (answer) => {
			answer.headers({ 'Content-Type': 'application/json' });
			answer.jsonBody(response.body);
		})
		.executeTest(async (server) => {
			const call = interaction.call(new ImprintClient({ baseUrl: server.url, apiKey: exampleKey }));
			call.catch((error: unknown) => {
				thrown = { error };
			});
			await assess(call).catch((error: unknown) => {
				unexpected = { error };
			});
			wasSent = await arrived(server.port);
		})
		.catch((error: unknown) => {
			throw thrown && !wasSent ? new Error(beforeRequest(thrown.error)) : error;
		});
	if (unexpected) {
		await rm(folder, { recursive: true, force: true });
		throw unexpected.error;
	}
}

/** `The client threw "boom" (contracts/client.ts:63) before it sent a request.` */
function beforeRequest(error: unknown): string {
	const place = error instanceof Error ? /contracts[/\\][^\s():]+:\d+/.exec(error.stack ?? '')?.[0] : undefined;
	const where = place === undefined ? '' : ` (${place.replaceAll('\\', '/')})`;
	return `The client threw "${reasonOf(error)}"${where} before it sent a request.`;
}

/**
 * Waits until the mock server has counted the request: it may answer first, and Pact would then report the request as not
 * received (1 run in 100 on a busy machine). Returns false if no request arrived within 3 s.
 */
async function arrived(port: number): Promise<boolean> {
	const mockServer = getFfiLib();
	for (const end = Date.now() + 3000; Date.now() < end; await wait(2)) {
		if (mockServer.pactffiMockServerMatched(port)) return true;
		const results = JSON.parse(mockServer.pactffiMockServerMismatches(port)) as { type: string }[];
		if (results.some(({ type }) => type !== 'missing-request')) return true;
	}
	return false;
}

/**
 * A path whose parameters the provider state supplies at verification. With `fromProviderState` alone the mock server
 * accepts any path; the regex accepts only this one.
 */
function pathMatcher(template: string, parameters: Readonly<Record<string, string>>): unknown {
	const missing = [...template.matchAll(/\{([^}]+)\}/g)].find((match) => parameters[match[1] ?? ''] === undefined);
	if (missing) throw new Error(`The provider state supplies no "${missing[1]}" for the path ${template}.`);
	if (!template.includes('{')) return template;
	const value = template.replace(/\{([^}]+)\}/g, (_, name: string) => encodeURIComponent(parameters[name] ?? ''));
	return {
		'pact:matcher:type': 'regex',
		regex: `^${asPattern(value)}$`,
		'pact:generator:type': 'ProviderState',
		expression: template.replaceAll('{', '${'),
		value,
	};
}
