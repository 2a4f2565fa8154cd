/**
 * `contract verify --from-broker` with faults of the broker: the exit code, one clear message, and no request to another
 * address. `real/verify.test.ts` has a real broker.
 */
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { createAuthority } from '../support/certificates';
import { type CliResult, contract, projectRoot } from '../support/cli';
import { contractInProcess } from '../support/in-process';
import { type BrokerAnswer, type BrokerRequest, withScriptedBroker } from '../support/scripted-broker';
import { closedPort, withHttps } from '../support/server';
import { withFolder } from '../support/temporary';

// An ES module, which Jest cannot load.
jest.mock('env-ci', () => jest.requireActual<typeof import('./env-ci')>('./env-ci').envCi());

const pact = JSON.parse(readFileSync(join(projectRoot, 'pacts', 'imprint-client-imprint.json'), 'utf8')) as object;

/** The answers of a broker that has the committed pact. */
function honest({ method, path }: BrokerRequest, url: string): BrokerAnswer {
	if (path.endsWith('/for-verification')) {
		const links = { self: { href: `${url}/pacts/1/metadata/x`, name: 'a pact' } };
		return {
			status: 200,
			body: { _embedded: { pacts: [{ verificationProperties: { pending: false }, _links: links }] } },
		};
	}
	if (method === 'GET') {
		const links = { self: { href: `${url}/pacts/1` }, 'pb:publish-verification-results': { href: `${url}/results/1` } };
		return { status: 200, body: { ...pact, createdAt: '2026-01-02T03:04:05+00:00', _links: links } };
	}
	return { status: method === 'PUT' ? 200 : 201, body: {} };
}

interface Ran {
	readonly code: number | null;
	readonly verdict: string;
	readonly codes: readonly string[];
	readonly message: string;
	readonly all: string;
}

async function verify(env: NodeJS.ProcessEnv, ...args: readonly string[]): Promise<Ran> {
	const given = ['verify', '--from-broker', '--format', 'json', ...args];
	return ranOf(await contractInProcess(given, { env }));
}

function ranOf({ code, stdout, stderr }: CliResult): Ran {
	const { verdict, findings } = JSON.parse(stdout) as {
		verdict: string;
		findings: { code: string; message: string }[];
	};
	const own = findings.filter((each) => !each.code.startsWith('spec.'));
	return {
		...{ code, verdict, codes: own.map((each) => each.code), message: own[0]?.message ?? '' },
		all: stdout + stderr,
	};
}

test('the requests, the published result, and the credentials', async () => {
	await withScriptedBroker(
		(request, _nth, url) => honest(request, url),
		async ({ env, requests }) => {
			const args = ['--provider-branch', 'a/b', '--provider-version', '1 2', '--build-url', 'https://ci.example/7'];
			const ci = { GITHUB_ACTIONS: 'true', GITHUB_REF: 'refs/heads/feature/x', GITHUB_SHA: 'abc' };
			// The one real process.
			const given = ['verify', '--from-broker', '--format', 'json', ...args];
			const ran = ranOf(await contract(given, { env: { ...env, ...ci } }));
			expect(ran).toMatchObject({ code: 0, verdict: 'agree', codes: [] });
			expect(requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
				'POST /pacts/provider/imprint/for-verification',
				'GET /pacts/1/metadata/x',
				'PUT /pacticipants/imprint/branches/a%2Fb/versions/1%202',
				'POST /results/1',
			]);
			expect(requests.every(({ headers }) => headers.authorization === 'Bearer token-of-nobody-4711')).toBe(true);
			expect(requests[0]?.body).toEqual({
				consumerVersionSelectors: [
					...[{ mainBranch: true }, { deployedOrReleased: true }, { matchingBranch: true }],
					{ branch: 'feature/x' },
				],
				includePendingStatus: true,
				providerVersionBranch: 'a/b',
			});
			expect(requests[3]?.body).toMatchObject({
				success: true,
				providerApplicationVersion: '1 2',
				buildUrl: 'https://ci.example/7',
			});
		},
	);
});

