/**
 * The traps of Pact's provider side: what the usual wiring lets pass as green, or dies of. Each pact here is a variant
 * of the committed one, verified against the local provider or a server of the test.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { InputError } from '../../src/json/input-error';
import { projectRoot } from '../support/cli';
import { type Distortion, honest, withProvider } from '../support/faulty-provider';
import { withProject } from '../support/temporary';
import { verifyInProcess } from './in-process';

interface Interaction {
	description: string;
	type?: string;
	pending?: boolean;
	providerStates?: { name: string; params?: object }[];
	request: Record<string, unknown> & { body?: unknown; generators?: unknown; path: string };
	response: Record<string, unknown> & { status: number; body?: { content: Record<string, unknown> } };
}
interface Pact {
	provider: { name: string };
	interactions: Interaction[];
	metadata: unknown;
}

/** The committed contract, cut down to the update of the e-mail. */
async function oneInteraction(change: (interaction: Interaction, pact: Pact) => void = () => {}): Promise<Pact> {
	const pact = JSON.parse(await readFile(join(projectRoot, 'pacts', 'imprint-client-imprint.json'), 'utf8')) as Pact;
	const interaction = pact.interactions.find((each) => each.description === 'changes the e-mail alone');
	if (!interaction) throw new Error('the committed pact has no update of the e-mail');
	pact.interactions = [interaction];
	change(interaction, pact);
	return pact;
}

async function verify(pact: unknown, args: readonly string[] = [], env: NodeJS.ProcessEnv = {}) {
	return withProject(async (folder) => {
		const file = join(folder, 'pact.json');
		await writeFile(file, typeof pact === 'string' ? pact : JSON.stringify(pact));
		const verified = await verifyInProcess([file, ...args], env);
		return { ...verified, told: verified.findings.map(({ code, message }) => `${code}: ${message}`) };
	});
}

test('the base variant of the other tests is green', async () => {
	expect(await verify(await oneInteraction())).toMatchObject({ code: 0, told: [] });
});

describe('provider states', () => {
	test('a state that is not in the catalogue is red', async () => {
		const pact = await oneInteraction((each) => {
			each.providerStates = [{ name: 'a customer exsits' }];
		});
		expect(await verify(pact)).toMatchObject({
			code: 1,
			told: [
				'state.unknown: Provider state "a customer exsits" is unknown. Add it to provider.states of the config. Correct its name in the consumer test.',
			],
		});
	});

	test('contradicting states are red, and the request is sent to neither customer', async () => {
		const pact = await oneInteraction((each) => {
			each.providerStates = [{ name: 'a customer exists' }, { name: 'no customer has the id' }];
		});
		const told = [
			'state.contradiction: Provider states "a customer exists" and "no customer has the id" supply different values for "customer_id", so the request was not sent. Correct the provider states of the interaction.',
		];
		expect(await verify(pact)).toMatchObject({ code: 1, told });
		await withProvider(honest, async (provider) => {
			expect(await verify(pact, ['--provider-url', provider.url], provider.env)).toMatchObject({ code: 1, told });
			expect(provider.updates).toEqual([]);
		});
	});

	test('a repeated state is set up again', async () => {
		const pact = await oneInteraction((each) => {
			each.providerStates = [{ name: 'a customer exists' }, { name: 'a customer exists' }];
		});
		expect(await verify(pact)).toMatchObject({ code: 0, told: [] });
	});

	test('a value that no state supplies is red, and the example is never sent', async () => {
		await withProvider(honest, async (provider) => {
			const pact = await oneInteraction((each) => {
				each.request.generators = { path: { type: 'ProviderState', expression: `/v2/customers/${'$'}{account_id}` } };
			});
			const args = ['--provider-url', provider.url];
			expect(await verify(pact, args, provider.env)).toMatchObject({
				code: 1,
				told: [
					'state.value.missing: No provider state supplies "account_id", which the request needs, so the request was not sent. Add it to the provider state under provider.states of the config.',
				],
			});
			expect(provider.updates).toEqual([]);
		});
	});

	test('an interaction without the state that it needs is red', async () => {
		const pact = await oneInteraction((each) => {
			delete each.providerStates;
		});
		const { code, told } = await verify(pact);
		expect({ code, codes: told.map((each) => each.split(':')[0]) }).toEqual({
			code: 1,
			codes: ['state.value.missing'],
		});
	});

	test('a state that needs configuration for a remote provider is unjudged, and the variable is named', async () => {
		await withProvider(honest, async (provider) => {
			const env = { ...provider.env, IMPRINT_CUSTOMER_ID: '' };
			const { code, told } = await verify(await oneInteraction(), ['--provider-url', provider.url], env);
			expect(code).toBe(3);
			expect(told).toEqual([
				`state.unmet: Provider state "a customer exists" is not met at ${new URL(provider.url).host}: IMPRINT_CUSTOMER_ID is not set. Set IMPRINT_CUSTOMER_ID to an id that exists at ${new URL(provider.url).host}.`,
			]);
			expect(provider.requests).toEqual([]);
		});
	});

	test('the provider receives the id of the state, not the example', async () => {
		await withProvider(honest, async (provider) => {
			await verify(await oneInteraction(), ['--provider-url', provider.url], provider.env);
			expect(new Set(provider.requests)).toEqual(new Set([`POST /v2/customers/${provider.env.IMPRINT_CUSTOMER_ID}`]));
			expect(provider.updates[0]).toBe('{"email":"changed@example.com"}');
		});
	});
});

