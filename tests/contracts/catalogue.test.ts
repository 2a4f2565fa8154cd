/** The suite checks itself: what the interactions of `contracts/` promise, and that the committed pact holds just them. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { states, steeringFields } from '../../contracts/states';
import { isObject, property } from '../../src/json/json';
import { child, type Pointer } from '../../src/json/pointer';
import { loadSpec, type Spec } from '../../src/openapi/spec';
import { loadCatalogue } from '../../src/record/catalogue';
import { projectRoot } from '../support/cli';

interface Rules {
	readonly matchingRules?: Record<string, Record<string, { matchers: { match: string; min?: number }[] }>>;
}

const interactions = [...loadCatalogue().values()].flat();
let spec: Spec;
beforeAll(async () => {
	spec = await loadSpec(join(projectRoot, 'spec', 'openapi.yaml'));
});

test('the operation files are found without being registered', () => {
	expect([...loadCatalogue().keys()]).toEqual(['update-customer.ts']);
});

test('every documented outcome of an update is relied on', () => {
	const count = (status: number) => interactions.filter((each) => each.response.status === status).length;
	expect([count(200), count(400), count(404)]).toEqual([3, 2, 1]);
});

test('descriptions are unique', () => {
	const descriptions = interactions.map((each) => each.description);
	expect(new Set(descriptions).size).toBe(descriptions.length);
});

test.each(interactions.map((each) => [each.description, each] as const))('%s', (description, interaction) => {
	// In the present tense, third person: "changes …", "is refused …".
	expect(description).toMatch(/^(is|[a-z]+s) \S/);
	const operation = spec.operations.operations.find((each) => each.name === interaction.operationId);
	expect(operation).toBeDefined();
	expect(Object.values(states)).toContain(interaction.given);
	const documented = property(
		spec.document.follow(child(operation?.pointer ?? '', 'responses')).value,
		String(interaction.response.status),
	);
	expect(documented).toBeDefined();
});

test('every state says what it means and what it supplies', () => {
	for (const { name, meaning, parameters } of Object.values(states)) {
		expect(name).toMatch(/^[a-z]/);
		expect(meaning).toMatch(/\.$/);
		expect(Object.keys(parameters).length).toBeGreaterThan(0);
	}
});

test('no two updates store the same value: at a provider with one customer for all, the second would prove nothing', () => {
	const accepted = interactions.filter(({ response }) => response.status === 200);
	const stored = accepted.flatMap(({ body }) => Object.entries(body ?? {}).map((field) => JSON.stringify(field)));
	expect(stored.filter((field, index) => stored.indexOf(field) !== index)).toEqual([]);
});

test('one interaction sends every field that the request allows and that steers nothing, nested ones included', () => {
	const full = interactions.find((each) => each.description === 'changes every field that does not steer the sandbox');
	const schema = '/paths/~1v2~1customers~1{customer_id}/post/requestBody/content/application~1json/schema';
	const allowed = fieldsIn(schema).filter((each) => !steeringFields.some((field) => field === each));
	expect(fieldsOf(full?.body).sort()).toEqual(allowed.sort());
});

test('no update that is accepted steers the sandbox: its applications are found by phone, last names decide outcomes', () => {
	const accepted = interactions.filter((each) => each.response.status < 300);
	const steering = accepted.filter(({ body }) => steeringFields.some((field) => property(body, field) !== undefined));
	expect({ accepted: accepted.length > 0, steering }).toEqual({ accepted: true, steering: [] });
});

test('what proves a state changes nothing, and its path takes what the state supplies', () => {
	for (const { proof, parameters } of Object.values(states)) {
		const operation = spec.operations.operations.find((each) => each.name === proof.operationId);
		const names = [...(operation?.path ?? '').matchAll(/\{([^}]+)\}/g)].map(([, name]) => name);
		expect({ body: proof.body, names }).toEqual({ body: {}, names: Object.keys(parameters) });
	}
});

test('the committed pact holds just these interactions', async () => {
	const text = await readFile(join(projectRoot, 'pacts', 'imprint-client-imprint.json'), 'utf8');
	const pact = JSON.parse(text) as { interactions: { description: string }[] };
	const sorted = (descriptions: string[]) => [...descriptions].sort();
	expect(sorted(pact.interactions.map((each) => each.description))).toEqual(
		sorted(interactions.map((each) => each.description)),
	);
});

test('no matcher is of the kind that checks nothing', async () => {
	const text = await readFile(join(projectRoot, 'pacts', 'imprint-client-imprint.json'), 'utf8');
	const pact = JSON.parse(text) as { interactions: { request: Rules; response: Rules }[] };
	for (const { request, response } of pact.interactions) {
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

test('no test data could be a person: reserved domains and numbers only', async () => {
	const text = JSON.stringify(interactions.map((each) => [each.body, each.response]));
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
