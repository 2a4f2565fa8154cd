/**
 * Faulty and unavailable providers: exit code, codes and places of the findings, and the number of requests. A new fault is a
 * new row.
 */
import { gzipSync } from 'node:zlib';
import { formats } from '../../src/commands/option';
import { type Distortion, honest, startFaultyProvider, withProvider } from '../support/faulty-provider';
import { contractInProcess } from '../support/in-process';
import type { Verified } from './in-process';
import { soon, verifyRemotely } from './restore/verify-remotely';

interface Row {
	readonly fault: string;
	readonly exit: 0 | 1 | 3;
	/** The interaction whose findings are compared; default: the change of the e-mail. */
	readonly interaction?: string;
	/** `code instance place-in-the-spec` of the findings for that interaction and of those for none. */
	readonly findings: readonly string[];
	readonly distort: Distortion;
	readonly args?: readonly string[];
}

/** Distorts only what answers an update that succeeds. */
const updated = (change: (body: Record<string, unknown>) => void): Distortion => {
	return (answer) => {
		if (answer.status === 200) change(answer.body);
	};
};
const customer = '/components/schemas/Customer';

const rows: Row[] = [
	{ fault: 'none', exit: 0, findings: [], distort: honest },
	{
		fault: 'drops id',
		exit: 1,
		findings: [`response.body.invalid  ${customer}/required`, 'provider.mismatch '],
		distort: updated((body) => {
			delete body.id;
		}),
	},
	{
		fault: 'sends ssn4 as a number',
		exit: 1,
		findings: [`response.body.invalid /ssn4 ${customer}/properties/ssn4/type`],
		distort: updated((body) => {
			body.ssn4 = 1234;
		}),
	},
	{
		fault: 'sends null for a field',
		exit: 1,
		findings: [`response.body.invalid /phone ${customer}/properties/phone/type`],
		distort: updated((body) => {
			body.phone = null;
		}),
	},
	{
		fault: 'sends a month that is none',
		exit: 1,
		findings: ['response.body.invalid /date_of_birth/month /components/schemas/DateOfBirth/properties/month/maximum'],
		distort: updated((body) => {
			body.date_of_birth = { year: 1900, month: 13, day: 1 };
		}),
	},
	{
		fault: 'sends a status that is neither OPEN nor CLOSED',
		exit: 1,
		interaction: 'changes every field that does not steer the sandbox',
		findings: [
			'response.body.invalid /statuses/* /components/schemas/CustomerProgramStatus/enum',
			'provider.mismatch /statuses/Example Card',
		],
		distort: updated((body) => {
			body.statuses = { 'Example Card': 'PENDING' };
		}),
	},
	{
		fault: 'refuses without details',
		exit: 1,
		interaction: 'is refused for a malformed e-mail',
		findings: ['provider.mismatch /details'],
		distort: (answer) => {
			if (answer.status === 400) answer.body.details = [];
		},
	},
	{
		fault: 'answers 404 for another reason',
		exit: 1,
		interaction: 'is refused for a customer that does not exist',
		findings: ['provider.mismatch /type'],
		distort: (answer) => {
			if (answer.status === 404) answer.body.type = 'ROUTE_NOT_FOUND_ERROR';
		},
	},
	{
		fault: 'refuses in the general error shape, which the spec does not give',
		exit: 1,
		interaction: 'is refused for a malformed e-mail',
		findings: [
			'response.body.invalid /error /components/schemas/InvalidRequestError/properties/error/type',
			'provider.mismatch ',
		],
		distort: (answer) => {
			if (answer.status === 400) answer.body = { error: { type: 'invalid', message: 'x', param: 'email' } };
		},
	},
	{
		fault: 'answers 201',
		exit: 1,
		findings: [
			'response.status.undocumented undefined /paths/~1v2~1customers~1{customer_id}/post/responses',
			'provider.mismatch undefined',
		],
		distort: (answer) => {
			if (answer.status === 200) answer.status = 201;
		},
	},
	{
		fault: "answers the other's id",
		exit: 1,
		findings: ['provider.value.other /id'],
		distort: updated((body) => {
			body.id = 'a1b2c3d4-0000-4000-8000-00000000beef';
		}),
	},
	{
		fault: 'does not store the update',
		exit: 1,
		findings: ['provider.mismatch /email'],
		distort: updated((body) => {
			body.email = 'before@example.com';
		}),
	},
	{
		fault: 'answers text/html',
		exit: 1,
		findings: [
			'response.content-type.undocumented undefined /paths/~1v2~1customers~1{customer_id}/post/responses/200/content',
			'provider.mismatch undefined',
		],
		distort: (answer) => {
			if (answer.status === 200) answer.headers['content-type'] = 'text/html';
		},
	},
	{
		fault: 'answers HTML and calls it JSON',
		exit: 1,
		findings: [
			`response.body.unreadable  /paths/~1v2~1customers~1{customer_id}/post/responses/200/content/application~1json/schema`,
			'provider.mismatch ',
		],
		distort: (answer, { response }) => {
			if (answer.status !== 200) return undefined;
			response.writeHead(200, answer.headers).end('<h1>Welcome</h1>');
			return 'answered';
		},
	},
	{
		fault: 'answers nothing',
		exit: 1,
		findings: [
			'response.body.missing undefined /paths/~1v2~1customers~1{customer_id}/post/responses/200/content',
			'provider.mismatch ',
		],
		distort: (answer, { response }) => {
			if (answer.status !== 200) return undefined;
			response.writeHead(200, answer.headers).end();
			return 'answered';
		},
	},
	{
		fault: 'answers null',
		exit: 1,
		findings: [`response.body.invalid  ${customer}/type`, 'provider.mismatch '],
		distort: (answer, { response }) => {
			if (answer.status !== 200) return undefined;
			response.writeHead(200, answer.headers).end('null');
			return 'answered';
		},
	},
	{
		fault: 'answers what is not gzip as gzip',
		exit: 1,
		findings: [
			`response.body.unreadable  /paths/~1v2~1customers~1{customer_id}/post/responses/200/content/application~1json/schema`,
			'provider.mismatch ',
		],
		distort: (answer) => {
			if (answer.status === 200) answer.headers['content-encoding'] = 'gzip';
		},
	},
	{
		fault: 'sends a field that the spec does not know',
		exit: 0,
		findings: [`response.body.drift /shoe_size ${customer}`],
		distort: updated((body) => {
			body.shoe_size = 42;
		}),
	},
	{
		fault: 'redirects to a login page that answers 200',
		exit: 1,
		findings: ['provider.redirect undefined'],
		distort: (answer, { response }) => {
			response.writeHead(answer.status === 200 ? 302 : answer.status, { ...answer.headers, location: '/login' });
			response.end(JSON.stringify(answer.body));
			return 'answered';
		},
	},
	{
		fault: 'fails once with 500',
		exit: 1,
		findings: ['provider.failed undefined'],
		distort: (answer, { update }) => {
			if (update === 2) answer.status = 500;
		},
	},
	{
		fault: 'fails always with 503',
		exit: 3,
		findings: ['provider.unavailable undefined'],
		distort: (answer) => {
			answer.status = 503;
		},
	},
	{
		fault: 'limits the rate once (harmless)',
		exit: 0,
		findings: [],
		distort: (answer, { update }) => {
			if (update === 2) answer.status = 429;
		},
	},
	{
		fault: 'refuses the credentials',
		exit: 3,
		findings: ['provider.refused undefined'],
		distort: (answer) => {
			answer.status = 401;
		},
	},
	{
		fault: 'sends half a body',
		exit: 3,
		findings: ['provider.cut undefined'],
		distort: (answer, { response, socket }) => {
			response.writeHead(200, { ...answer.headers, 'content-length': '500' });
			response.write('{"id":', () => socket.destroy());
			return 'answered';
		},
	},
	{
		fault: 'resets the connection',
		exit: 3,
		findings: ['provider.cut undefined'],
		distort: (_answer, { socket }) => {
			socket.resetAndDestroy();
			return 'answered';
		},
	},
	{
		fault: 'does not speak HTTP',
		exit: 3,
		findings: ['provider.cut undefined'],
		distort: (_answer, { socket }) => {
			socket.end('220 mail.example.com ready\r\n');
			return 'answered';
		},
	},
	{ fault: 'hangs', exit: 3, findings: ['provider.timeout undefined'], distort: () => 'answered', args: soon },
	{
		fault: 'begins to answer and hangs',
		exit: 3,
		findings: ['provider.timeout undefined'],
		args: soon,
		distort: (answer, { response }) => {
			response.writeHead(200, answer.headers).write('{"id":');
			return 'answered';
		},
	},
	{
		fault: 'answers with gzip (harmless)',
		exit: 0,
		findings: [],
		distort: (answer, { response }) => {
			response.writeHead(answer.status, { ...answer.headers, 'content-encoding': 'gzip' });
			response.end(gzipSync(JSON.stringify(answer.body)));
			return 'answered';
		},
	},
	{
		fault: 'answers in many chunks (harmless)',
		exit: 0,
		findings: [],
		distort: (answer, { response }) => {
			response.writeHead(answer.status, answer.headers);
			for (const character of JSON.stringify(answer.body)) response.write(character);
			response.end();
			return 'answered';
		},
	},
];

