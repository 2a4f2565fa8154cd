/**
 * `contract verify --from-broker` where the broker fails or leads astray: the right exit code and one clear message, and
 * only ever its own address. What a real broker does is in `tests/broker/`.
 */
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { type BrokerAnswer, type BrokerRequest, withBrokerStandIn } from '../support/broker-stand-in';
import { createAuthority } from '../support/certificates';
import { contract, projectRoot } from '../support/cli';
import { closedPort, withHttps } from '../support/server';
import { withFolder } from '../support/temporary';

const pact = JSON.parse(readFileSync(join(projectRoot, 'pacts', 'imprint-client-imprint.json'), 'utf8')) as object;

/** What an honest broker answers that has the committed pact. */
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

interface Told {
	readonly code: number | null;
	readonly verdict: string;
	readonly codes: readonly string[];
	readonly message: string;
	readonly all: string;
}

async function verify(env: NodeJS.ProcessEnv, ...args: readonly string[]): Promise<Told> {
	const { code, stdout, stderr } = await contract(['verify', '--from-broker', '--format', 'json', ...args], { env });
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

test('what is asked, what is published, and with whose credentials', async () => {
	await withBrokerStandIn(
		(request, _nth, url) => honest(request, url),
		async ({ env, requests }) => {
			const args = ['--provider-branch', 'a/b', '--provider-version', '1 2', '--build-url', 'https://ci.example/7'];
			const ci = { GITHUB_ACTIONS: 'true', GITHUB_REF: 'refs/heads/feature/x', GITHUB_SHA: 'abc' };
			expect(await verify({ ...env, ...ci }, ...args)).toMatchObject({ code: 0, verdict: 'agree', codes: [] });
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

test('selectors and a date for work in progress are handed on', async () => {
	await withBrokerStandIn(
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
	['--no-publish', '--no-publish was said'],
	['--filter', 'the run was filtered'],
])('with %s nothing is published, and it is said', async (option, reason) => {
	await withBrokerStandIn(
		(request, _nth, url) => honest(request, url),
		async ({ env, requests }) => {
			const args = ['verify', '--from-broker', option, ...(option === '--filter' ? ['e-mail'] : [])];
			const { code, stdout } = await contract(args, { env });
			expect({ code, methods: requests.map(({ method }) => method) }).toEqual({ code: 0, methods: ['POST', 'GET'] });
			expect(stdout).toContain(`nothing was published at the Pact Broker at 127.0.0.1:`);
			expect(stdout).toContain(`: ${reason}\n`);
		},
	);
});

test('what could not be judged is not published', async () => {
	const port = await closedPort();
	await withBrokerStandIn(
		(request, _nth, url) => honest(request, url),
		async ({ env, requests }) => {
			const told = await verify({ ...env, IMPRINT_CUSTOMER_ID: 'c1' }, '--provider-url', `http://127.0.0.1:${port}`);
			expect(told).toMatchObject({ code: 3, verdict: 'unjudged' });
			expect(requests.map(({ method }) => method)).toEqual(['POST', 'GET']);
		},
	);
}, 60_000);

describe('a broker that fails', () => {
	test.each<[string, (request: BrokerRequest, nth: number, url: string) => BrokerAnswer | undefined, string, string]>([
		['refuses our credentials', () => ({ status: 401 }), 'broker.refused', 'refused our credentials (status 401)'],
		['wants a password, not a token', () => ({ status: 400 }), 'broker.refused', 'our credentials (status 400)'],
		[
			'forbids it',
			() => ({ status: 403 }),
			'broker.refused',
			'to those of an account that may name the pacts to verify',
		],
		[
			'is out of order',
			() => ({ status: 503, headers: { 'retry-after': '0' } }),
			'broker.failed',
			'answered with status 503, tried 4 times. Look at its log, and run it again',
		],
		['says what it dislikes', () => ({ status: 409, body: { error: 'no' } }), 'broker.failed', 'with status 409: no. '],
		[
			'sends elsewhere',
			() => ({ status: 302, headers: { location: 'https://x.example/' } }),
			'broker.failed',
			'status 302',
		],
		[
			'answers HTML',
			() => ({ status: 200, headers: { 'content-type': 'text/html' } }),
			'broker.failed',
			'a list of pacts',
		],
		[
			'has links to another host',
			(request, _nth) => honest(request, 'http://127.0.0.1:1'),
			'broker.failed',
			'with a link to 127.0.0.1:1, which is not followed',
		],
		[
			'gives a pact that it does not have',
			(request, nth, url) => (nth === 0 ? honest(request, url) : { status: 404 }),
			'broker.failed',
			'was asked to give a pact',
		],
		['has no pact', () => ({ status: 404 }), 'input.unusable', 'Publish one with `contract publish`'],
		[
			'does not take the result',
			(request, nth, url) => (nth < 3 ? honest(request, url) : { status: 500 }),
			'broker.failed',
			'was asked to take the result of the verification and answered with status 500, tried 4 times. ',
		],
		[
			'does not know the way to the result that it gave',
			(request, nth, url) => (nth < 3 ? honest(request, url) : { status: 404 }),
			'broker.failed',
			'with status 404. ',
		],
		['never answers', () => undefined, 'broker.unreachable', 'no whole answer within 300 ms, tried 4 times. '],
	])(
		'%s',
		async (_name, answer, code, message) => {
			await withBrokerStandIn(answer, async ({ env }) => {
				const told = await verify(env, '--timeout', '300');
				expect(told).toMatchObject({ code: 3, verdict: 'unjudged', codes: [code] });
				expect(told.message).toContain(message);
				expect(told.all).not.toContain('token-of-nobody');
			});
		},
		60_000,
	);

	test('turns one away for a moment: it is asked again', async () => {
		await withBrokerStandIn(
			(request, nth, url) => (nth === 0 || nth === 3 ? { status: 500 } : honest(request, url)),
			async ({ env, requests }) => {
				expect(await verify(env)).toMatchObject({ code: 0, verdict: 'agree' });
				expect(requests.length).toBe(6);
			},
		);
	});

	test('is not there', async () => {
		const env = { PACT_BROKER_BASE_URL: `http://user:secret-4711@127.0.0.1:${await closedPort()}` };
		const told = await verify(env);
		expect(told).toMatchObject({ code: 3, codes: ['broker.unreachable'] });
		expect(told.message).toMatch(
			/^The Pact Broker at 127\.0\.0\.1:\d+ could not be asked to name the pacts to verify: /,
		);
		expect(told.all).not.toContain('secret-4711');
	});
});

test.each<[string, NodeJS.ProcessEnv, readonly string[], string]>([
	['there is none', {}, [], 'There is no Pact Broker. Set PACT_BROKER_BASE_URL'],
	[
		'it is no address',
		{ PACT_BROKER_BASE_URL: 'broker' },
		[],
		'PACT_BROKER_BASE_URL is not the address of a Pact Broker',
	],
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
		'a file of certificates that is not there',
		{ PACT_BROKER_BASE_URL: 'https://127.0.0.1:1', SSL_CERT_FILE: '/nowhere.pem' },
		[],
		'SSL_CERT_FILE names /nowhere.pem, which cannot be read',
	],
	[
		'a selector that is none',
		{ PACT_BROKER_BASE_URL: 'http://127.0.0.1:1' },
		['--selector', 'main'],
		'--selector takes a consumer version selector as a JSON object, not "main"',
	],
])('what is to be mended here is exit code 2: %s', async (_name, env, args, message) => {
	const { code, stderr } = await contract(['verify', '--from-broker', ...args], { env });
	expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(message) });
	expect(stderr).not.toContain('4711');
});

test('without --from-broker the variables change nothing', async () => {
	await withBrokerStandIn(
		() => ({ status: 500 }),
		async ({ env, requests }) => {
			const loud = { ...env, PACT_BROKER_PUBLISH_VERIFICATION_RESULTS: 'true' };
			const { code } = await contract(['verify'], { env: loud });
			expect({ code, requests }).toEqual({ code: 0, requests: [] });
		},
	);
});

test('a broker over https is known by the certificates of SSL_CERT_FILE, and by none else', async () => {
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
