/** `contract publish` with faults of the broker, the pacts and the settings: never green, and no secret in the output. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { createAuthority } from '../support/certificates';
import { projectRoot } from '../support/cli';
import { familyOf, survivorsOf } from '../support/processes';
import { withProxy } from '../support/proxy';
import { closedPort, forwardTo, withHttps } from '../support/server';
import { type Checkout, withCheckout, withPacts } from './checkout';
import { type FakeBroker, failing, type Instead, well, withFakeBroker } from './fake-broker';

// An ES module, which Jest cannot load.
jest.mock('env-ci', () => jest.requireActual<typeof import('./env-ci')>('./env-ci').envCi());

const secrets = { token: 'tok-5f0c77aa', password: 'pass-91be02cd', user: 'user-3d8a6e1f' };
const token = { PACT_BROKER_TOKEN: secrets.token };
const basic = { PACT_BROKER_USERNAME: secrets.user, PACT_BROKER_PASSWORD: secrets.password };

interface Report {
	readonly findings: readonly { readonly code: string; readonly message: string; readonly severity: string }[];
}

interface Result {
	readonly code: number | null;
	readonly stdout: string;
	readonly stderr: string;
	/** The JSON report. */
	readonly report: Report;
	/** The codes of the findings that are errors or unjudged, each with its message. */
	readonly errors: readonly (readonly [string, string])[];
}

/** Runs `contract publish` there, in this process, and expects no secret in its output. */
const publish = ({ root, runInProcess }: Pick<Checkout, 'root' | 'runInProcess'>, ...given: Given) =>
	publishBy(runInProcess, root, ...given);

/** The same in a process. */
const publishInProcessOfItsOwn = ({ root, run }: Checkout, ...given: Given) => publishBy(run, root, ...given);

type Given = [url: URL | string, env?: NodeJS.ProcessEnv, args?: readonly string[]];

async function publishBy(
	run: Checkout['run'],
	root: string,
	url: URL | string,
	env: NodeJS.ProcessEnv = token,
	args: readonly string[] = [],
): Promise<Result> {
	const output = join(root, '.git', 'report.json');
	const given = ['publish', '--format=json', `--output=${output}`, ...args];
	const { code, stdout, stderr } = await run(given, { PACT_BROKER_BASE_URL: String(url), ...env });
	const written = await readFile(output, 'utf8').catch(() => '{"findings":[]}');
	const all = [stdout, stderr, written].join('\n');
	for (const secret of Object.values(secrets)) expect(all).not.toContain(secret);
	const report = JSON.parse(written) as Report;
	const errors = report.findings.filter(({ severity }) => severity === 'error' || severity === 'unjudged');
	return { code, stdout, stderr, report, errors: errors.map((each) => [each.code, each.message] as const) };
}

const publishing = <T>(instead: Instead, use: (broker: FakeBroker, checkout: Checkout) => Promise<T>) =>
	withFakeBroker(instead, (broker) => withCheckout((checkout) => use(broker, checkout)));

const name = (url: URL) => `The Pact Broker at ${url.host}`;

test('a pact that agrees is published under version and branch, and then read back', async () => {
	await publishing(well, async ({ url, asked, credentials }, checkout) => {
		const { code, stdout, stderr, errors } = await publishInProcessOfItsOwn(checkout, url);
		expect({ code, stderr, errors }).toEqual({ code: 0, stderr: '', errors: [] });
		expect(stdout).toMatch(/^✓ check +\d/m);
		expect(stdout).toMatch(
			new RegExp(
				`^✓ publish .* contract to the Pact Broker at ${url.host}: imprint-client with imprint under version ${checkout.commit}, branch main$`,
				'm',
			),
		);
		expect(asked).toEqual([
			...['GET /', 'GET /', 'POST /contracts/publish'],
			`GET /pacts/provider/imprint/consumer/imprint-client/version/${checkout.commit}`,
			`GET /pacticipants/imprint-client/branches/main/versions/${checkout.commit}`,
		]);
		expect([...new Set(credentials)]).toEqual([`Bearer ${secrets.token}`]);
	});
});