/** Code, place in the body and place in the spec. */
const placesOf = ({ findings }: Verified, subjects: readonly (string | undefined)[]) =>
	findings
		.filter((each) => subjects.includes(each.interaction?.description))
		.map(({ code, instance, spec }) => `${code} ${instance}${spec ? ` ${spec.pointer}` : ''}`);

const verdicts = { 0: 'agree', 1: 'disagree', 3: 'unjudged' };
test.each(rows)(
	'a provider that $fault',
	async ({ exit, interaction = 'changes the e-mail alone', findings, distort, args = [] }) => {
		await withProvider(distort, async (provider) => {
			const verified = await verifyRemotely(provider, ['--no-restore', ...args]);
			const { code, verdict } = verified;
			expect({ told: placesOf(verified, [undefined, interaction]), code, verdict }).toEqual({
				told: findings,
				code: exit,
				verdict: verdicts[exit],
			});
		});
		// A customer that is to be restored and cannot be read is not changed; the verdict is the same.
		await withProvider(distort, async (provider) => {
			const { code, verdict } = await verifyRemotely(provider, args);
			expect({ code, verdict }).toEqual({ code: exit, verdict: verdicts[exit] });
		});
	},
);

test('a provider that hangs gets two requests, so the run ends within little more than two time limits', async () => {
	await withProvider(
		() => 'answered',
		async (provider) => {
			const { code } = await verifyRemotely(provider, ['--timeout', '300']);
			expect({ code, requests: provider.requests.length }).toEqual({ code: 3, requests: 2 });
		},
	);
});

