/** A broker that echoes our credentials: no command prints them. */

import { projectRoot } from '../support/cli';
import { withScriptedBroker } from '../support/scripted-broker';
import { debugged, found, plantedEnvironment, secrets } from './support/plants';
import { produce, produceInProcess } from './support/produced';

// An ES module, which Jest cannot load; a process has the real one.
jest.mock('env-ci', () => ({ __esModule: true, default: () => ({ isCi: false }) }));

describe('a broker that echoes its requests', () => {
	const commands = [
		['verify', '--from-broker'],
		['publish', '--version', 'v1', '--branch', 'main', '--allow-dirty'],
		['can-i-deploy', '--version', 'v1'],
		['record-deployment', '--version', 'v1', '--environment', 'production'],
	];
	const cases = commands.flatMap((command) =>
		(['token', 'password'] as const).flatMap((credential) => [
			[command.join(' '), credential, 'in every format', produceInProcess] as const,
			[command.join(' '), credential, 'with what Node writes', produce] as const,
		]),
	);
	test.each(cases)('contract %s, with a %s, %s', async (command, credential, _, producing) => {
		await withScriptedBroker(
			({ headers, path }) => {
				const { authorization = '' } = headers;
				const plain = Buffer.from(authorization.replace(/^Basic /, ''), 'base64').toString();
				return { status: path === '/' ? 200 : 409, body: { error: `${authorization} ${plain}`, _links: {} } };
			},
			async ({ url, requests }) => {
				const { PACT_BROKER_TOKEN: token, ...others } = plantedEnvironment;
				const own = credential === 'token' ? { PACT_BROKER_TOKEN: token } : { PACT_BROKER_USERNAME: 'somebody' };
				const env = { ...others, ...own, ...debugged, PACT_BROKER_BASE_URL: url.href };
				const args = [...command.split(' '), '--format', 'json', '--output', '{folder}/report.out'];
				const { all, code } = await producing(args, { env, project: projectRoot });
				expect(found(all, secrets)).toEqual([]);
				expect(requests.length).toBeGreaterThan(0);
				expect(code).toBe(3);
			},
		);
	});
});