test('user and password from variables or the URL; an empty token does not take precedence', async () => {
	await publishing(well, async ({ url, credentials }, checkout) => {
		const sent = `Basic ${Buffer.from(`${secrets.user}:${secrets.password}`).toString('base64')}`;
		const first = await publish(checkout, url, { ...basic, PACT_BROKER_TOKEN: '' });
		const inUrl = new URL(url);
		inUrl.username = secrets.user;
		inUrl.password = secrets.password;
		const second = await publish(checkout, inUrl, {});
		expect([first.code, second.code]).toEqual([0, 0]);
		expect([...new Set(credentials)]).toEqual([sent]);
	});
});

test('--dry-run sends nothing, with a broker or without', async () => {
	await publishing(well, async ({ url, asked }, checkout) => {
		const { code, stdout } = await publish(checkout, url, token, ['--dry-run']);
		expect(code).toBe(0);
		expect(stdout).toContain(`contract to the Pact Broker at ${url.host}: nothing was sent (--dry-run)`);
		expect(stdout).toContain('would go: imprint-client with imprint from pacts/imprint-client-imprint.json; version ');
		expect(asked).toEqual([]);
		const without = await checkout.runInProcess(['publish', '--dry-run']);
		expect(without).toMatchObject({ code: 0, stderr: '' });
	});
});

describe('not sent to the broker:', () => {
	test('a pact that check refuses', async () => {
		await publishing(well, async ({ url, asked }, checkout) => {
			const file = join(checkout.root, 'pacts/imprint-client-imprint.json');
			await writeFile(file, (await readFile(file, 'utf8')).replaceAll('/v2/customers/', '/v9/customers/'));
			checkout.git('commit', '--quiet', '--all', '--message=wrong');
			const { code, stdout, errors } = await publish(checkout, url);
			expect(code).toBe(1);
			expect(errors[0]?.[0]).toBe('request.operation.unknown');
			expect(stdout).toContain('nothing was published: check has to agree first');
			expect(asked).toEqual([]);
		});
	});

	test('a warning, with --strict', async () => {
		await publishing(well, async ({ url, asked }, checkout) => {
			const { code, stdout } = await publish(checkout, url, token, ['--strict']);
			expect(code).toBe(1);
			expect(stdout).toContain('nothing was published');
			expect(asked).toEqual([]);
		});
	});

	test.each([
		['a file that is not a pact', '{"a":1}', /^pacts\/other\.json is not a pact: /],
		[
			'a file that is not JSON',
			'{"a":',
			/^The pact pacts\/other\.json cannot be read: its JSON is cut off at line 1, column 6\./,
		],
		[
			'a pact without a consumer',
			undefined,
			/^The pact pacts\/other\.json does not name its consumer, so the broker has no place for it\. Give it a name at \/consumer\/name\.$/m,
		],
	])('%s', async (_, text, message) => {
		await publishing(well, async ({ url, asked }, checkout) => {
			const pact = await readFile(join(checkout.root, 'pacts/imprint-client-imprint.json'), 'utf8');
			const nameless = JSON.stringify({ ...(JSON.parse(pact) as object), consumer: {} });
			await writeFile(join(checkout.root, 'pacts/other.json'), text ?? nameless);
			const { code, stderr } = await publish(checkout, url, token, ['--allow-dirty']);
			expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(message) as string });
			expect(asked).toEqual([]);
		});
	});

	test('a tag with a comma, which would be two tags', async () => {
		await publishing(well, async ({ url, asked }, checkout) => {
			const { code, stderr } = await publish(checkout, url, token, ['--tag=a,b']);
			expect({ code, stderr }).toEqual({
				code: 2,
				stderr: '--tag "a,b" holds a comma, which no tag can. Say --tag once for each.\n',
			});
			expect(asked).toEqual([]);
		});
	});

	test('a work tree with uncommitted changes', async () => {
		await publishing(well, async ({ url, asked }, checkout) => {
			await writeFile(join(checkout.root, 'spec/new.yaml'), '');
			const { code, stderr } = await publish(checkout, url);
			expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(' (spec/new.yaml), ') as string });
			const allowed = await publish(checkout, url, token, ['--allow-dirty']);
			expect(allowed.code).toBe(0);
			expect(asked).toHaveLength(5);
		});
	});
});