describe('nothing judged is never green', () => {
	test.each([
		['no interaction', { interactions: [] }, 'has no interaction, so it proves nothing'],
		['no list of interactions', {}, 'is not a pact'],
		['no message', { messages: [] }, 'has no interaction, so it proves nothing'],
		['half a file', '{"consumer":{"name":"c"},"interactions":[{"descr', 'its JSON is cut off'],
	])('%s: invalid input', async (_name, pact, message) => {
		await expect(verify(pact)).rejects.toThrow(InputError);
		await expect(verify(pact)).rejects.toThrow(message);
	});

	test('a filter that matches nothing is an invalid option', async () => {
		await expect(verify(await oneInteraction(), ['--filter', 'deletes'])).rejects.toThrow(
			new InputError(
				'--filter "deletes" matches no interaction, so nothing would be judged. Correct it, or leave it out.',
			),
		);
	});

	test('a pact of messages alone is unjudged', async () => {
		const pact = await oneInteraction((each) => {
			each.type = 'Asynchronous/Messages';
		});
		const { code, told } = await verify(pact);
		const codes = told.map((each) => each.split(':')[0]);
		expect({ code, codes }).toEqual({ code: 3, codes: ['pact.unsupported', 'input.unusable'] });
	});

	test('matchers that Ruby wrote into the values are refused by name', async () => {
		const pact = await oneInteraction((each, all) => {
			Object.assign(each.response, { body: { json_class: 'Pact::SomethingLike', contents: { id: 'x' } } });
			delete each.type;
			all.metadata = { pactSpecificationVersion: '1.0.0' };
		});
		await expect(verify(pact)).rejects.toThrow('has matchers in its values (json_class)');
	});

	test('a message beside an interaction is noted', async () => {
		const pact = await oneInteraction((each, { interactions }) => {
			interactions.push({ ...each, description: 'a message', type: 'Synchronous/Messages' });
		});
		const { code, told } = await verify(pact);
		expect({ code, codes: told.map((each) => each.split(':')[0]) }).toEqual({ code: 0, codes: ['pact.unsupported'] });
	});
});

describe('what Pact would report as a success', () => {
	const wrong = (each: Interaction) => {
		if (each.response.body) each.response.body.content.email = 'never@example.com';
	};

	test('a pending interaction that fails is red', async () => {
		const pact = await oneInteraction((each) => {
			each.pending = true;
			wrong(each);
		});
		expect(await verify(pact)).toMatchObject({ code: 1 });
	});

	test('a pact of another provider name is not skipped', async () => {
		const pact = await oneInteraction((each, whole) => {
			whole.provider.name = 'somebody else';
			wrong(each);
		});
		expect(await verify(pact)).toMatchObject({ code: 1 });
	});

	test('two interactions with one description are both replayed and distinguished', async () => {
		const pact = await oneInteraction((each, whole) => {
			const twin = structuredClone(each);
			wrong(twin);
			whole.interactions.push(twin);
		});
		const { code, interactions } = await verify(pact);
		expect({ code, verdicts: interactions.map((each) => each.verdict) }).toEqual({
			code: 1,
			verdicts: ['agree', 'disagree'],
		});
	});

	const { env } = process;
	beforeEach(() => {
		process.env = { ...env };
	});
	afterAll(() => {
		process.env = env;
	});

	test.each([
		['PACT_DESCRIPTION', 'nothing that exists'],
		['PACT_PROVIDER_STATE', 'nothing that exists'],
		['PACT_BROKER_BASE_URL', 'http://127.0.0.1:9'],
		['PACT_BROKER_PUBLISH_VERIFICATION_RESULTS', 'true'],
		['http_proxy', 'http://127.0.0.1:9'],
		['HTTPS_PROXY', 'http://127.0.0.1:9'],
		['ALL_PROXY', 'http://127.0.0.1:9'],
	])('%s in the environment has no effect', async (name, value) => {
		process.env[name] = value;
		expect(await verify(await oneInteraction(wrong))).toMatchObject({ code: 1 });
		expect(await verify(await oneInteraction())).toMatchObject({ code: 0, told: [] });
	});
});

