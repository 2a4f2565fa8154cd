import { sendUpdate, updatePath, withSandbox } from './http';

/** The details of the 400 that a body gets; every other part of that answer is the same for all. */
async function faultsOf(body: unknown): Promise<unknown> {
	let details: unknown;
	await withSandbox(async (sandbox) => {
		const id = sandbox.addCustomer();
		const reply = await sendUpdate(sandbox, id, body);
		expect(reply.status).toBe(400);
		expect(reply.body).toEqual({
			path: updatePath(id),
			details: expect.any(Array),
			error: 'Bad Request',
			status: 400,
			timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00$/),
		});
		({ details } = reply.body as { details: unknown });
	});
	return details;
}

async function statusOf(body: unknown): Promise<number> {
	let status = 0;
	await withSandbox(async (sandbox) => {
		({ status } = await sendUpdate(sandbox, sandbox.addCustomer(), body));
	});
	return status;
}

const nested = (levels: number) => `{"metadata":${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}}`;
const nestedMetadata = (levels: number) => `{"metadata":{"a":${'['.repeat(levels - 2)}${']'.repeat(levels - 2)}}}`;

describe('a body that is not a JSON object', () => {
	test.each([
		['empty', ''],
		['cut off', '{"email":'],
		['followed by more', '{} {}'],
		['in a looser dialect', "{email: 'a@example.com'}"],
		['not UTF-8', Uint8Array.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])],
	])('is refused when it is %s', async (_, body) => {
		expect(await faultsOf(body)).toEqual(['body: must be well-formed JSON']);
	});

	test.each(['[]', '[{}]', 'null', '"text"', '7', 'true'])('is refused when it is %s', async (body) => {
		expect(await faultsOf(body)).toEqual(['body: must be a JSON object']);
	});

	test('is refused if it is nested deeper than 100 levels', async () => {
		const fault = 'body: must not be nested deeper than 100 levels';
		expect(await faultsOf(nestedMetadata(101))).toEqual([fault]);
		expect(await faultsOf(nested(200_000))).toEqual([fault]);
		expect(await statusOf(nestedMetadata(100))).toBe(200);
	});
});

describe('a field of the wrong type', () => {
	const texts = ['email', 'phone', 'first_name', 'last_name', 'preferred_language'];
	const streets = ['street_line1', 'street_line2', 'city', 'state', 'postal_code'];
	const histories = ['ltv_currency', 'loyalty_tier', 'account_created_at'];

	test.each([...texts, ...streets])('%s must be a string', async (field) => {
		for (const value of [null, 7, true, [], {}])
			expect(await faultsOf({ [field]: value })).toEqual([`${field}: must be a string`]);
	});

	test.each(['metadata', 'customer_history'])('%s must be an object', async (field) => {
		for (const value of [null, 7, true, [], 'text'])
			expect(await faultsOf({ [field]: value })).toEqual([`${field}: must be an object`]);
	});

	test.each([...texts, ...histories])('customer_history.%s must be a string', async (field) => {
		for (const value of [null, 7])
			expect(await faultsOf({ customer_history: { [field]: value } })).toEqual([
				`customer_history.${field}: must be a string`,
			]);
	});

	test.each(['account_tenure', 'ltv_amount', 'transaction_count'])(
		'customer_history.%s must be an integer',
		async (field) => {
			for (const value of ['null', '"13"', '2.5', '1e999', '[]'])
				expect(await faultsOf(`{"customer_history":{"${field}":${value}}}`)).toEqual([
					`customer_history.${field}: must be an integer`,
				]);
			for (const value of ['13', '13.0', '-1', '0', '1e3'])
				expect(await statusOf(`{"customer_history":{"${field}":${value}}}`)).toBe(200);
		},
	);

	test.each([...streets, 'country'])('customer_history.address.%s must be a string', async (field) => {
		expect(await faultsOf({ customer_history: { address: { [field]: 7 } } })).toEqual([
			`customer_history.address.${field}: must be a string`,
		]);
	});

	test('customer_history.address must be an object', async () => {
		for (const address of [null, '1 Example Street', []])
			expect(await faultsOf({ customer_history: { address } })).toEqual([
				'customer_history.address: must be an object',
			]);
	});
});

