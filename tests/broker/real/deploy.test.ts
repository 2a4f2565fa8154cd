/** can-i-deploy and record-deployment with a real broker: yes, no, unknown, and what it shows afterwards. */
import { type Checkout, withCheckout } from '../checkout';
import { type Broker, withBroker } from './support/broker';
import { changePact, pactPath, runContract, verified } from './support/consumer';

const agreed = { code: 0, stderr: '', codes: [], messages: '' };
const unknown = { code: 3, stderr: '', codes: ['deploy.unknown'] };

const createEnvironment = async (broker: Broker, name: string) =>
	expect(
		(await broker.send('POST', '/environments', { name, displayName: `The ${name}`, production: false })).status,
	).toBe(201);

/** What the broker shows as deployed in the environment, each as `APPLICATION VERSION`. */
async function deployed(broker: Broker, environment: string): Promise<string[]> {
	const { body } = await broker.get('/environments');
	const found = body._embedded?.environments?.find(({ name }) => name === environment);
	const { body: list } = await broker.get(`/environments/${String(found?.uuid)}/deployed-versions/currently-deployed`);
	return (list._embedded?.deployedVersions ?? [])
		.map(({ _embedded: one }) => `${named(one?.pacticipant, 'name')} ${named(one?.version, 'number')}`)
		.sort();
}

const named = (of: unknown, key: string) => String((of as Record<string, unknown> | undefined)?.[key]);

const runner =
	(broker: Broker, checkout: Checkout) =>
	(...args: string[]) =>
		runContract(checkout, broker.env, ...args);

test('with the main branch: not published, not verified, failed, passed', async () => {
	await withBroker({}, (broker) =>
		withCheckout(async (checkout) => {
			const run = runner(broker, checkout);
			const { commit } = checkout;
			const unpublished = await run('can-i-deploy');
			expect(unpublished).toMatchObject(unknown);
			expect(unpublished.messages).toContain(
				`has no version ${commit} of "imprint-client". Run \`contract publish\` first`,
			);
			expect(await run('publish')).toMatchObject(agreed);
			const unverified = await run('can-i-deploy');
			expect(unverified).toMatchObject(unknown);
			expect(unverified.messages).toContain('No version of imprint from the main branch exists');
			await verified(broker, pactPath(commit), false, 'p1');
			const failed = await run('can-i-deploy', '--retry-while-unknown=3', '--retry-interval=60');
			expect(failed).toMatchObject({ code: 1, stderr: '', codes: ['deploy.refused'] });
			expect(failed.messages).toContain(
				`The verification for the pact between version ${commit} of imprint-client and the latest version of imprint from branch main (p1) failed`,
			);
			await verified(broker, pactPath(commit), true, 'p2');
			const passed = await run('can-i-deploy');
			expect(passed).toMatchObject(agreed);
			expect(passed.text).toContain('yes, 1 verification passed');
			// What it answers to one version is not the answer to the next.
			await changePact(checkout, ({ interactions }) => interactions.pop());
			expect(await run('publish')).toMatchObject(agreed);
			expect(await run('can-i-deploy')).toMatchObject(unknown);
			expect(await run('can-i-deploy', `--version=${commit}`)).toMatchObject(agreed);
		}),
	);
});