test('without a broker the message names the variable', async () => {
	await withPacts(async (_, { runInProcess }) => {
		const { code, stderr } = await runInProcess(['publish', '--version=1', '--branch=main']);
		expect({ code, stderr }).toEqual({
			code: 2,
			stderr:
				'No Pact Broker is configured. Set PACT_BROKER_BASE_URL to its address; docs/broker.md explains how to run one.\n',
		});
	});
});

describe('a broker that fails', () => {
	test('connection refused', async () => {
		await withCheckout(async (checkout) => {
			const { code, errors } = await publish(
				checkout,
				`http://${secrets.user}:${secrets.password}@127.0.0.1:${await closedPort()}`,
			);
			expect(code).toBe(3);
			expect(errors).toEqual([['broker.unreachable', expect.stringMatching(/refused.*\(4 attempts\)/) as string]]);
		});
	});

	test.each([401, 403])('%d to everything, and to the publication alone', async (status) => {
		for (const which of [/./, /^POST/]) {
			await publishing(failing(status, which), async ({ url, asked }, checkout) => {
				const { code, errors } = await publish(checkout, url, which.test('GET') ? token : basic);
				expect(code).toBe(3);
				expect(errors).toEqual([
					['broker.refused', expect.stringContaining(`${name(url)} answered ${status} when asked to `) as string],
				]);
				expect(asked.length).toBeLessThan(4);
			});
		}
	});

	test('400 to a token: a broker with basic auth', async () => {
		await publishing(failing(400), async ({ url }, checkout) => {
			const { code, errors } = await publish(checkout, url);
			expect({ code, code0: errors[0]?.[0] }).toEqual({ code: 3, code0: 'broker.refused' });
		});
	});

	test('500 to everything', async () => {
		await publishing(failing(500), async ({ url }, checkout) => {
			const { code, stdout, errors } = await publish(checkout, url);
			expect(code).toBe(3);
			expect(errors).toEqual([
				[
					'broker.failed',
					expect.stringContaining(`${name(url)} answered 500 (4 attempts) when asked to show its index.`) as string,
				],
			]);
			expect(stdout).toContain('nothing was published');
		});
	});

	test('500 to the publication alone', async () => {
		await publishing(failing(500, /^POST/), async ({ url, asked }, checkout) => {
			const { code, errors } = await publish(checkout, url);
			expect(code).toBe(3);
			expect(errors).toEqual([
				[
					'broker.failed',
					expect.stringMatching(/answered 500 \(4 attempts\) when asked to accept a pact of /) as string,
				],
			]);
			expect(asked.filter((each) => each.startsWith('POST'))).toHaveLength(4);
		});
	});

	test('500 and 503 twice, then success: published', async () => {
		for (const instead of [failing(503, /^GET \/$/, 2), failing(500, /^POST/, 2), failing(500, /^GET \/pact/, 2)]) {
			await publishing(instead, async ({ url }, checkout) => {
				const { code, errors } = await publish(checkout, url);
				expect({ code, errors }).toEqual({ code: 0, errors: [] });
			});
		}
	});

	test('a redirect is not followed, and no other host gets the credentials', async () => {
		await withFakeBroker(well, (other) =>
			publishing(
				({ url = '/' }, response) => {
					response.writeHead(302, { location: new URL(url, other.url).href.replace('127.0.0.1', 'localhost') }).end();
					return true;
				},
				async ({ url }, checkout) => {
					const { code, errors } = await publish(checkout, url);
					expect(code).toBe(3);
					expect(errors).toEqual([
						[
							'broker.failed',
							expect.stringContaining(`to localhost:${other.url.port}, which is not followed`) as string,
						],
					]);
					expect(other.asked).toEqual([]);
				},
			),
		);
	});

	test('a redirect of the contract is not followed, to another name or another port', async () => {
		await withFakeBroker(well, async (other) => {
			for (const to of [other.url.href.replace('127.0.0.1', 'localhost'), other.url.href]) {
				const elsewhere: Instead = ({ method }, response) => {
					if (method === 'POST') response.writeHead(307, { location: `${to}contracts/publish` }).end();
					return method === 'POST';
				};
				await publishing(elsewhere, async ({ url }, checkout) => {
					const { code, errors } = await publish(checkout, url);
					const sentence = `The Pact Broker at ${url.host} answered with a link or redirect to ${new URL(to).host}, which is not followed,`;
					expect({ code, errors }).toEqual({
						code: 3,
						errors: [['broker.failed', expect.stringContaining(sentence) as string]],
					});
				});
			}
			expect(other.asked).toEqual([]);
		});
	});

	test('a redirect within the broker is followed', async () => {
		const moved: Instead = ({ method, url }, response) => {
			if (method !== 'POST' || url !== '/contracts/publish') return false;
			response.writeHead(307, { location: '/moved/../contracts/publish?again' }).end();
			return true;
		};
		await publishing(moved, async ({ url, asked }, checkout) => {
			await publish(checkout, url);
			expect(asked).toContain('POST /contracts/publish?again');
		});
	});

	test('HTML pages', async () => {
		for (const which of [/./, /^POST/]) {
			const page: Instead = ({ method, url }, response) => {
				if (!which.test(`${method} ${url}`)) return false;
				response.writeHead(200, { 'content-type': 'text/html' }).end('<p>Log in</p>');
				return true;
			};
			await publishing(page, async ({ url }, checkout) => {
				const { code, errors } = await publish(checkout, url);
				expect(code).toBe(3);
				expect(errors).toEqual([
					['broker.failed', expect.stringMatching(/index of a Pact Broker|text\/html/) as string],
				]);
			});
		}
	});

	test('the connection breaks off in the middle', async () => {
		const cut: Instead = ({ method }, response) => {
			if (method !== 'POST') return false;
			response.socket?.destroy();
			return true;
		};
		await publishing(cut, async ({ url }, checkout) => {
			const { code, errors } = await publish(checkout, url);
			expect({ code, errors: errors.map(([each]) => each) }).toEqual({ code: 3, errors: ['broker.unreachable'] });
		});
	});

	test('success, and the pact or the branch is missing afterwards', async () => {
		await publishing(failing(404, /^GET \/pacts\//), async ({ url }, checkout) => {
			const { code, stdout, errors } = await publish(checkout, url);
			expect(code).toBe(3);
			expect(errors).toEqual([
				['broker.failed', expect.stringContaining('accepted the contract and does not have "') as string],
			]);
			expect(stdout).toContain('nothing was published');
		});
		await publishing(failing(404, /branches/), async ({ url }, checkout) => {
			const { code, errors } = await publish(checkout, url);
			expect(code).toBe(3);
			expect(errors).toEqual([
				[
					'broker.failed',
					expect.stringMatching(/accepted the contract and does not have version \w+ on branch main\./) as string,
				],
			]);
		});
	});
});

