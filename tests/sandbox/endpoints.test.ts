import { answerRequest, operations } from '../../sandbox/answer';
import { addCustomer, type Customers } from '../../sandbox/customers';
import type { Operation } from '../../sandbox/operation';

import { updateCustomer } from '../../sandbox/update-customer';
import { basic, bearer, send, sendUpdate, updatePath, withSandbox } from './http';

const mebibyte = 1024 * 1024;

describe('a path', () => {
	test.each([
		'/',
		'/v2',
		'/v2/customers',
		'/v2/customers/',
		'/v2/customers/a/',
		'/v2/customers/a/b',
		'/V2/customers/a',
		'//',
		'/?/v2/customers/a',
	])('%s without an endpoint answers 404 with a general error', async (path) => {
		await withSandbox(async (sandbox) => {
			for (const method of ['GET', 'POST']) {
				const reply = await send(sandbox, path, { method });
				expect(reply.status).toBe(404);
				expect(reply.body).toEqual({
					error: { type: 'not_found', message: 'There is no such endpoint.', param: 'path' },
				});
			}
		});
	});

	test.each(['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])('that does not allow %s answers 405', async (method) => {
		await withSandbox(async (sandbox) => {
			const reply = await send(sandbox, updatePath(sandbox.addCustomer()), { method });
			expect(reply.status).toBe(405);
			expect(reply.headers.get('Allow')).toBe('POST');
			expect(reply.body).toEqual({
				error: {
					type: 'method_not_allowed',
					message: 'This endpoint does not take the method; it takes POST.',
					param: 'method',
				},
			});
		});
	});

	test('answers HEAD with 405 and no body', async () => {
		await withSandbox(async (sandbox) => {
			const reply = await send(sandbox, updatePath(sandbox.addCustomer()), { method: 'HEAD' });
			expect(reply).toMatchObject({ status: 405, text: '' });
		});
	});

	test('accepts a percent-encoded id', async () => {
		await withSandbox(async (sandbox) => {
			const id = sandbox.addCustomer();
			const encoded = [...id].map((letter) => `%${letter.charCodeAt(0).toString(16)}`).join('');
			expect(await sendUpdate(sandbox, encoded, {})).toMatchObject({ status: 200, body: { id } });
			expect(await sendUpdate(sandbox, 'no%20one%2Fhere%3F', {})).toMatchObject({
				status: 404,
				body: { message: 'Customer not found for provided ID: no one/here?' },
			});
		});
	});

	test.each(['%', '%zz', '%E0%A4%A', '%ff'])('with the malformed encoding %s answers 404', async (malformed) => {
		await withSandbox(async (sandbox) => {
			expect(await sendUpdate(sandbox, malformed, {})).toMatchObject({
				status: 404,
				body: { type: 'CUSTOMER_NOT_FOUND_ERROR' },
			});
		});
	});

	test.each(['__proto__', 'constructor', 'toString'])('treats %s as an unknown id', async (id) => {
		await withSandbox(async (sandbox) => expect(await sendUpdate(sandbox, id, {})).toMatchObject({ status: 404 }));
	});
});

describe('a content type', () => {
	test.each([
		'application/json',
		'application/json; charset=utf-8',
		'Application/JSON;charset=UTF-8',
		'application/json ; a=b',
	])('%s is accepted', async (type) => {
		await withSandbox(async (sandbox) => {
			const reply = await sendUpdate(sandbox, sandbox.addCustomer(), {}, { 'Content-Type': type });
			expect(reply.status).toBe(200);
		});
	});

	test.each([
		'text/plain',
		'application/x-www-form-urlencoded',
		'application/jsonp',
		'application/vnd.api+json',
		'json',
		'',
	])('%j answers 415 with a general error', async (type) => {
		await withSandbox(async (sandbox) => {
			const reply = await sendUpdate(sandbox, sandbox.addCustomer(), {}, { 'Content-Type': type });
			expect(reply.status).toBe(415);
			expect(reply.body).toEqual({
				error: {
					type: 'unsupported_media_type',
					message: 'Send the body as application/json.',
					param: 'Content-Type',
				},
			});
		});
	});

	test('that is missing answers 415', async () => {
		await withSandbox(async (sandbox) => {
			const headers = { Authorization: basic(sandbox.apiKey, '') };
			const reply = await send(sandbox, updatePath(sandbox.addCustomer()), { method: 'POST', headers });
			expect(reply.status).toBe(415);
		});
	});
});