test('selectors and a date for work in progress are sent', async () => {
	await withScriptedBroker(
		(request, _nth, url) => honest(request, url),
		async ({ env, requests }) => {
			await verify(env, '--selector', '{"branch":"x"}', '--selector', '{"deployed":true}', '--wip-since', '2026-01-02');
			expect(requests[0]?.body).toMatchObject({
				consumerVersionSelectors: [{ branch: 'x' }, { deployed: true }],
				includeWipPactsSince: '2026-01-02',
			});
		},
	);
});

test.each([
	['--no-publish', '--no-publish'],
	['--filter', 'the run was filtered'],
])('with %s nothing is published, and the report gives the reason', async (option, reason) => {
	await withScriptedBroker(
		(request, _nth, url) => honest(request, url),
		async ({ env, requests }) => {
			const args = ['verify', '--from-broker', option, ...(option === '--filter' ? ['e-mail'] : [])];
			const { code, stdout } = await contractInProcess(args, { env });
			expect({ code, methods: requests.map(({ method }) => method) }).toEqual({ code: 0, methods: ['POST', 'GET'] });
			expect(stdout).toContain(`nothing was published at the Pact Broker at 127.0.0.1:`);
			expect(stdout).toContain(`: ${reason}\n`);
		},
	);
});

test('an unjudged result is not published', async () => {
	const port = await closedPort();
	await withScriptedBroker(
		(request, _nth, url) => honest(request, url),
		async ({ env, requests }) => {
			const ran = await verify({ ...env, IMPRINT_CUSTOMER_ID: 'c1' }, '--provider-url', `http://127.0.0.1:${port}`);
			expect(ran).toMatchObject({ code: 3, verdict: 'unjudged' });
			expect(requests.map(({ method }) => method)).toEqual(['POST', 'GET']);
		},
	);
}, 60_000);

describe('a broker that fails', () => {
	test.each<[string, (request: BrokerRequest, nth: number, url: string) => BrokerAnswer | undefined, string, string]>([
		[
			'rejects the credentials',
			() => ({ status: 401 }),
			'broker.refused',
			'answered 401 when asked to list the pacts to verify. Set PACT_BROKER_TOKEN',
		],
		[
			'wants a password, not a token',
			() => ({ status: 400 }),
			'broker.refused',
			'answered 400 when asked to list the pacts to verify. Set PACT_BROKER_TOKEN',
		],
		[
			'forbids it',
			() => ({ status: 403 }),
			'broker.refused',
			'to those of an account that may list the pacts to verify',
		],
		[
			'is unavailable',
			() => ({ status: 503, headers: { 'retry-after': '0' } }),
			'broker.failed',
			'answered 503 (4 attempts) when asked to list the pacts to verify. Check the log of the broker',
		],
		['gives a reason', () => ({ status: 409, body: { error: 'no' } }), 'broker.failed', 'answered 409 (no) when asked'],
		[
			'sends elsewhere',
			() => ({ status: 302, headers: { location: 'https://x.example/' } }),
			'broker.failed',
			'answered with a link or redirect to x.example, which is not followed, when',
		],
		[
			'answers HTML',
			() => ({ status: 200, headers: { 'content-type': 'text/html' } }),
			'broker.failed',
			'answered 200 without a list of pacts when',
		],
		[
			'has links to another host',
			(request, _nth) => honest(request, 'http://127.0.0.1:1'),
			'broker.failed',
			'answered with a link or redirect to 127.0.0.1:1, which is not followed, when',
		],
		[
			'links to a pact that it does not have',
			(request, nth, url) => (nth === 0 ? honest(request, url) : { status: 404 }),
			'broker.failed',
			'answered 404 without a pact when asked to return a pact.',
		],
		['has no pact', () => ({ status: 404 }), 'input.unusable', 'Publish one with `contract publish`'],
		[
			'does not accept the result',
			(request, nth, url) => (nth < 3 ? honest(request, url) : { status: 500 }),
			'broker.failed',
			'answered 500 (4 attempts) when asked to accept the result of the verification.',
		],
		[
			'answers 404 to the link for the result',
			(request, nth, url) => (nth < 3 ? honest(request, url) : { status: 404 }),
			'broker.failed',
			'answered 404 when asked to accept the result',
		],
		['never answers', () => undefined, 'broker.unreachable', 'no whole answer within 300 ms (4 attempts). '],
	])(
		'%s',
		async (_name, answer, code, message) => {
			await withScriptedBroker(answer, async ({ env }) => {
				const ran = await verify(env, '--timeout', '300');
				expect(ran).toMatchObject({ code: 3, verdict: 'unjudged', codes: [code] });
				expect(ran.message).toContain(message);
				expect(ran.all).not.toContain('token-of-nobody');
			});
		},
		60_000,
	);

	test('fails for a moment: the request is repeated', async () => {
		await withScriptedBroker(
			(request, nth, url) => (nth === 0 || nth === 3 ? { status: 500 } : honest(request, url)),
			async ({ env, requests }) => {
				expect(await verify(env)).toMatchObject({ code: 0, verdict: 'agree' });
				expect(requests.length).toBe(6);
			},
		);
	});

	test('does not listen', async () => {
		const env = { PACT_BROKER_BASE_URL: `http://user:secret-4711@127.0.0.1:${await closedPort()}` };
		const ran = await verify(env);
		expect(ran).toMatchObject({ code: 3, codes: ['broker.unreachable'] });
		expect(ran.message).toMatch(
			/^The Pact Broker at 127\.0\.0\.1:\d+ did not answer when asked to list the pacts to verify: /,
		);
		expect(ran.all).not.toContain('secret-4711');
	});
});

