/** can-i-deploy and record-deployment: every answer of the broker, and what cannot be asked. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { closedPort, withHttp } from '../support/server';
import { type Checkout, withCheckout } from './checkout';

// An ES module, which Jest cannot load.
jest.mock('env-ci', () => jest.requireActual<typeof import('./env-ci')>('./env-ci').envCi());

/** A broker that knows every version and one environment, and answers whether it may be deployed as the test has it. */
function withAnswers<T>(matrix: readonly unknown[], use: (url: URL, asked: string[]) => Promise<T>): Promise<T> {
	const asked: string[] = [];
	return withHttp(
		(request, response) => {
			const target = request.url ?? '';
			asked.push(`${request.method} ${target}`);
			const version = /\/versions\/([^/]+)$/.exec(target)?.[1];
			const count = asked.filter((each) => each.includes('/matrix')).length;
			const body =
				target === '/'
					? { _links: {} }
					: target === '/environments'
						? { _embedded: { environments: [{ name: 'uat', uuid: '1' }] } }
						: version !== undefined
							? { number: decodeURIComponent(version), _links: {} }
							: target.includes('/matrix')
								? matrix[Math.min(count, matrix.length) - 1]
								: {};
			response.writeHead(200, { 'content-type': 'application/hal+json' }).end(JSON.stringify(body));
		},
		(url) => use(url, asked),
	);
}

const summary = (deployable: boolean | null, failed = 0, reason = 'so it is') => ({
	...{ matrix: [], notices: [] },
	summary: { deployable, failed, success: deployable ? 1 : 0, unknown: 0, reason },
});

async function ask(
	{ runInProcess }: Pick<Checkout, 'runInProcess'>,
	url: URL | string,
	args: readonly string[] = [],
	command = 'can-i-deploy',
) {
	const { code, stdout, stderr } = await runInProcess([command, '--format=json', ...args], {
		PACT_BROKER_BASE_URL: String(url),
	});
	const findings =
		stdout === '' ? [] : (JSON.parse(stdout) as { findings: { code: string; message: string }[] }).findings;
	return { code, stderr, codes: findings.map((each) => each.code), messages: findings.map((each) => each.message) };
}

test.each([
	['yes', summary(true), 0, []],
	['no, as one failed', summary(false, 1), 1, ['deploy.refused']],
	['no, as one failed, whatever is missing beside it', summary(null, 1), 1, ['deploy.refused']],
	['no, but none failed', summary(false), 3, ['deploy.unknown']],
	['nothing', summary(null), 3, ['deploy.unknown']],
	[
		'yes, with nothing behind it',
		{ summary: { deployable: true, success: 0, reason: 'none needed' } },
		3,
		['deploy.unknown'],
	],
	['no answer at all', {}, 3, ['broker.failed']],
])('the answer is %s', async (_, answer, code, codes) => {
	await withAnswers([answer], (url) =>
		withCheckout(async (checkout) => {
			expect(await ask(checkout, url, ['--environment=uat'])).toMatchObject({ code, codes, stderr: '' });
		}),
	);
});

test('an unknown answer is retried --retry-while-unknown times', async () => {
	await withAnswers([summary(null), summary(null), summary(true)], (url, asked) =>
		withCheckout(async (checkout) => {
			const args = ['--environment=uat', '--retry-interval=1'];
			expect(await ask(checkout, url, [...args, '--retry-while-unknown=5'])).toMatchObject({ code: 0 });
			expect(asked.filter((each) => each.includes('/matrix'))).toHaveLength(3);
		}),
	);
	await withAnswers([summary(null)], (url, asked) =>
		withCheckout(async (checkout) => {
			const args = ['--environment=uat', '--retry-interval=1'];
			expect(await ask(checkout, url, [...args, '--retry-while-unknown=1'])).toMatchObject({ code: 3 });
			expect(asked.filter((each) => each.includes('/matrix'))).toHaveLength(2);
		}),
	);
	await withAnswers([summary(false, 1), summary(true)], (url) =>
		withCheckout(async (checkout) => {
			expect(await ask(checkout, url, ['--environment=uat', '--retry-while-unknown=5'])).toMatchObject({ code: 1 });
		}),
	);
});

test('the question is about the consumer of the pacts at the commit, with the main branch of its provider', async () => {
	await withAnswers([summary(true)], (url, asked) =>
		withCheckout(async (checkout) => {
			// The one real process.
			expect(await ask({ runInProcess: checkout.run }, url)).toMatchObject({ code: 0, stderr: '' });
			const question = decodeURIComponent(asked.find((each) => each.includes('/matrix')) ?? '');
			expect(question).toContain(`q[][pacticipant]=imprint-client&q[][version]=${checkout.commit}`);
			expect(question).toContain('q[][pacticipant]=imprint&q[][latest]=true&q[][mainBranch]=true');
		}),
	);
});

describe('invalid questions', () => {
	test.each(['can-i-deploy', 'record-deployment'])(
		'%s: no broker configured, and a broker that does not listen',
		async (command) => {
			await withCheckout(async (checkout) => {
				const args = ['--environment=uat'];
				expect(await ask(checkout, '', args, command)).toMatchObject({
					...{ code: 2, stderr: expect.stringMatching(/^No Pact Broker is configured\./) as string },
				});
				const nowhere = `http://127.0.0.1:${await closedPort()}`;
				expect(await ask(checkout, nowhere, args, command)).toMatchObject({ code: 3, codes: ['broker.unreachable'] });
			});
		},
	);

	test('an environment that the broker does not have', async () => {
		await withAnswers([summary(true)], (url) =>
			withCheckout(async (checkout) => {
				for (const command of ['can-i-deploy', 'record-deployment']) {
					const { code, stderr } = await ask(checkout, url, ['--environment=prod'], command);
					expect({ code, stderr }).toEqual({
						code: 2,
						stderr:
							`The Pact Broker at ${url.host} has no environment "prod" (it has "uat"). Correct --environment, or create it ` +
							'with `npx pact broker create-environment --name prod --production`.\n',
					});
				}
			}),
		);
	});

	test('pacts of several consumers, and main branches of providers that no pact names', async () => {
		await withAnswers([summary(true)], (url) =>
			withCheckout(async (checkout) => {
				const pact = await readFile(join(checkout.root, 'pacts/imprint-client-imprint.json'), 'utf8');
				const other = JSON.stringify({ ...(JSON.parse(pact) as object), consumer: { name: 'other' } });
				await writeFile(join(checkout.root, 'pacts/other.json'), other);
				expect(await ask(checkout, url)).toMatchObject({
					code: 2,
					stderr:
						'The pacts have several consumers: imprint-client, other. Say which application it is about with --pacticipant NAME.\n',
				});
				expect(await ask(checkout, url, ['--pacticipant=other'])).toMatchObject({ code: 0 });
				expect(await ask(checkout, url, ['--pacticipant=third'])).toMatchObject({
					code: 2,
					stderr:
						'No pact here names a provider of "third", so there is no main branch to ask about. Say --environment NAME.\n',
				});
				expect(await ask(checkout, url, ['--pacticipant=third', '--environment=uat'])).toMatchObject({ code: 0 });
			}),
		);
	});
});

test('a deployment that the broker accepts and does not show counts as not recorded', async () => {
	await withAnswers([], (url) =>
		withCheckout(async (checkout) => {
			const { code, codes } = await ask(checkout, url, ['--environment=uat'], 'record-deployment');
			expect({ code, codes }).toEqual({ code: 3, codes: ['broker.failed'] });
		}),
	);
});
