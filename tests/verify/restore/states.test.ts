/**
 * Provider states at a remote provider: proven before the first interaction; if one is not proven, no request that changes the
 * customer is sent.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../../support/cli';
import { type Distortion, honest, startFaultyProvider, withProvider } from '../../support/faulty-provider';
import { withProject } from '../../support/temporary';
import type { Verified } from '../in-process';
import { verifyRemotely } from './verify-remotely';

/** Answers an update of no field, for whichever customer, in a way of its own. */
const toProof =
	(change: Distortion): Distortion =>
	(answer, wire) =>
		wire.update === 0 ? change(answer, wire) : undefined;

const anUpdate = 'changes the e-mail alone';

test('every state is proven before the first update, by an empty update', async () => {
	const order: number[] = [];
	await withProvider(
		(_answer, { update }) => order.push(update),
		async (provider) => {
			expect(await verifyRemotely(provider)).toMatchObject({ code: 0 });
			const unknown = provider.requests[1]?.split('/').at(-1);
			expect(provider.requests[0]).toBe(`POST /v2/customers/${provider.env.IMPRINT_CUSTOMER_ID}`);
			expect(unknown).toMatch(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
			expect(unknown).not.toBe(provider.env.IMPRINT_CUSTOMER_ID);
			expect(order.slice(0, 3)).toEqual([0, 0, 1]);
		},
	);
});

test('a customer that does not exist: exit 3, the variable is named, nothing is changed', async () => {
	await withProvider(honest, async (provider) => {
		const env = { IMPRINT_CUSTOMER_ID: 'a1b2c3d4-0000-4000-8000-00000000dead' };
		const { code, told } = await verifyRemotely(provider, [], env);
		expect(code).toBe(3);
		expect(told(anUpdate)).toEqual([
			`state.unmet: Provider state "a customer exists" is not met at ${new URL(provider.url).host}: an update of no field was answered with status 404. Set IMPRINT_CUSTOMER_ID to an id that exists at ${new URL(provider.url).host}.`,
		]);
		// The interaction whose state is met is replayed all the same.
		expect(provider.updates).toEqual(['{"email":"changed@example.com"}']);
		expect(provider.requests.filter((each) => each.endsWith('dead'))).toHaveLength(1);
	});
});

interface Row {
	readonly name: string;
	readonly distort: Distortion;
	readonly code: number;
	/** Codes for an interaction that needs the customer, and for the run. */
	readonly told: readonly string[];
	readonly run: readonly string[];
	/** How many updates that name a field arrive all the same. */
	readonly updates: number;
}

const rows: Row[] = [
	{
		name: 'answers the proof with another customer: it breaks the contract, and no customer is changed',
		distort: toProof((answer) => {
			if (answer.status === 200) answer.body.id = 'a1b2c3d4-0000-4000-8000-00000000beef';
		}),
		...{ code: 1, told: ['state.unmet'], run: ['provider.value.other /id'], updates: 1 },
	},
	{
		name: 'answers the proof with an unreadable body: the violation is reported, and nothing is changed',
		distort: toProof((answer, { response }) => {
			if (answer.status !== 200) return undefined;
			response.writeHead(200, answer.headers).end('[]');
			return 'answered';
		}),
		...{ code: 1, told: ['state.unmet'], run: ['response.body.invalid'], updates: 1 },
	},
	{
		name: 'refuses an empty update: the state cannot be proven',
		distort: toProof((answer) => {
			if (answer.status === 200) Object.assign(answer, { status: 400, body: {} });
		}),
		...{ code: 3, told: ['state.unmet'], run: [], updates: 1 },
	},
	{
		name: 'refuses the key only for the proof',
		distort: toProof((answer) => {
			if (answer.status === 200) answer.status = 403;
		}),
		...{ code: 3, told: ['state.unmet'], run: [], updates: 1 },
	},
	{
		name: 'refuses the key for everything',
		distort: (answer) => {
			answer.status = 401;
		},
		...{ code: 3, told: [], run: ['provider.refused'], updates: 0 },
	},
	{
		name: 'refuses the key, and fails now and then',
		distort: (answer, { nth }) => {
			answer.status = nth === 1 ? 401 : 500;
		},
		...{ code: 3, told: [], run: ['provider.refused'], updates: 0 },
	},
	{
		name: 'fails for the customer and answers for others',
		distort: toProof((answer) => {
			if (answer.status === 200) answer.status = 500;
		}),
		...{ code: 1, told: ['provider.failed'], run: [], updates: 1 },
	},
	{
		name: 'fails for everything',
		distort: (answer) => {
			answer.status = 500;
		},
		...{ code: 3, told: ['provider.unavailable'], run: [], updates: 0 },
	},
	{
		name: 'redirects the proof',
		distort: toProof((answer, { response }) => {
			if (answer.status !== 200) return undefined;
			response.writeHead(302, { location: '/login' }).end();
			return 'answered';
		}),
		...{ code: 1, told: ['provider.redirect'], run: [], updates: 1 },
	},
	{
		name: 'breaks off the proof',
		distort: toProof((_answer, { socket }) => {
			socket.resetAndDestroy();
			return 'answered';
		}),
		...{ code: 3, told: ['provider.cut'], run: [], updates: 0 },
	},
];

test.each(rows)('a provider that $name', async ({ distort, code: exit, told: codes, run, updates }) => {
	await withProvider(distort, async (provider) => {
		const { code, told, codesOf } = await verifyRemotely(provider);
		expect({ code, own: codesOf(anUpdate), run: codesOf(undefined), told: told(undefined).length }).toEqual({
			...{ code: exit, own: codes, run, told: run.length },
		});
		expect(provider.updates).toHaveLength(updates);
	});
});

test('a provider that accepts every id breaks the contract', async () => {
	const everybody: Distortion = (answer) => {
		if (answer.status === 404) Object.assign(answer, { status: 200, body: { id: 'x', email: 'changed@example.com' } });
	};
	await withProvider(everybody, async (provider) => {
		const { code, codesOf } = await verifyRemotely(provider);
		expect({ code, told: codesOf('is refused for a customer that does not exist') }).toEqual({
			code: 1,
			told: ['provider.mismatch'],
		});
	});
});

test('with --no-restore a customer whose values cannot be read is changed', async () => {
	const unreadable = toProof((answer) => {
		if (answer.status === 200) Object.assign(answer, { body: [] });
	});
	await withProvider(unreadable, async (provider) => {
		expect((await verifyRemotely(provider)).told(anUpdate)[0]).toContain(
			'could not be restored. Report that answer to the provider. Verify with --no-restore, which leaves every change at the provider.',
		);
		expect(provider.updates).toHaveLength(1);
	});
	await withProvider(unreadable, async (provider) => {
		const { code, codesOf } = await verifyRemotely(provider, ['--no-restore']);
		expect({ code, own: codesOf(anUpdate), run: codesOf(undefined) }).toEqual({
			...{ code: 1, own: [], run: ['response.body.invalid'] },
		});
		expect(provider.updates).toHaveLength(6);
	});
});

test('the requests that prove a state use the base path of the interactions', async () => {
	await withProject(async (folder) => {
		const spec = join(folder, 'openapi.yaml');
		const pact = join(folder, 'pact.json');
		const read = (...path: string[]) => readFile(join(projectRoot, ...path), 'utf8');
		const text = await read('spec', 'openapi.yaml');
		await writeFile(spec, text.replace('https://dev.sbx.imprint.co', 'https://dev.sbx.imprint.co/a/b'));
		const recorded = await read('pacts', 'imprint-client-imprint.json');
		await writeFile(pact, recorded.replaceAll('/v2/customers', '/a/b/v2/customers'));
		await withProvider(honest, async (provider) => {
			await verifyRemotely(provider, ['--spec', spec, pact]);
			expect(provider.requests.slice(0, 2).map((each) => each.startsWith('POST /a/b/v2/customers/'))).toEqual([
				true,
				true,
			]);
		});
	});
});

test.each([
	[
		'by that name',
		['operationId: updateCustomer', 'operationId: patchCustomer'],
		'Correct the proof of the state in contract.config.ts; the spec calls the operation "patchCustomer".',
	],
	[
		'by any name',
		['operationId: updateCustomer', 'x-none: none'],
		'Correct the proof of the state in contract.config.ts. Verify with --no-restore, which leaves every change at the provider.',
	],
] as const)(
	'a spec without the operation that proves a state, %s: nothing is changed that could not be restored',
	async (_name, change, next) => {
		await withProject(async (folder) => {
			const spec = join(folder, 'openapi.yaml');
			const text = await readFile(join(projectRoot, 'spec', 'openapi.yaml'), 'utf8');
			await writeFile(spec, text.replace(change[0], change[1]));
			await withProvider(honest, async (provider) => {
				const { code, told } = await verifyRemotely(provider, ['--spec', spec]);
				expect({ code, updates: provider.updates }).toEqual({ code: 3, updates: [] });
				expect(told(anUpdate)[0]).toContain(`has no operation "updateCustomer", which would prove it. ${next}`);
				expect(await verifyRemotely(provider, ['--spec', spec, '--no-restore'])).toMatchObject({ code: 0 });
			});
		});
	},
);

describe('a reason that affects every interaction is one cause', () => {
	const causesOf = ({ findings }: Verified) => {
		const counting = findings.filter(({ severity }) => severity !== 'note');
		return [...new Set(counting.map(({ code, message, fingerprint }) => `${code} ${message} ${fingerprint}`))];
	};
	const causes = (code: string, host: string, rest: string) => [
		expect.stringMatching(new RegExp(`^${code} (${host}|Provider state "a customer exists")${rest} [\\da-f]{12}$`)),
	];
	const withoutCustomer = { IMPRINT_CUSTOMER_ID: '' };

	test('an unreachable provider without IMPRINT_CUSTOMER_ID: every interaction is unreachable, and no state is unmet', async () => {
		const provider = await startFaultyProvider();
		await provider.close();
		const verified = await verifyRemotely(provider, [], withoutCustomer);
		expect(verified.code).toBe(3);
		expect(verified.findings.map(({ code, interaction }) => `${code} ${interaction?.index}`)).toEqual(
			[0, 1, 2, 3, 4, 5].map((index) => `provider.unreachable ${index}`),
		);
		expect(causesOf(verified)).toEqual(
			causes(
				'provider.unreachable',
				new URL(provider.url).host,
				' gave no usable answer, tried 4 times: nothing listens there \\(connection refused\\)\\. .*',
			),
		);
	});

	test('a provider that hangs: unsent interactions have the cause of the first', async () => {
		await withProvider(
			() => 'answered',
			async (provider) => {
				const verified = await verifyRemotely(provider, ['--timeout', '300']);
				expect(verified.findings).toHaveLength(6);
				expect(causesOf(verified)).toEqual(
					causes(
						'provider.timeout',
						new URL(provider.url).host,
						' gave no usable answer: no whole answer within 300 ms\\. .*--timeout\\.',
					),
				);
			},
		);
	});

	test.each([
		['a wrong key', {}, 'Check IMPRINT_API_KEY; it is sent as a bearer token .*'],
		['no key', { IMPRINT_API_KEY: '' }, 'Set IMPRINT_API_KEY; without it, .*'],
	])('%s: one finding, with the variable to set', async (_name, env, fix) => {
		const refusing: Distortion = (answer) => {
			answer.status = 401;
		};
		await withProvider(refusing, async (provider) => {
			const verified = await verifyRemotely(provider, [], env);
			expect(verified.findings).toHaveLength(1);
			expect(causesOf(verified)).toEqual(
				causes('provider.refused', new URL(provider.url).host, ` answered 401 to every request\\. ${fix}`),
			);
		});
	});

	test.each([
		[
			'a wrong customer id',
			'a1b2c3d4-0000-4000-8000-00000000dead',
			'an update of no field was answered with status 404',
		],
		['no customer id', '', 'IMPRINT_CUSTOMER_ID is not set'],
	])('%s: one cause, with the variable to set', async (_name, id, reason) => {
		await withProvider(honest, async (provider) => {
			const verified = await verifyRemotely(provider, [], { IMPRINT_CUSTOMER_ID: id });
			const set = 'Set IMPRINT_CUSTOMER_ID to an id that exists at [\\d.:]+\\.';
			expect(causesOf(verified)).toEqual(causes('state.unmet', '', ` is not met at [\\d.:]+: ${reason}\\. ${set}`));
		});
	});
});
