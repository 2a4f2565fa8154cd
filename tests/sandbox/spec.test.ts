/**
 * The sandbox never reads Imprint's spec; this test compares the names of fields: the sandbox must check each field of a request
 * and return each field of an answer, so a field that Imprint adds fails here.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { sendUpdate, withSandbox } from './http';

interface Schema {
	readonly $ref?: string;
	readonly type?: string;
	readonly properties?: Readonly<Record<string, Schema>>;
}

interface Description {
	readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
	readonly paths: Readonly<Record<string, { readonly post: PostOperation }>>;
}

interface PostOperation {
	readonly requestBody: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
}

const description: Description = parse(readFileSync(join(__dirname, '../../spec/openapi.yaml'), 'utf8'));
const { schemas } = description.components;
const { requestBody } = description.paths['/v2/customers/{customer_id}']?.post ?? {};
const requestFields = fieldsOf(requestBody?.content['application/json']?.schema ?? {});

function resolve(schema: Schema): Schema {
	return schema.$ref === undefined ? schema : (schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {});
}

function propertiesOf(schema: Schema): [string, Schema][] {
	return Object.entries(resolve(schema).properties ?? {});
}

/** Every described field by its dotted name: `customer_history.address.city`. */
function fieldsOf(schema: Schema, prefix = ''): string[] {
	return propertiesOf(schema).flatMap(([name, field]) => [`${prefix}${name}`, ...fieldsOf(field, `${prefix}${name}.`)]);
}

const holding = (field: string, value: unknown): unknown =>
	field.split('.').reduceRight((inner, name) => ({ [name]: inner }), value);

const namesOf = (value: unknown) => Object.keys(value as object).sort();
const describedNames = (name: string) => namesOf(schemas[name]?.properties);

test('the spec has request fields, down to the address in the history', () => {
	expect(requestFields).toEqual(expect.arrayContaining(['email', 'customer_history.address.city']));
});

test.each(requestFields)('request field %s may not be null', async (field) => {
	await withSandbox(async (sandbox) => {
		const reply = await sendUpdate(sandbox, sandbox.addCustomer(), holding(field, null));
		expect(reply.status).toBe(400);
		expect(reply.body).toMatchObject({ details: [expect.stringContaining(`${field}: must be `)] });
	});
});

test('a customer has exactly the fields of the spec', async () => {
	await withSandbox(async (sandbox) => {
		const { body } = await sendUpdate(sandbox, sandbox.addCustomer(), { brand_new: 1 });
		const { address, date_of_birth } = body as { address: unknown; date_of_birth: unknown };
		expect(namesOf(body)).toEqual(describedNames('Customer'));
		expect(namesOf(address)).toEqual(describedNames('Address'));
		expect(namesOf(date_of_birth)).toEqual(describedNames('DateOfBirth'));
	});
});

test('errors have exactly the fields of the spec', async () => {
	await withSandbox(async (sandbox) => {
		const invalid = await sendUpdate(sandbox, sandbox.addCustomer(), { email: 'nobody' });
		const unknown = await sendUpdate(sandbox, sandbox.unusedCustomerId(), {});
		expect(namesOf(invalid.body)).toEqual(describedNames('InvalidRequestError'));
		expect(namesOf(unknown.body)).toEqual(describedNames('CustomerNotFoundError'));
	});
});