describe('an e-mail address', () => {
	const malformed = [
		'',
		'@',
		'plain',
		'example.com',
		'@example.com',
		'a@',
		'a@localhost',
		'a@@example.com',
		'a@b@example.com',
		'a b@example.com',
		' a@example.com',
		'a@example.com\n',
		'.a@example.com',
		'a..b@example.com',
		'a@-example.com',
		'a@example..com',
		'a@example.com.',
		'a@exam_ple.com',
		`${'a'.repeat(65)}@example.com`,
		`a@${'b'.repeat(64)}.com`,
		`a@${'example.'.repeat(40)}com`,
	];
	const wellFormed = [
		'a@example.com',
		'A.b+c_d-e@sub.example.co',
		"o'neil@example.org",
		'1@2.example.com',
		'a@b-c.example',
	];

	test.each(malformed)('%j is refused, for the customer and in the history', async (email) => {
		expect(await faultsOf({ email, customer_history: { email } })).toEqual([
			'email: must be a well-formed email address',
			'customer_history.email: must be a well-formed email address',
		]);
	});

	test.each(wellFormed)('%j is accepted, for the customer and in the history', async (email) => {
		expect(await statusOf({ email, customer_history: { email } })).toBe(200);
	});
});

describe('a phone number', () => {
	const malformed = [
		'',
		'+',
		'5',
		'+1',
		'0202555014',
		'+02025550142',
		'+1 202 555 0142',
		'1234567890123456',
		'+1202555014x',
		'+12025550142\n',
	];

	test.each(malformed.filter((phone) => phone !== '+1'))('%j is refused', async (phone) => {
		expect(await faultsOf({ phone })).toEqual(['phone: must be a phone number in E.164 format']);
	});

	test.each(['12', '+12', '+12025550142', '123456789012345'])('%j is accepted', async (phone) => {
		expect(await statusOf({ phone })).toBe(200);
	});

	test.each(malformed)('%j is accepted in the history, like any string', async (phone) => {
		expect(await statusOf({ customer_history: { phone } })).toBe(200);
	});
});

describe('a refused update', () => {
	test('lists every fault', async () => {
		const body = {
			email: 'nobody',
			first_name: 7,
			metadata: [],
			customer_history: { account_tenure: 1.5, address: { city: null, state: 'CA' } },
		};
		expect(await faultsOf(body)).toEqual([
			'email: must be a well-formed email address',
			'first_name: must be a string',
			'metadata: must be an object',
			'customer_history.account_tenure: must be an integer',
			'customer_history.address.city: must be a string',
		]);
	});

	test('changes nothing', async () => {
		await withSandbox(async (sandbox) => {
			const id = sandbox.addCustomer();
			const refused = await sendUpdate(sandbox, id, { first_name: 'Jane', email: 'nobody' });
			expect(refused.status).toBe(400);
			expect((await sendUpdate(sandbox, id, {})).body).toMatchObject({ first_name: 'Example' });
		});
	});

	test('names its path without the query', async () => {
		await withSandbox(async (sandbox) => {
			const id = sandbox.addCustomer();
			const reply = await sendUpdate(sandbox, `${id}?token=invented`, { email: 7 });
			expect(reply.body).toMatchObject({ path: updatePath(id) });
		});
	});

	test('is checked after the customer: an unknown one answers 404 to an invalid body too', async () => {
		await withSandbox(async (sandbox) => {
			const id = sandbox.unusedCustomerId();
			expect((await sendUpdate(sandbox, id, '{')).status).toBe(404);
			expect((await sendUpdate(sandbox, id, { email: 7 })).status).toBe(404);
		});
	});
});