test('to an environment: unknown, nothing there, deployed; and what is recorded is shown, once', async () => {
	await withBroker({}, (broker) =>
		withCheckout(async (checkout) => {
			const run = runner(broker, checkout);
			const { commit } = checkout;
			expect(await run('publish')).toMatchObject(agreed);
			for (const command of ['can-i-deploy', 'record-deployment']) {
				const { code, stderr } = await run(command, '--environment=uat');
				expect(code).toBe(2);
				expect(stderr).toContain(
					'has no environment "uat" (it has none). Correct --environment, or create it with `npx pact',
				);
			}
			await createEnvironment(broker, 'uat');
			await verified(broker, pactPath(commit), true, 'p1');
			const nothing = await run('can-i-deploy', '--environment=uat');
			expect(nothing).toMatchObject(unknown);
			expect(nothing.messages).toContain('no version is currently recorded as deployed/released in this environment');

			expect(await run('record-deployment', '--environment=uat', '--version=other')).toMatchObject(unknown);
			expect(await deployed(broker, 'uat')).toEqual([]);
			const provider = ['--pacticipant=imprint', '--version=p1', '--environment=uat'];
			expect(await run('record-deployment', ...provider)).toMatchObject(agreed);
			expect(await run('can-i-deploy', '--environment=uat')).toMatchObject(agreed);
			for (let times = 0; times < 2; times += 1) {
				const recorded = await run('record-deployment', '--environment=uat');
				expect(recorded).toMatchObject(agreed);
				expect(recorded.text).toContain(
					`deployment of version ${commit} of "imprint-client" to uat, at the Pact Broker at`,
				);
				expect(await deployed(broker, 'uat')).toEqual([`imprint p1`, `imprint-client ${commit}`].sort());
			}

			// The provider's next version breaks the contract: it may not go there.
			await verified(broker, pactPath(commit), false, 'p2');
			const breaking = ['--pacticipant=imprint', '--version=p2', '--environment=uat'];
			expect(await run('can-i-deploy', ...breaking)).toMatchObject({ code: 1, codes: ['deploy.refused'] });
			expect(await runContract(checkout, broker.readOnlyEnv, 'can-i-deploy', '--environment=uat')).toMatchObject(
				agreed,
			);
			expect(await runContract(checkout, broker.readOnlyEnv, 'record-deployment', '--environment=uat')).toMatchObject({
				...{ code: 3, codes: ['broker.refused'] },
			});
			await broker.stop();
			for (const command of ['can-i-deploy', 'record-deployment']) {
				expect(await run(command, '--environment=uat')).toMatchObject({ code: 3, codes: ['broker.unreachable'] });
			}
		}),
	);
});

test('names with spaces, slashes and other characters that a path must escape', async () => {
	await withBroker({}, (broker) =>
		withCheckout(async (checkout) => {
			const run = runner(broker, checkout);
			const [consumer, provider, version] = ['R&D / app+1 #2 %41', 'Coffee / API?', 'v/1 &+#%41?'];
			await changePact(checkout, (pact) => {
				pact.consumer.name = consumer;
				pact.provider.name = provider;
			});
			await createEnvironment(broker, 'pre-prod_1');
			expect(await run('publish', `--version=${version}`)).toMatchObject(agreed);
			await verified(broker, pactPath(version, consumer, provider), true, 'p 1/2');
			expect(await run('can-i-deploy', `--version=${version}`)).toMatchObject(agreed);
			const to = '--environment=pre-prod_1';
			expect(await run('record-deployment', to, `--pacticipant=${provider}`, '--version=p 1/2')).toMatchObject(agreed);
			expect(await run('record-deployment', to, `--version=${version}`)).toMatchObject(agreed);
			expect(await deployed(broker, 'pre-prod_1')).toEqual([`${provider} p 1/2`, `${consumer} ${version}`].sort());
			expect(await run('can-i-deploy', to, `--version=${version}`)).toMatchObject(agreed);
		}),
	);
});

test('among 200 versions on 50 branches, the right one', async () => {
	await withBroker({}, (broker) =>
		withCheckout(async (checkout) => {
			const run = runner(broker, checkout);
			expect(await run('publish')).toMatchObject(agreed);
			const { body } = await broker.get(pactPath(checkout.commit));
			const { consumer, provider, metadata } = body;
			for (let number = 0; number < 200; number += 1) {
				// Forty contents, each of five versions.
				const interactions = [{ ...(body.interactions as object[])[0], description: `content ${number % 40}` }];
				const content = Buffer.from(JSON.stringify({ consumer, provider, metadata, interactions })).toString('base64');
				const contract = { consumerName: 'imprint-client', providerName: 'imprint', content };
				const { status } = await broker.send('POST', '/contracts/publish', {
					...{
						pacticipantName: 'imprint-client',
						pacticipantVersionNumber: `old-${number}`,
						branch: `feat/${number % 50}`,
					},
					contracts: [{ ...contract, specification: 'pact', contentType: 'application/json', onConflict: 'overwrite' }],
				});
				expect(status).toBe(200);
			}
			await verified(broker, pactPath('old-7'), false, 'p1');
			const failed = await run('can-i-deploy', '--version=old-47');
			expect(failed).toMatchObject({ code: 1, codes: ['deploy.refused'] });
			expect(failed.messages).toContain('between version old-47 of imprint-client');
			expect(await run('can-i-deploy', '--version=old-8')).toMatchObject(unknown);
			await changePact(checkout, ({ interactions }) => interactions.pop());
			expect(await run('publish')).toMatchObject(agreed);
			expect(await run('can-i-deploy')).toMatchObject(unknown);
			await verified(broker, pactPath(checkout.git('rev-parse', 'HEAD')), true, 'p1');
			expect(await run('can-i-deploy')).toMatchObject(agreed);
			expect(await run('publish')).toMatchObject(agreed);
		}),
	);
});