describe('requests that kill or bypass the usual proxy reach the provider byte for byte', () => {
	test.each([
		['an empty object', { content: {}, contentType: 'application/json', encoded: false }, '{}'],
		['an empty list', { content: [], contentType: 'application/json', encoded: false }, '[]'],
		['malformed JSON', { content: '{"email":', contentType: 'text/plain', encoded: false }, '{"email":'],
		['false', { content: false, contentType: 'application/json', encoded: false }, 'false'],
	])('%s', async (_name, body, expected) => {
		const bodies: string[] = [];
		const server = createServer(async (request, response) => {
			let text = '';
			for await (const chunk of request) text += String(chunk);
			bodies.push(text);
			response.writeHead(200, { 'content-type': 'application/json' }).end('{"id":"x"}');
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const pact = await oneInteraction((each) => {
			each.request.body = body;
		});
		const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
		await verify(pact, ['--provider-url', url, '--no-restore'], { IMPRINT_CUSTOMER_ID: 'x' }).finally(() => {
			server.closeAllConnections();
			server.close();
		});
		// The first one proves the provider state.
		expect(bodies).toEqual(['{}', expected]);
	});
});

test('a percent-encoded path is not decoded, and an @ does not change the host', async () => {
	for (const path of ['/a%2Fb?x=%20', '/@host.example.com']) {
		const pact = await oneInteraction((each) => {
			each.request.path = path.split('?')[0] ?? '';
			each.request.query = path.includes('?') ? { x: [' '] } : undefined;
			each.request.generators = undefined;
			each.request.matchingRules = undefined;
		});
		await withProvider(honest, async (provider) => {
			await verify(pact, ['--provider-url', provider.url], provider.env);
			const sent = provider.requests.map((each) => each.replaceAll('+', '%20'));
			// The first one proves the provider state.
			expect(sent.slice(1)).toEqual([`POST ${path}`]);
		});
	}
});

describe('older pacts', () => {
	test('specifications 2 and 3 are replayed like 4', async () => {
		const pact = await oneInteraction();
		const [interaction] = pact.interactions;
		const { body: request } = interaction?.request ?? {};
		const flat = (part: object, body: unknown, contentType: string) => ({
			...part,
			headers: { 'Content-Type': contentType },
			body,
			matchingRules: undefined,
			generators: undefined,
		});
		const customer = 'a1b2c3d4-0000-4000-8000-000000000200';
		const older = (version: string, states: object) => ({
			...pact,
			interactions: [
				{
					description: 'changes the e-mail alone',
					...states,
					request: flat(
						{ method: 'POST', path: `/v2/customers/${customer}` },
						(request as { content: unknown }).content,
						'application/json',
					),
					response: flat({ status: 200 }, { email: 'changed@example.com' }, 'application/json'),
				},
			],
			metadata: { pactSpecification: { version } },
		});
		const anyUpdate: Distortion = (answer) => {
			Object.assign(answer, { status: 200, body: { id: customer, email: 'changed@example.com' } });
		};
		await withProvider(anyUpdate, async (provider) => {
			for (const variant of [
				older('2.0.0', { providerState: 'a customer exists' }),
				older('3.0.0', { providerStates: [{ name: 'a customer exists' }] }),
			]) {
				// Their paths are fixed, so the update is of a customer that no provider state names.
				const left = /^restore\.left: .*updateCustomer \(no provider state says what it changes\)/;
				expect(await verify(variant, ['--provider-url', provider.url], provider.env)).toMatchObject({
					code: 0,
					told: [expect.stringMatching(left)],
				});
			}
			expect(provider.updates).toHaveLength(2);
		});
	});
});