test.each<[string, NodeJS.ProcessEnv, readonly string[], string]>([
	['no broker', {}, [], 'No Pact Broker is configured. Set PACT_BROKER_BASE_URL'],
	['not an address', { PACT_BROKER_BASE_URL: 'broker' }, [], 'PACT_BROKER_BASE_URL is not an http(s) address'],
	[
		'a password alone',
		{ PACT_BROKER_BASE_URL: 'http://127.0.0.1:1', PACT_BROKER_PASSWORD: 'secret-4711' },
		[],
		'PACT_BROKER_PASSWORD is set and PACT_BROKER_USERNAME is not',
	],
	[
		'a token in two lines',
		{ PACT_BROKER_BASE_URL: 'http://127.0.0.1:1', PACT_BROKER_TOKEN: 'secret\n4711' },
		[],
		'PACT_BROKER_TOKEN holds a space, a line end',
	],
	[
		'a missing file of certificates',
		{ PACT_BROKER_BASE_URL: 'https://127.0.0.1:1', SSL_CERT_FILE: '/nowhere.pem' },
		[],
		'SSL_CERT_FILE names /nowhere.pem, which cannot be read',
	],
	[
		'a selector that is not JSON',
		{ PACT_BROKER_BASE_URL: 'http://127.0.0.1:1' },
		['--selector', 'main'],
		'--selector "main" is not a JSON object',
	],
])('exit code 2: %s', async (_name, env, args, message) => {
	const { code, stderr } = await contractInProcess(['verify', '--from-broker', ...args], { env });
	expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(message) });
	expect(stderr).not.toContain('4711');
});

test('without --from-broker the variables change nothing', async () => {
	await withScriptedBroker(
		() => ({ status: 500 }),
		async ({ env, requests }) => {
			const loud = { ...env, PACT_BROKER_PUBLISH_VERIFICATION_RESULTS: 'true' };
			const { code } = await contractInProcess(['verify'], { env: loud });
			expect({ code, requests }).toEqual({ code: 0, requests: [] });
		},
	);
});

test('a broker over https: a private authority is trusted if SSL_CERT_FILE names it, and not otherwise', async () => {
	const authority = createAuthority();
	const listener: RequestListener = (_request, response) => {
		response.writeHead(404).end();
	};
	await withFolder((folder) =>
		withHttps(authority.server(['127.0.0.1']), listener, async (port) => {
			const file = join(folder, 'ca.pem');
			await writeFile(file, authority.cert);
			const env = { PACT_BROKER_BASE_URL: `https://127.0.0.1:${port}`, SSL_CERT_FILE: file };
			expect(await verify(env)).toMatchObject({ code: 3, codes: ['input.unusable'] });
			const { SSL_CERT_FILE: _file, ...without } = env;
			expect(await verify({ ...without, SSL_CERT_FILE: '' })).toMatchObject({ code: 3, codes: ['broker.unreachable'] });
		}),
	);
});
