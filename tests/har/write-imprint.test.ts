/** Imprint's own customers: whatever of one comes back, nothing of it stands in the recording, and it is judged alike. */
import { join } from 'node:path';
import fc from 'fast-check';
import type { Json } from '../../src/json/json';
import { loadSpec } from '../../src/openapi/spec';
import { projectRoot } from '../support/cli';
import { instanceOf } from './support/instances';
import { answered, judgedAgain, judgedLive, saying, written } from './support/written';

const file = join(projectRoot, 'spec', 'openapi.yaml');
const json = { 'Content-Type': 'application/json' };
const update = (status: number, body: Json) =>
	answered({
		status,
		method: 'POST',
		target: '/v2/customers/CSMR-v1-8642',
		headers: json,
		body: Buffer.from(JSON.stringify(body)),
		comment: `is answered with ${status}`,
	});

const customer = {
	id: 'CSMR-v1-8642',
	email: 'margarete.planted@example.net',
	phone: '+14155558642',
	statuses: { 'Planted Card': 'OPEN' },
	first_name: 'Margarete',
	last_name: 'Planted',
	preferred_language: 'en',
	ssn4: '8642',
	date_of_birth: { year: 1987, month: 6, day: 15 },
	address: { street_line1: '8642 Planted Street', city: 'Planted', state: 'CA', postal_code: '86420', country: 'USA' },
	partner_customer_id: 'planted-8642',
	metadata: { planted: 'planted', Margarete: { planted: 8642 }, ids: [8642] },
	created_at: '2025-02-13T19:08:07.000Z',
};

test('a customer, a faulty one, errors', async () => {
	const spec = await loadSpec(file);
	const sent = [
		update(200, customer),
		update(200, {
			...customer,
			email: 'planted',
			date_of_birth: { year: '1987', month: 13, day: 0 },
			statuses: { 'Planted Card': 'PLANTED' },
		}),
		update(400, { error: 'Planted', details: ['email: planted'], status: 400, path: '/v2/customers/CSMR-v1-8642' }),
		update(404, { type: 'CUSTOMER_NOT_FOUND_ERROR', message: 'Customer not found for provided ID: CSMR-v1-8642' }),
		update(401, { error: { type: 'planted', message: 'planted 8642', param: null } }),
	];
	const har = written(sent, spec, { secrets: ['CSMR-v1-8642'] });
	expect((await judgedAgain(har, spec)).map(saying)).toEqual(
		sent.flatMap((each) => judgedLive(each, spec)).map(saying),
	);
	expect(JSON.stringify(har).match(/.{0,60}(?:planted|8642|margarete|1987|2025|"CA\W|USA).{0,9}/gi)).toBeNull();
	const [first, second, , missing] = har.log.entries.map(
		({ response }) => JSON.parse(response.content.text ?? '') as typeof customer & { message: string },
	);
	// Who is the same is the same.
	expect(first?.id).toBe('AAAA-a1-1111');
	expect(second?.id).toBe(first?.id);
	expect(har.log.entries[0]?.request._path).toBe(`/v2/customers/${first?.id}`);
	expect(missing?.message).toMatch(/^Aaaaaaaa aaa aaaaa aaa aaaaaaaa AA: AAAA-a1-1111$/);
	expect(first?.first_name).toBe('Aaaaaaaaa');
	expect(Object.values(first?.statuses ?? {})).toEqual(['OPEN']);
	expect(new Set([first?.last_name, first?.address.city, first?.first_name]).size).toBe(2);
});

test('different texts of one shape stay different', async () => {
	const [entry] = written([update(200, { ids: ['Anna', 'Bert', 'Anna'] })], await loadSpec(file)).log.entries;
	const [values = []] = Object.values(JSON.parse(entry?.response.content.text ?? '') as Record<string, string[]>);
	expect(values).toEqual(['Aaaa', 'Aaab', 'Aaaa']);
});

test('no two keys become one', async () => {
	const spec = await loadSpec(file);
	// As the description's own names are, and as each other.
	const metadata = { city: 'a', Anna: 'b', Bert: 'c', abcd: 'd', 'a b': 'e', 'b c': 'f' };
	const [entry] = written([update(200, { id: 'a', metadata })], spec).log.entries;
	const left = JSON.parse(entry?.response.content.text ?? '') as { metadata: object };
	expect(Object.keys(left.metadata)).toEqual(['city', 'Aaaa', 'Aaab', 'aaaa', 'a a', 'a b']);
});

test('random customers', async () => {
	const spec = await loadSpec(file);
	fc.assert(
		fc.property(fc.constantFrom('Customer', 'InvalidRequestError', 'CustomerNotFoundError'), fc.gen(), (name, pick) => {
			const status = { Customer: 200, InvalidRequestError: 400, CustomerNotFoundError: 404 }[name] ?? 200;
			const sent = update(status, instanceOf(pick, spec, `/components/schemas/${name}`));
			const [entry] = written([sent], spec).log.entries;
			expect(entry?.response.comment).toBeUndefined();
			expect(entry?.response.content.text).not.toMatch(/Ottokar|frieda|14155552671/);
		}),
		{ numRuns: Number(process.env.RUNS ?? 4) * 10 },
	);
});
