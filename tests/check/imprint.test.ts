/** The recorded contracts agree with Imprint's spec, and a contract that is changed by hand does not. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { check } from '../../src/check/check';
import type { Finding } from '../../src/exchange/finding';
import { loadSpec, type Spec } from '../../src/openapi/spec';
import { type PactFile, parsePact } from '../../src/pact/pact-file';
import { withPositions } from '../../src/report/positions';
import { locatedIn } from '../support/sources';

const project = join(__dirname, '..', '..');
const pacts = readdirSync(join(project, 'pacts')).filter((name) => name.endsWith('.json'));

let spec: Spec;
beforeAll(async () => {
	spec = await loadSpec(join(project, 'spec', 'openapi.yaml'));
});

function findingsIn(pact: PactFile): Promise<Finding[]> {
	const exchanges = pact.interactions.flatMap((each) => (each.kind === 'http' ? [each.exchange] : []));
	const findings = exchanges.flatMap((exchange) => check(frozen(exchange), spec, 'contract').findings);
	return withPositions(findings, locatedIn([pact]), spec);
}

/** Frozen through and through: whoever writes to it throws, for these files are in strict mode. */
function frozen<T>(value: T): T {
	if (typeof value === 'object' && value !== null && !ArrayBuffer.isView(value)) {
		for (const member of Object.values(value)) frozen(member);
		Object.freeze(value);
	}
	return value;
}

test.each(pacts)('%s agrees with the spec, and judging does not change it', async (name) => {
	const pact = parsePact(name, readFileSync(join(project, 'pacts', name), 'utf8'));
	const before = structuredClone(pact.interactions);
	expect(pact.interactions.every((each) => each.kind === 'http')).toBe(true);
	expect((await findingsIn(pact)).filter((each) => each.severity === 'error')).toEqual([]);
	expect(pact.interactions).toEqual(before);
});

interface Message {
	headers: Record<string, string[]>;
	body: { content: Record<string, unknown> };
}
interface Interaction {
	description: string;
	request: Message & { path: string; method: string };
	response: Message & { status: number };
}

describe('a contract edited by hand', () => {
	/** The recorded update of a customer, changed; the only interaction of its pact, so all findings are its own. */
	async function changed(
		change: (interaction: Interaction) => void,
	): Promise<{ finding: Finding | undefined; line: string }> {
		const all = pacts.flatMap((name) => {
			const json = JSON.parse(readFileSync(join(project, 'pacts', name), 'utf8')) as { interactions: Interaction[] };
			return json.interactions.map((interaction) => ({ json, interaction }));
		});
		const found = all.find(({ interaction }) => interaction.response.status === 200);
		if (!found) throw new Error('no contract expects a 200');
		change(found.interaction);
		const text = JSON.stringify({ ...found.json, interactions: [found.interaction] }, null, 2);
		const findings = await findingsIn(parsePact('pacts/changed.json', text));
		expect(findings).toHaveLength(1);
		const [finding] = findings;
		const { line = 0, column = 0 } = finding?.at ?? {};
		return { finding, line: (text.split('\n')[line - 1] ?? '').slice(column - 1) };
	}
	const inBody = (part: object) => (interaction: Interaction) => {
		Object.assign(interaction.response.body.content, part);
	};

	test('month 13', async () => {
		const { finding, line } = await changed(inBody({ date_of_birth: { year: 1990, month: 13, day: 1 } }));
		expect(finding).toMatchObject({
			code: 'response.body.invalid',
			title: 'Expected response body /date_of_birth/month: expected at most 12, received 13.',
			fix: [
				'Correct what the consumer test expects.',
				`Update ${join(project, 'spec', 'openapi.yaml')} if the API has changed.`,
			],
			received: '13',
			allowed: 'at most 12',
			operation: 'updateCustomer',
			status: 200,
			instance: '/date_of_birth/month',
			at: { file: 'pacts/changed.json', pointer: '/interactions/0/response/body/content/date_of_birth/month' },
			spec: { pointer: '/components/schemas/DateOfBirth/properties/month/maximum', line: 311, column: 20 },
		});
		expect(line).toBe('13,');
	});

	test.each<readonly [string, (interaction: Interaction) => void, Partial<Finding>, RegExp, string]>([
		[
			'emial',
			inBody({ emial: 'a@example.com' }),
			{ code: 'response.body.unknown', instance: '/emial' },
			/\/emial: the spec does not know this field/,
			'"a@example.com"',
		],
		[
			'a number for ssn4',
			inBody({ ssn4: 1234 }),
			{ code: 'response.body.invalid', instance: '/ssn4' },
			/\/ssn4: expected a string, received 1234/,
			'1234',
		],
		[
			'a malformed e-mail',
			inBody({ email: 'a' }),
			{ code: 'response.body.invalid', instance: '/email' },
			/\/email: expected a value of format email, received "a"/,
			'"a",',
		],
		[
			'a status that is ajar',
			inBody({ statuses: { Card: 'AJAR' } }),
			{ code: 'response.body.invalid', instance: '/statuses/Card' },
			/expected "OPEN" or "CLOSED", received "AJAR"/,
			'"AJAR"',
		],
		[
			'null',
			inBody({ phone: null }),
			{ code: 'response.body.invalid', instance: '/phone' },
			/\/phone: expected a string, received null/,
			'null',
		],
		[
			'status 201',
			({ response }) => {
				response.status = 201;
			},
			{ code: 'response.status.undocumented' },
			/status of updateCustomer: expected 200, .*, received 201/,
			'201',
		],
		[
			'another content type',
			({ response }) => {
				response.headers = { 'Content-Type': ['text/html'] };
			},
			{ code: 'response.content-type.undocumented' },
			/content type: expected application\/json, received text\/html/,
			'[',
		],
		[
			'another method',
			({ request }) => {
				request.method = 'PATCH';
			},
			{ code: 'request.operation.unknown' },
			/no operation for PATCH .*; at this path it has POST/,
			'"PATCH",',
		],
		[
			'another path',
			({ request }) => {
				request.path = '/v3/customers/1';
			},
			{ code: 'request.operation.unknown' },
			/no operation for POST \/v3\/customers\/1\. Correct the path/,
			'"/v3/customers/1"',
		],
		[
			'no credentials',
			({ request }) => {
				request.headers = { 'Content-Type': ['application/json'] };
			},
			{ code: 'request.security.unproven' },
			/there are no credentials for "bearerAuth" \(Authorization: bearer\); the spec does not declare "basicAuth"/,
			'{',
		],
		[
			'a malformed phone number',
			({ request }) => {
				request.body.content.phone = 'none';
			},
			{ code: 'request.body.invalid', instance: '/phone' },
			/Request body \/phone: expected a match of the pattern .*, received "none"/,
			'"none"',
		],
	])('%s', async (_, change, expected, words, place) => {
		const { finding, line } = await changed(change);
		expect(finding).toMatchObject(expected);
		expect(finding?.message).toMatch(words);
		expect(line.startsWith(place)).toBe(true);
	});

	test('metadata is open, and fewer fields than the spec are enough', async () => {
		const [name = ''] = pacts;
		const text = readFileSync(join(project, 'pacts', name), 'utf8');
		const json = JSON.parse(text) as { interactions: Interaction[] };
		for (const { response } of json.interactions) {
			if (response.status === 200) response.body.content = { metadata: { any: 'thing', at: { all: [] } } };
		}
		const errors = (await findingsIn(parsePact(name, JSON.stringify(json)))).filter(
			(each) => each.severity === 'error',
		);
		expect(errors).toEqual([]);
	});
});
