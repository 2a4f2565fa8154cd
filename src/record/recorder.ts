/**
 * Records one interaction: drives the real client against Pact's mock server and writes a pact file of this interaction
 * alone. A fresh Pact in a folder of its own, so that no test can leave anything behind in another's contract.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { PactV4 } from '@pact-foundation/pact';
import { getFfiLib } from '@pact-foundation/pact-core';
import { ImprintClient } from '../../contracts/client';
import { type Interaction, parties } from '../../contracts/interaction';
import { asPattern } from '../json/text';
import type { Spec } from '../openapi/spec';

/** Not a secret: the example that stands in the contract where a verification puts its own credentials. */
const exampleKey = 'example-api-key';

/**
 * Records `interaction` into a new folder below `directory`, which is made where there is none. `assess` is given the
 * call's promise and must throw where the outcome is not the expected one. Rejects where client and interaction disagree;
 * then nothing is written.
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
	// Pact says which part of the request is wrong, but only where the callback does not fail itself:
	// the outcome is kept, and told when Pact has nothing to say.
	let disappointment: { readonly error: unknown } | undefined;
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
			await assess(call).catch((error: unknown) => {
				disappointment = { error };
			});
			await counted(server.port);
		});
	if (disappointment) {
		await rm(folder, { recursive: true, force: true });
		throw disappointment.error;
	}
}

/**
 * Waits until the mock server has counted the request: it may hand out its answer first, and Pact would then call the
 * request "expected but not received" (1 run in 100 on a busy machine). A fixed pause is too short for some machine;
 * so the server is asked, until it has a match, or something else to say, or never got a request.
 */
async function counted(port: number): Promise<void> {
	const mockServer = getFfiLib();
	for (const end = Date.now() + 3000; Date.now() < end; await wait(2)) {
		if (mockServer.pactffiMockServerMatched(port)) return;
		const results = JSON.parse(mockServer.pactffiMockServerMismatches(port)) as { type: string }[];
		if (results.some(({ type }) => type !== 'missing-request')) return;
	}
}

/**
 * A path whose parameters the provider state fills in at verification. `fromProviderState` alone would let the mock
 * server accept any path; the regex holds the client to this one.
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
