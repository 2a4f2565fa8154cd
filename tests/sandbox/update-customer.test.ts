import { addCustomer, type Customer } from '../../sandbox/customers';
import { applyUpdate } from '../../sandbox/update-customer';
import { sendUpdate, withSandbox } from './http';

const moment = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);

const inventedCustomer = (id: string) => ({
	id,
	email: `customer-${id.slice(0, 8)}@example.com`,
	phone: '+12025550100',
	statuses: { 'Example Card': 'OPEN' },
	first_name: 'Example',
	last_name: 'Customer',
	preferred_language: 'en',
	ssn4: '0000',
	date_of_birth: { year: 1900, month: 1, day: 1 },
	address: {
		street_line1: '1 Example Street',
		street_line2: 'Unit 1',
		city: 'Exampletown',
		state: 'CA',
		postal_code: '00000',
		country: 'USA',
	},
	partner_customer_id: `PARTNER_USER_${id.slice(0, 8)}`,
	metadata: {},
	created_at: moment,
	updated_at: moment,
});

interface Times {
	readonly created_at: string;
	readonly updated_at: string;
}

describe('a known customer', () => {
	test('answers an empty update with the whole invented customer', async () => {
		await withSandbox(async (sandbox) => {
			const id = sandbox.addCustomer();
			const reply = await sendUpdate(sandbox, id, {});
			expect(reply.status).toBe(200);
			expect(reply.body).toEqual(inventedCustomer(id));
		});
	});

	test('returns every updated field, the street inside the address, and keeps the rest', async () => {
		await withSandbox(async (sandbox) => {
			const id = sandbox.addCustomer();
			const names = { first_name: 'Jane', last_name: 'Sample', preferred_language: 'es' };
			const contact = { email: 'jane.sample@example.com', phone: '+12025550142' };
			const street = { street_line1: '2 Test Road', street_line2: 'Apt 4B', city: 'Testville' };
			const region = { state: 'NY', postal_code: '00001' };
			const reply = await sendUpdate(sandbox, id, { ...names, ...contact, ...street, ...region });
			expect(reply.status).toBe(200);
			expect(reply.body).toEqual({
				...inventedCustomer(id),
				...names,
				...contact,
				address: { ...street, ...region, country: 'USA' },
			});
		});
	});

	test.each([
		['email', 'other@example.org'],
		['phone', '12025550143'],
		['first_name', ''],
		['last_name', 'Größe 名'],
		['preferred_language', 'fr'],
	])('changes only %s', async (field, value) => {
		await withSandbox(async (sandbox) => {
			const id = sandbox.addCustomer();
			const reply = await sendUpdate(sandbox, id, { [field]: value });
			expect(reply.body).toEqual({ ...inventedCustomer(id), [field]: value });
		});
	});

	test.each(['street_line1', 'street_line2', 'city', 'state', 'postal_code'])(
		'changes %s alone in the address',
		async (field) => {
			await withSandbox(async (sandbox) => {
				const id = sandbox.addCustomer();
				const reply = await sendUpdate(sandbox, id, { [field]: 'changed' });
				const expected = inventedCustomer(id);
				expect(reply.body).toEqual({ ...expected, address: { ...expected.address, [field]: 'changed' } });
			});
		},
	);

	test('returns a stored update with the next answer', async () => {
		await withSandbox(async (sandbox) => {
			const id = sandbox.addCustomer();
			await sendUpdate(sandbox, id, { first_name: 'Jane', city: 'Testville' });
			const reply = await sendUpdate(sandbox, id, { last_name: 'Sample' });
			expect(reply.body).toMatchObject({ first_name: 'Jane', last_name: 'Sample', address: { city: 'Testville' } });
		});
	});

	test('merges metadata by key, whatever the values', async () => {
		await withSandbox(async (sandbox) => {
			const id = sandbox.addCustomer();
			await sendUpdate(sandbox, id, { metadata: { kept: [1, { deep: true }], replaced: 'before' } });
			const reply = await sendUpdate(sandbox, id, '{"metadata":{"replaced":null,"__proto__":{"own":1}}}');
			expect(reply.text).toContain('"metadata":{"kept":[1,{"deep":true}],"replaced":null,"__proto__":{"own":1}}');
		});
	});

	test('moves updated_at on every update and never created_at', async () => {
		await withSandbox(async (sandbox) => {
			const id = sandbox.addCustomer();
			const times: Times[] = [];
			for (let turn = 0; turn < 20; turn += 1) times.push((await sendUpdate(sandbox, id, {})).body as Times);
			const updates = times.map((time) => time.updated_at);
			expect(new Set(updates).size).toBe(20);
			expect([...updates].sort()).toEqual(updates);
			expect(new Set(times.map((time) => time.created_at)).size).toBe(1);
			expect(updates.every((update) => update > (times[0]?.created_at ?? update))).toBe(true);
		});
	});

	test('ignores unknown fields, at the top and below', async () => {
		await withSandbox(async (sandbox) => {
			const id = sandbox.addCustomer();
			const unknown = { ssn4: '9999', id: 'other', address: 7, created_at: 'never', constructor: 1, brand_new: null };
			const reply = await sendUpdate(sandbox, id, { ...unknown, customer_history: { brand_new: null } });
			expect(reply.status).toBe(200);
			expect(reply.body).toEqual(inventedCustomer(id));
		});
	});

	test('accepts a full customer_history and does not return it', async () => {
		await withSandbox(async (sandbox) => {
			const id = sandbox.addCustomer();
			const customer_history = {
				email: 'old@example.com',
				phone: 'any string',
				address: { street_line1: '3 Former Street', country: 'USA' },
				account_tenure: 13,
				ltv_amount: 34000,
				ltv_currency: 'USD',
				loyalty_tier: 'GOLD',
				account_created_at: '2025-02-13T19:08:07.000Z',
				transaction_count: 100,
			};
			const reply = await sendUpdate(sandbox, id, { customer_history });
			expect(reply.status).toBe(200);
			expect(reply.body).toEqual(inventedCustomer(id));
		});
	});

	test('does not change other customers', async () => {
		await withSandbox(async (sandbox) => {
			const [id, other] = [sandbox.addCustomer(), sandbox.addCustomer()];
			await sendUpdate(sandbox, id, { first_name: 'Jane', metadata: { a: 1 } });
			expect((await sendUpdate(sandbox, other, {})).body).toEqual(inventedCustomer(other));
		});
	});
});

test('an unknown customer answers 404 with CustomerNotFoundError', async () => {
	await withSandbox(async (sandbox) => {
		sandbox.addCustomer();
		const id = sandbox.unusedCustomerId();
		const reply = await sendUpdate(sandbox, id, { first_name: 'Jane' });
		expect(reply.status).toBe(404);
		expect(reply.body).toEqual({
			type: 'CUSTOMER_NOT_FOUND_ERROR',
			message: `Customer not found for provided ID: ${id}`,
			param: 'customer_id',
		});
	});
});

test('updated_at increases even if the clock stops or goes back', () => {
	const customers = new Map<string, Customer>();
	addCustomer(customers);
	const [customer] = [...customers.values()];
	if (customer === undefined) throw new Error('the customer that was just added is not there');
	const created = Date.parse(customer.created_at);
	const clock = jest.spyOn(Date, 'now').mockReturnValue(created);
	const once = applyUpdate(customer, {});
	clock.mockReturnValue(created - 1000);
	const twice = applyUpdate(once, {});
	clock.mockRestore();
	expect(Date.parse(once.updated_at)).toBe(created + 1);
	expect(Date.parse(twice.updated_at)).toBe(created + 2);
});
