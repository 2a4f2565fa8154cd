/**
 * Every body that our consumer tests recorded is one that Imprint's spec describes: ajv, compiled from the components of
 * the spec, judges each request and each response in `pacts/`. A request that is there to be refused breaks its schema.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadSpec, type Spec } from '../../src/openapi/spec';

interface Message {
	readonly body?: { readonly content: unknown; readonly contentType: string };
}
interface Interaction {
	readonly description: string;
	readonly request: Message & { readonly method: string; readonly path: string };
	readonly response: Message & { readonly status: number };
}

const root = join(__dirname, '..', '..');
const interactions = readdirSync(join(root, 'pacts'))
	.filter((name) => name.endsWith('.json'))
	.map((name) => JSON.parse(readFileSync(join(root, 'pacts', name), 'utf8')) as { interactions: Interaction[] })
	.flatMap((pact) => pact.interactions);

const named = (of: (interaction: Interaction) => boolean) =>
	interactions.filter(of).map((each) => [each.description, each] as const);
const isRefused = ({ response }: Interaction) => response.status === 400;

let spec: Spec;
beforeAll(async () => {
	const overlays = [join(root, 'spec', 'promises.overlay.yaml')];
	spec = await loadSpec(join(root, 'spec', 'openapi.yaml'), { overlays });
});

/** The places of a body that its schema does not allow. */
function faultsIn(part: 'request' | 'response', { request, response }: Interaction): string[] {
	const { pointer = '' } = spec.operations.find(request.method, request.path)?.operation ?? {};
	const place = part === 'request' ? 'requestBody' : `responses/${response.status}`;
	const { content, contentType } = (part === 'request' ? request : response).body ?? { contentType: '' };
	const schema = `${pointer}/${place}/content/${contentType.replace('/', '~1')}/schema`;
	// An interaction names the fields that we rely on; the response of a provider may have more.
	const reading = part === 'request' ? 'request' : 'possible';
	return spec.validator.faults(reading, schema, content).map(({ instance, keyword }) => `${instance}: ${keyword}`);
}

describe('a request that Imprint is to accept is as the spec has it', () => {
	test.each(named((each) => !isRefused(each)))('%s', (_, each) => {
		expect(faultsIn('request', each)).toEqual([]);
	});
});

describe('a request that Imprint is to refuse breaks the spec in one place', () => {
	const places: Record<string, string> = {
		'is refused for a malformed e-mail': '/email: format',
		'is refused for a phone number outside the pattern': '/phone: pattern',
	};
	test.each(named(isRefused))('%s', (description, each) => {
		expect(faultsIn('request', each)).toEqual([places[description]]);
	});
});

describe('a response that we rely on is one that the spec allows', () => {
	test.each(named(() => true))('%s', (_, each) => {
		expect(faultsIn('response', each)).toEqual([]);
	});
});

test('none of this passes empty', () => {
	expect(interactions.length).toBeGreaterThan(0);
});
