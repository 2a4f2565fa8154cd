/** Publishing to a real broker: what is there afterwards, what is rejected, and what a rerun publishes. */
import { createServer, request as send } from 'node:http';
import { forwardTo, withListening } from '../../support/server';
import { withCheckout } from '../checkout';
import { type Broker, withBroker } from './support/broker';
import { changePact, type Pact, pactFile, pactPath, runContract } from './support/consumer';

const agreed = { code: 0, stderr: '', codes: [], messages: '' };

/** The descriptions of the interactions that the broker has there. */
async function descriptions(broker: Broker, path: string): Promise<string[] | number> {
	const { status, body } = await broker.get(path);
	if (status !== 200) return status;
	return (body.interactions as { description: string }[]).map(({ description }) => description).sort();
}

test('a pact under commit, branch, build URL and tags; again the same; other content; another commit', async () => {
	await withBroker({}, (broker) =>
		withCheckout(async (checkout) => {
			const { commit } = checkout;
			const options = ['--tag=one', '--tag=two', '--build-url=https://ci.example/7'];
			const first = await runContract(checkout, broker.env, 'publish', ...options);
			expect(first).toMatchObject(agreed);
			expect(first.text).toMatch(new RegExp(`imprint-client with imprint under version ${commit}, branch main$`, 'm'));
			const version = await broker.get(`/pacticipants/imprint-client/versions/${commit}`);
			expect(version.body.buildUrl).toBe('https://ci.example/7');
			expect(version.body._embedded?.branchVersions?.map(({ name }) => name)).toEqual(['main']);
			expect(version.body._embedded?.tags?.map(({ name }) => name).sort()).toEqual(['one', 'two']);
			const before = await descriptions(broker, pactPath(commit));
			expect(before).toHaveLength(6);

			const again = await runContract(checkout, broker.env, 'publish', ...options);
			expect(again).toMatchObject(agreed);
			expect(again.text).toContain(`branch main, which was already there`);

			const changed = await changePact(checkout, ({ interactions }) => interactions.pop());
			const other = await runContract(checkout, broker.env, 'publish', `--version=${commit}`);
			expect(other).toMatchObject({ code: 1, codes: ['broker.conflict'] });
			expect(other.messages).toContain(
				`has a different pact of "imprint-client" with "imprint" under version ${commit}.`,
			);
			expect(await descriptions(broker, pactPath(commit))).toEqual(before);

			checkout.git('switch', '--quiet', '--create', 'feat/less&more');
			const next = await runContract(checkout, broker.env, 'publish');
			expect(next).toMatchObject(agreed);
			expect(await descriptions(broker, pactPath(changed))).toHaveLength(5);
			const branch = encodeURIComponent('feat/less&more');
			expect(await broker.get(`/pacticipants/imprint-client/branches/${branch}/versions/${changed}`)).toMatchObject({
				status: 200,
			});
		}),
	);
});

test('names with spaces, slashes and other characters that a path must escape; a name too similar to another', async () => {
	await withBroker({}, (broker) =>
		withCheckout(async (checkout) => {
			await changePact(checkout, (pact) => {
				pact.consumer.name = 'R&D / app+1 #2 %41';
				pact.provider.name = 'Coffee / API?';
			});
			const odd = await runContract(checkout, broker.env, 'publish', '--version=v/1 &+#%41?', '--branch=feat/a b');
			expect(odd).toMatchObject(agreed);
			const path = pactPath('v/1 &+#%41?', 'R&D / app+1 #2 %41', 'Coffee / API?');
			expect(await descriptions(broker, path)).toHaveLength(6);
			for (const name of ['imprint-api', 'imprint']) {
				await changePact(checkout, (pact) => {
					pact.consumer.name = 'other';
					pact.provider.name = name;
				});
				if (name === 'imprint-api') expect(await runContract(checkout, broker.env, 'publish')).toMatchObject(agreed);
			}
			const alike = await runContract(checkout, broker.env, 'publish');
			expect(alike).toMatchObject({ code: 3, codes: ['broker.failed'] });
			expect(alike.messages).toContain('rejected the pact of "other" with "imprint": "');
			expect(alike.messages).toContain('create-or-update-pacticipant --name "imprint"');
		}),
	);
});

