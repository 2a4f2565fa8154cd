/** What our use of `updateCustomer` and the recorded contract promise of each other and of the spec. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import config from '../../contract.config';
import { updateCustomer } from '../../contracts/update-customer';
import { isObject, property } from '../../src/json/json';
import { child, type Pointer } from '../../src/json/pointer';
import { loadSpec, type Spec } from '../../src/openapi/spec';
import { projectRoot } from '../support/cli';

interface Rules {
	readonly matchingRules?: Record<string, Record<string, { matchers: { match: string; min?: number }[] }>>;
}
interface Interaction {
	readonly description: string;
	readonly comments: { readonly testname: string };
	readonly providerStates: readonly { readonly name: string }[];
	readonly request: Rules & { readonly body: { readonly content: object } };
	readonly response: Rules & { readonly status: number; readonly body: { readonly content: object } };
}

const file = join(projectRoot, 'pacts', 'imprint-client-imprint.json');
const { interactions } = JSON.parse(readFileSync(file, 'utf8')) as { readonly interactions: readonly Interaction[] };
const accepted = interactions.filter(({ response }) => response.status < 300);
const { leaveAlone = [] } = config.provider;

let spec: Spec;
let operation: Pointer;
beforeAll(async () => {
	spec = await loadSpec(join(projectRoot, 'spec', 'openapi.yaml'));
	operation = spec.operations.operations.find(({ name }) => name === updateCustomer.operationId)?.pointer ?? '';
});

test('each documented status has an outcome, and an interaction relies on it', () => {
	const documented = Object.keys(spec.document.follow(child(operation, 'responses')).value ?? {}).sort();
	expect(Object.keys(updateCustomer.outcomes).sort()).toEqual(documented);
	expect([...new Set(interactions.map(({ response }) => String(response.status)))].sort()).toEqual(documented);
});

test('the use calls the operation', async () => {
	const client = { updateCustomer: async (...args: unknown[]) => args };
	const call = updateCustomer.call as (client: unknown, input: object) => Promise<unknown>;
	expect(await call(client, { customerId: 'a', update: { email: 'b' } })).toEqual(['a', { email: 'b' }]);
});

test.each(interactions.map((each) => [each.description, each] as const))('%s', (description, interaction) => {
	// In the present tense, third person: "changes …", "is refused …".
	expect(description).toMatch(/^(is|[a-z]+s) \S/);
	expect(interaction.comments.testname).toBe(description);
	for (const { name } of interaction.providerStates) expect(Object.keys(config.provider.states ?? {})).toContain(name);
});

test('no two updates store the same value: at a provider with one customer for all, the second would prove nothing', () => {
	const stored = accepted.flatMap(({ request }) =>
		Object.entries(request.body.content).map((field) => JSON.stringify(field)),
	);
	expect(stored.filter((field, index) => stored.indexOf(field) !== index)).toEqual([]);
});

test('one interaction sends every field that the request allows and that steers nothing, nested ones included', () => {
	const full = interactions.find((each) => each.description === 'changes every field that does not steer the sandbox');
	const allowed = fieldsIn(child(operation, 'requestBody', 'content', 'application/json', 'schema'));
	expect(fieldsOf(full?.request.body.content).sort()).toEqual(
		allowed.filter((each) => !leaveAlone.includes(each)).sort(),
	);
});

test('no update that is accepted steers the sandbox: its applications are found by phone, last names decide outcomes', () => {
	const steering = accepted.filter(({ request }) => leaveAlone.some((field) => field in request.body.content));
	expect({ accepted: accepted.length > 0, steering }).toEqual({ accepted: true, steering: [] });
});

test('no matcher is of the kind that checks nothing', () => {
	for (const { request, response } of interactions) {
		// The body is sent and matched as it is; the path is held by a pattern beside its generator.
		expect(Object.keys(request.matchingRules ?? {}).sort()).toEqual(['path']);
		const rules = Object.entries(response.matchingRules?.body ?? {});
		for (const [place, { matchers }] of rules) {
			// A matcher at the root would loosen every field below it; a list of at least none may be empty.
			expect(place).not.toBe('$');
			for (const matcher of matchers) expect(matcher).not.toMatchObject({ min: 0 });
		}
		const loose = rules.filter(([, { matchers }]) =>
			matchers.every((each) => each.match === 'type' && each.min === undefined),
		);
		expect(loose.map(([place]) => place).filter((place) => place !== '$.id' && place !== '$.message')).toEqual([]);
	}
});

test('no test data could be a person: reserved domains and numbers only', () => {
	const text = JSON.stringify(interactions.map(({ request, response }) => [request.body, response.body]));
	for (const [address] of text.matchAll(/[\w.+-]+@[\w.-]+/g)) expect(address).toMatch(/@example\.com$/);
	for (const [number] of text.matchAll(/\+1\d{10}/g)) expect(number).toMatch(/^\+1\d{3}55501\d\d$/);
});

/** The paths of all leaves and open maps of a value: `customer_history.address.city`. */
function fieldsOf(value: unknown, prefix = ''): string[] {
	if (!isObject(value) || prefix === 'metadata') return [prefix];
	return Object.entries(value).flatMap(([key, member]) => fieldsOf(member, prefix === '' ? key : `${prefix}.${key}`));
}

/** The same of a schema. */
function fieldsIn(pointer: Pointer, prefix = ''): string[] {
	const { pointer: place, value } = spec.document.follow(pointer);
	const properties = property(value, 'properties');
	if (!isObject(properties)) return [prefix];
	return Object.keys(properties).flatMap((key) =>
		fieldsIn(child(place, 'properties', key), prefix === '' ? key : `${prefix}.${key}`),
	);
}