test('variables of other tools for a broker, for TLS, for traces and for a proxy change nothing', async () => {
	await publishing(well, async ({ url, credentials }, checkout) => {
		const odd = {
			...{ PACT_BROKER_HTTP_RETRIES: 'x', SSL_SKIP_VERIFICATION: 'x', OTEL_TRACES_EXPORTER: 'stdout' },
			...{ HTTP_PROXY: 'http://127.0.0.1:1', http_proxy: 'http://127.0.0.1:1', NO_PROXY: 'example.com' },
		};
		const { code, errors } = await publishInProcessOfItsOwn(checkout, url, { ...token, ...odd });
		expect({ code, errors }).toEqual({ code: 0, errors: [] });
		expect(credentials).toHaveLength(5);
	});
});

test('over TLS: a private authority is trusted if SSL_CERT_FILE names it, and not otherwise', async () => {
	const authority = createAuthority();
	await publishing(well, async ({ url, asked }, checkout) => {
		const file = join(checkout.root, '.git', 'ca.pem');
		await writeFile(file, authority.cert);
		const forward: RequestListener = (request, response) => forwardTo(url.href, request, response);
		await withHttps(authority.server(['127.0.0.1']), forward, async (port) => {
			const trusted = await publish(checkout, `https://127.0.0.1:${port}`, { ...token, SSL_CERT_FILE: file });
			expect(trusted).toMatchObject({ code: 0, errors: [] });
			expect(asked).toHaveLength(5);
			const { code, errors } = await publish(checkout, `https://127.0.0.1:${port}`, { ...token, SSL_CERT_FILE: '' });
			expect({ code, errors }).toEqual({
				code: 3,
				errors: [['broker.unreachable', expect.stringMatching(/certificate/) as string]],
			});
			expect(asked).toHaveLength(5);
		});
	});
});