test('a redirect is not followed: its target is never requested', async () => {
	const distort: Distortion = (_answer, { response }) => {
		response.writeHead(307, { location: '/login' }).end();
		return 'answered';
	};
	await withProvider(distort, async (provider) => {
		await verifyRemotely(provider);
		expect(new Set(provider.requests.map((each) => each.split('/')[1]))).toEqual(new Set(['v2']));
	});
});

test('an unreachable provider: exit 3, and the message has the reason', async () => {
	const provider = await startFaultyProvider();
	await provider.close();
	const { code, stdout } = await verifyRemotely(provider);
	expect(code).toBe(3);
	expect(stdout).toContain('nothing listens there (connection refused)');
});

test('a provider without TLS at an https URL: exit 3, and the message has the reason', async () => {
	await withProvider(honest, async (provider) => {
		const { code, stdout } = await verifyRemotely(provider, [
			'--provider-url',
			provider.url.replace('http:', 'https:'),
		]);
		expect(code).toBe(3);
		expect(stdout).toContain('the TLS handshake failed (');
	});
});

test('the output never has a value from the provider', async () => {
	const secrets = ['planted-ssn4', 'planted@example.com', 'planted-value', 'planted-header', 'planted key'];
	const plant: Distortion = (answer) => {
		Object.assign(answer.headers, { 'x-planted': 'planted-header' });
		Object.assign(answer.body, {
			ssn4: ['planted-ssn4'],
			email: 'planted@example.com',
			statuses: { a: 'planted-value', 'planted key': 1 },
			'planted key': 1,
		});
	};
	await withProvider(plant, async (provider) => {
		const personal = [...secrets, provider.env.IMPRINT_API_KEY ?? '', provider.env.IMPRINT_CUSTOMER_ID ?? ''];
		const { code, as } = await contractInProcess(['verify', '--provider-url', provider.url], provider);
		for (const format of formats) {
			const text = (await as?.(format)) ?? personal.join();
			const shown = personal.filter((each) => text.includes(each));
			expect({ format, code, shown }).toEqual({ format, code: 1, shown: [] });
		}
	});
});

test('a finding about an answer shows the exchange, masked', async () => {
	const wrong = updated((body) => {
		body.ssn4 = 1234;
	});
	await withProvider(wrong, async (provider) => {
		const { findings } = await verifyRemotely(provider);
		const { exchange } =
			findings.find(({ interaction }) => interaction?.description === 'changes the e-mail alone') ?? {};
		const { received, ...rest } = exchange ?? {};
		expect(rest).toEqual({
			request: {
				...{ method: 'POST', path: '/v2/customers/*', body: '{"email":"changed@example.com"}' },
				curl: [
					`curl -X POST "$IMPRINT_BASE_URL/v2/customers/$IMPRINT_CUSTOMER_ID" -H "Authorization: Bearer $IMPRINT_API_KEY"`,
					`-H 'Content-Type: application/json' --data-raw '{"email":"changed@example.com"}'`,
				].join(' '),
			},
			expected: { status: 200, body: expect.stringContaining('"email":"changed@example.com"') },
			masked: true,
		});
		expect(received).toMatchObject({ status: 200, contentType: 'application/json; charset=utf-8' });
		expect(JSON.parse(received?.body ?? '')).toMatchObject({ ssn4: 0, email: '*', date_of_birth: { year: 0 } });
	});
});
