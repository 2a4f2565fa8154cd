/** Twenty publish at once: all succeed at the first attempt, and the broker has what each of them sent. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withHttp } from '../../support/server';
import { withFolder } from '../../support/temporary';
import { type Broker, withBroker } from './support/broker';
import { pactBroker } from './support/pact-cli';

const consumer = 'Issuer app';
const provider = 'imprint-api';
const count = 20;

/** Contracts that differ from version to version, published at once by as many processes. */
async function publishAtOnce(broker: Broker, series: string): Promise<void> {
	const versions = Array.from({ length: count }, (_, index) => `${series}-${index}`);
	await withFolder(async (folder) => {
		const runs = versions.map(async (version) => {
			const file = join(folder, `${version}.json`);
			await writeFile(file, JSON.stringify(pact(`an update by ${version}`)));
			// One attempt: no retry may hide a failure.
			const args = ['--consumer-app-version', version, '--branch', 'main', '--retries', '1'];
			return pactBroker(broker, ['publish', file, ...args]);
		});
		const failed = (await Promise.all(runs)).filter(({ code }) => code !== 0);
		expect(failed.map(({ text }) => text)).toEqual([]);
	});
	expect(await versionsIn(broker)).toEqual(expect.arrayContaining(versions));
}

const pact = (description: string) => ({
	consumer: { name: consumer },
	provider: { name: provider },
	interactions: [
		{
			type: 'Synchronous/HTTP',
			description,
			request: { method: 'POST', path: '/v2/customers/CUS-1' },
			response: { status: 200 },
		},
	],
	metadata: { pactSpecification: { version: '4.0' } },
});

/** The versions of the branch that have a contract. */
async function versionsIn({ get }: Broker): Promise<unknown[]> {
	const { body } = await get(`/pacticipants/${encodeURIComponent(consumer)}/branches/main/versions?size=500`);
	return (body._embedded?.versions ?? []).map(({ number }) => number);
}

test('twenty publish the first contract of a pair at once, and twenty more while webhooks go out', async () => {
	await withBroker({}, async (broker) => {
		await publishAtOnce(broker, 'first');
		const heard: string[] = [];
		await withHttp(
			(request, response) => {
				heard.push(request.url ?? '');
				request.resume();
				response.end('{}');
			},
			async (hooks) => {
				const events = [{ name: 'contract_published' }];
				const request = { method: 'POST', url: `${hooks.href}hook`, body: {} };
				expect((await broker.send('POST', '/webhooks', { events, request })).status).toBe(201);
				// The broker sends a webhook some seconds later, from a thread beside those that answer.
				for (let round = 0; heard.length === 0; round += 1) await publishAtOnce(broker, `round-${round}`);
			},
		);
	});
});