test('over TLS and a proxy: the contract is published through the proxy, which is asked for nothing else', async () => {
	const authority = createAuthority();
	await publishing(well, async ({ url, asked }, checkout) => {
		const file = join(checkout.root, '.git', 'ca.pem');
		await writeFile(file, authority.cert);
		const forward: RequestListener = (request, response) => forwardTo(url.href, request, response);
		await withHttps(authority.server(['broker.example']), forward, (port) =>
			withProxy({ hosts: { 'broker.example:443': port }, user: 'who:what-4711' }, async (proxy) => {
				const through = `http://who:what-4711@${proxy.url.host}`;
				const env = { ...token, SSL_CERT_FILE: file, HTTPS_PROXY: through };
				const { code, errors } = await publishInProcessOfItsOwn(checkout, 'https://broker.example', env);
				expect({ code, errors }).toEqual({ code: 0, errors: [] });
				expect(asked).toContain('POST /contracts/publish');
				expect(new Set(proxy.asked)).toEqual(new Set(['broker.example:443']));
			}),
		);
	});
});

test('one of two contracts is published: the report counts it, and a rerun publishes the other', async () => {
	let isWell = false;
	const second: Instead = ({ method }, response, nth) => {
		if (isWell || method !== 'POST' || nth === 1) return false;
		response.writeHead(500).end();
		return true;
	};
	await publishing(second, async ({ url }, checkout) => {
		const pact = await readFile(join(checkout.root, 'pacts/imprint-client-imprint.json'), 'utf8');
		const other = JSON.stringify({ ...(JSON.parse(pact) as object), consumer: { name: 'other' } });
		await writeFile(join(checkout.root, 'pacts/other.json'), other);
		checkout.git('add', '.');
		checkout.git('commit', '--quiet', '--message=two');
		const half = await publish(checkout, url);
		expect(half).toMatchObject({ code: 3, errors: [['broker.failed', expect.stringContaining('"other"')]] });
		expect(half.stdout).toContain('1 of 2 contracts under version');
		isWell = true;
		const whole = await publish(checkout, url);
		expect(whole).toMatchObject({ code: 0, errors: [] });
		expect(whole.stdout).toContain('imprint-client with imprint, other with imprint under version');
	});
});

test("an interrupted run ends Pact's command line", async () => {
	let arrived = () => {};
	const isThere = new Promise<void>((resolve) => {
		arrived = resolve;
	});
	const silent: Instead = ({ method }) => {
		if (method === 'POST') arrived();
		return method === 'POST';
	};
	await publishing(silent, async ({ url }, checkout) => {
		const child = spawn(process.execPath, [join(projectRoot, 'bin/contract.js'), 'publish'], {
			cwd: checkout.root,
			env: { ...process.env, CONTRACT_ENV_FILE: '', PACT_BROKER_BASE_URL: url.href, ...token },
			stdio: 'ignore',
		});
		const ended = once(child, 'exit');
		await isThere;
		const family = familyOf(child.pid ?? 0);
		expect(family.length).toBeGreaterThan(1);
		child.kill('SIGINT');
		expect(await ended).toEqual([130, null]);
		expect(await survivorsOf(family)).toEqual([]);
	});
});