describe('the size of a body', () => {
	const bodyOf = (size: number) => `{"first_name":"${'x'.repeat(size - 17)}"}`;

	test('is accepted up to 1 MiB, and answers 413 above', async () => {
		await withSandbox(async (sandbox) => {
			const id = sandbox.addCustomer();
			expect(Buffer.byteLength(bodyOf(mebibyte))).toBe(mebibyte);
			expect((await sendUpdate(sandbox, id, bodyOf(mebibyte))).status).toBe(200);
			const reply = await sendUpdate(sandbox, id, bodyOf(mebibyte + 1));
			expect(reply.status).toBe(413);
			expect(reply.body).toEqual({
				error: { type: 'request_too_large', message: 'The body must not be over 1 MiB.', param: 'body' },
			});
		});
	});

	test('is enforced after reading a much larger body to its end', async () => {
		await withSandbox(async (sandbox) => {
			const reply = await sendUpdate(sandbox, sandbox.addCustomer(), bodyOf(16 * mebibyte));
			expect(reply.status).toBe(413);
		});
	});
});

test('every answer is JSON in UTF-8 with a Content-Length', async () => {
	await withSandbox(async (sandbox) => {
		const id = sandbox.addCustomer();
		const replies = [
			await sendUpdate(sandbox, id, { first_name: 'Größe 名 🙂' }),
			await sendUpdate(sandbox, id, { email: 7 }),
			await sendUpdate(sandbox, id, {}, { Authorization: bearer('wrong') }),
			await sendUpdate(sandbox, sandbox.unusedCustomerId(), {}),
			await send(sandbox, '/nowhere', {}),
			await send(sandbox, updatePath(id), { method: 'GET' }),
			await sendUpdate(sandbox, id, ' '.repeat(mebibyte + 1)),
			await sendUpdate(sandbox, id, {}, { 'Content-Type': 'text/plain' }),
		];
		expect(replies.map((reply) => reply.status)).toEqual([200, 400, 401, 404, 404, 405, 413, 415]);
		for (const { headers, text } of replies) {
			expect(headers.get('Content-Type')).toBe('application/json; charset=utf-8');
			expect(headers.get('Content-Length')).toBe(String(Buffer.byteLength(text)));
		}
	});
});

test('a bug in an operation is a 500, not a crash', async () => {
	await withSandbox(async (sandbox) => {
		const id = sandbox.addCustomer();
		const broken = jest.spyOn(updateCustomer, 'answer').mockImplementationOnce(() => {
			throw new Error('invented bug');
		});
		const reply = await sendUpdate(sandbox, id, {});
		broken.mockRestore();
		expect(reply.status).toBe(500);
		expect(reply.body).toEqual({
			error: {
				type: 'internal_error',
				message: 'The sandbox itself failed: Error: invented bug',
				param: 'sandbox',
			},
		});
		expect((await sendUpdate(sandbox, id, {})).status).toBe(200);
	});
});

test('a new operation is one more entry in the table', () => {
	const getCustomer: Operation = {
		method: 'GET',
		path: '/v2/customers/{customer_id}',
		answer: ({ parameters }, customers) => ({
			status: 200,
			body: { found: customers.has(parameters.customer_id ?? '') },
		}),
	};
	const customers: Customers = new Map();
	const premises = { operations: [...operations, getCustomer], customers, apiKey: 'invented' };
	const request = {
		method: 'GET',
		path: updatePath(addCustomer(customers)),
		headers: { authorization: bearer('invented') },
		body: Buffer.alloc(0),
	};
	expect(answerRequest(request, premises)).toEqual({ status: 200, body: { found: true } });
	expect(answerRequest({ ...request, method: 'PUT' }, premises)).toMatchObject({
		status: 405,
		headers: { Allow: 'POST, GET' },
	});
});