test('two halves: joined when they are published together, refused one by one unless the broker allows it', async () => {
	const half = (pact: Pact, number: 0 | 1) => {
		pact.interactions = pact.interactions.filter((_, index) => index % 2 === number);
	};
	const second = 'pacts/second.json';
	await withBroker({}, (broker) =>
		withCheckout(async (checkout) => {
			await changePact(checkout, (pact) => half(pact, 1), second);
			await changePact(checkout, (pact) => half(pact, 0));
			expect(await runContract(checkout, broker.env, 'publish', '--version=both')).toMatchObject(agreed);
			expect(await descriptions(broker, pactPath('both'))).toHaveLength(6);
			expect(await runContract(checkout, broker.env, 'publish', pactFile, '--version=v')).toMatchObject(agreed);
			const refused = await runContract(checkout, broker.env, 'publish', second, '--version=v', '--merge');
			expect(refused).toMatchObject({ code: 1, codes: ['broker.conflict'] });
			expect(refused.messages).toContain('Merge the shards with `contract merge`');
			expect(await descriptions(broker, pactPath('v'))).toHaveLength(3);
		}),
	);
	await withBroker({ env: { PACT_BROKER_ALLOW_DANGEROUS_CONTRACT_MODIFICATION: 'true' } }, (broker) =>
		withCheckout(async (checkout) => {
			await changePact(checkout, (pact) => half(pact, 1), second);
			await changePact(checkout, (pact) => half(pact, 0));
			expect(await runContract(checkout, broker.env, 'publish', pactFile, '--version=v')).toMatchObject(agreed);
			expect(await runContract(checkout, broker.env, 'publish', second, '--version=v', '--merge')).toMatchObject(
				agreed,
			);
			expect(await descriptions(broker, pactPath('v'))).toHaveLength(6);
		}),
	);
});

test('credentials that are wrong or may only read, and a broker that stops: nothing is published, and a rerun publishes it', async () => {
	await withBroker({}, (broker) =>
		withCheckout(async (checkout) => {
			const { commit } = checkout;
			const { PACT_BROKER_BASE_URL } = broker.env;
			for (const env of [
				{ ...broker.env, PACT_BROKER_PASSWORD: 'wrong-password' },
				broker.readOnlyEnv,
				{ PACT_BROKER_BASE_URL },
				{ PACT_BROKER_BASE_URL, PACT_BROKER_TOKEN: 'no-such-token' },
			]) {
				expect(await runContract(checkout, env, 'publish')).toMatchObject({ code: 3, codes: ['broker.refused'] });
			}
			expect(await descriptions(broker, pactPath(commit))).toBe(404);
			await broker.stop();
			expect(await runContract(checkout, broker.env, 'publish')).toMatchObject({
				code: 3,
				codes: ['broker.unreachable'],
			});
			await broker.restart();
			expect(await runContract(checkout, broker.env, 'publish')).toMatchObject(agreed);
			expect(await descriptions(broker, pactPath(commit))).toHaveLength(6);
		}),
	);
});

test('500 and 503 at first, and an answer lost after the broker stored the pact', async () => {
	await withBroker({}, (broker) =>
		withCheckout(async (checkout) => {
			const faults: Record<string, (number | 'lost')[]> = { '/': [503, 500], '/contracts/publish': [500, 503] };
			const faulty = createServer((request, response) => {
				const fault = faults[request.url ?? '']?.shift();
				if (fault === undefined) return forwardTo(broker.url, request, response);
				if (typeof fault === 'number') return response.writeHead(fault).end();
				// The broker gets it, and nobody hears what it says.
				const onwards = send(new URL(request.url ?? '', broker.url), { method: 'POST', headers: request.headers });
				onwards.once('response', (answer) => answer.resume().once('end', () => request.socket.destroy()));
				return request.pipe(onwards);
			});
			await withListening(faulty, async (port) => {
				const env = { ...broker.env, PACT_BROKER_BASE_URL: `http://127.0.0.1:${port}` };
				expect(await runContract(checkout, env, 'publish', '--version=v1')).toMatchObject(agreed);
				expect(faults).toEqual({ '/': [], '/contracts/publish': [] });
				expect(await descriptions(broker, pactPath('v1'))).toHaveLength(6);
				faults['/contracts/publish'] = ['lost'];
				const lost = await runContract(checkout, env, 'publish', '--version=v2');
				expect(lost).toMatchObject(agreed);
				expect(await descriptions(broker, pactPath('v2'))).toHaveLength(6);
			});
		}),
	);
});

test('20 publishers at once, half of them of the same version', async () => {
	await withBroker({}, (broker) =>
		withCheckout(async ({ run }) => {
			const versions = Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? 'same' : `v${index}`));
			const ends = await Promise.all(versions.map((version) => run(['publish', `--version=${version}`], broker.env)));
			expect(ends.map(({ code, stderr }) => ({ code, stderr }))).toEqual(versions.map(() => ({ code: 0, stderr: '' })));
			for (const version of new Set(versions)) expect(await descriptions(broker, pactPath(version))).toHaveLength(6);
		}),
	);
});
