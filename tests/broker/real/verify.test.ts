/** `contract verify --from-broker` with a real broker: odd names, many versions, and a broker that stops half-way. */

import { type Distortion, type FaultyProvider, honest, withProvider } from '../../support/faulty-provider';
import { withHttp } from '../../support/server';
import { type Checkout, withCheckout } from '../checkout';
import { type Broker, withBroker } from './support/broker';
import { changePact, pactPath, runContract } from './support/consumer';

const agreed = { code: 0, codes: [] };

const verify = (broker: Broker, checkout: Checkout, provider: FaultyProvider, ...args: readonly string[]) =>
	runContract(
		checkout,
		{ ...broker.env, ...(provider.env as Record<string, string>) },
		...['verify', '--from-broker', `--provider-url=${provider.url}`, ...args],
	);

const publish = (broker: Broker, checkout: Checkout, ...args: readonly string[]) =>
	runContract(checkout, broker.env, 'publish', ...args);

/** The newest result for a pact. */
async function resultAt(broker: Broker, path: string): Promise<unknown> {
	const { body } = await broker.get(path);
	const { status, body: result } = await broker.get(body._links?.['pb:latest-verification-results']?.href ?? '/');
	return status === 200 ? result.success : undefined;
}

test('names with spaces, slashes and other characters that a path must escape', async () => {
	await withBroker({}, (broker) =>
		withCheckout(async (checkout) => {
			const [consumer, provider, version] = ['R&D / app+1 #2 %41', 'Coffee / API?', 'v/1 &+#%41?'];
			await changePact(checkout, (pact) => {
				pact.consumer.name = consumer;
				pact.provider.name = provider;
			});
			expect(await publish(broker, checkout, `--version=${version}`, '--branch=main')).toMatchObject(agreed);
			await withProvider(honest, async (good) => {
				const args = ['--provider-branch=main', '--provider-version=p 1/2', '--build-url=https://ci.example/7'];
				expect(await verify(broker, checkout, good, ...args)).toMatchObject(agreed);
			});
			expect(await resultAt(broker, pactPath(version, consumer, provider))).toBe(true);
			const branch = `/pacticipants/${encodeURIComponent(provider)}/branches/main/latest-version`;
			expect((await broker.get(branch)).body.number).toBe('p 1/2');
		}),
	);
});

test('the broker stops while the provider is verified: exit code 3, and a rerun publishes the result', async () => {
	await withBroker({}, (broker) =>
		withCheckout(async (checkout) => {
			expect(await publish(broker, checkout, '--branch=main')).toMatchObject(agreed);
			let stopped: Promise<void> | undefined;
			const stopping: Distortion = (_answer, { nth }) => {
				if (nth === 5) stopped = broker.stop();
			};
			await withProvider(stopping, async (good) => {
				const outcome = await verify(broker, checkout, good);
				await stopped;
				expect(outcome).toMatchObject({ code: 3, codes: ['broker.unreachable'] });
				expect(outcome.text).toContain('result with broker: it was not published');
			});
			await broker.restart();
			expect(await resultAt(broker, pactPath(checkout.commit))).toBeUndefined();
			await withProvider(honest, async (good) => {
				expect(await verify(broker, checkout, good)).toMatchObject(agreed);
			});
			expect(await resultAt(broker, pactPath(checkout.commit))).toBe(true);
		}),
	);
});

test('among 200 versions on 50 branches, the selected ones', async () => {
	await withBroker({}, (broker) =>
		withCheckout(async (checkout) => {
			expect(await publish(broker, checkout, '--branch=main')).toMatchObject(agreed);
			const { consumer, provider, metadata, interactions } = (await broker.get(pactPath(checkout.commit))).body;
			const [first] = interactions as object[];
			for (let number = 0; number < 200; number += 1) {
				const own = {
					consumer,
					provider,
					metadata,
					interactions: [{ ...first, description: `content ${number % 40}` }],
				};
				const content = Buffer.from(JSON.stringify(own)).toString('base64');
				const pact = { consumerName: 'imprint-client', providerName: 'imprint', specification: 'pact', content };
				const { status } = await broker.send('POST', '/contracts/publish', {
					...{ pacticipantName: 'imprint-client', pacticipantVersionNumber: `old-${number}` },
					...{ branch: `feat/${number % 50}`, contracts: [{ ...pact, contentType: 'application/json' }] },
				});
				expect(status).toBe(200);
			}
			await withProvider(honest, async (good) => {
				const main = await verify(broker, checkout, good, '--selector={"mainBranch":true}');
				expect(main).toMatchObject(agreed);
				expect(main.text).toContain('6 interactions of 1 pact from the broker');
				const branches = ['7', '8'].map((each) => `--selector={"branch":"feat/${each}"}`);
				const two = await verify(broker, checkout, good, ...branches);
				expect(two).toMatchObject(agreed);
				expect(two.text).toContain('2 interactions of 2 pacts from the broker');
			});
			expect(await resultAt(broker, pactPath('old-157'))).toBe(true);
			expect(await resultAt(broker, pactPath('old-159'))).toBeUndefined();
		}),
	);
});

test('a webhook is sent for a contract that requires verification', async () => {
	await withBroker({}, (broker) =>
		withCheckout(async (checkout) => {
			expect(await publish(broker, checkout, '--branch=main')).toMatchObject(agreed);
			// A verification is required of a provider whose main branch the broker knows.
			await withProvider(honest, async (good) => {
				expect(await verify(broker, checkout, good)).toMatchObject(agreed);
			});
			let hear = (_body: string) => {};
			const heard = new Promise<string>((resolve, reject) => {
				hear = resolve;
				setTimeout(() => reject(new Error('The broker sent no webhook within 60 s')), 60_000).unref();
			});
			heard.catch(() => {});
			await withHttp(
				async (request, response) => {
					const chunks: Buffer[] = [];
					for await (const chunk of request) chunks.push(chunk as Buffer);
					response.end('{}');
					hear(Buffer.concat(chunks).toString());
				},
				async ({ href }) => {
					const hook = {
						description: 'verify',
						provider: { name: 'imprint' },
						events: [{ name: 'contract_requiring_verification_published' }],
						request: {
							...{ method: 'POST', url: `${href}dispatches`, headers: { 'Content-Type': 'application/json' } },
							body: { event_type: 'contract_changed' },
						},
					};
					expect((await broker.send('POST', '/webhooks', hook)).status).toBe(201);
					await changePact(checkout, ({ interactions }) => interactions.pop());
					expect(await publish(broker, checkout, '--branch=main')).toMatchObject(agreed);
					expect(JSON.parse(await heard)).toEqual({ event_type: 'contract_changed' });
				},
			);
		}),
	);
});
