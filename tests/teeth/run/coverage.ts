/** The mutants of the fields by the coverage of their place: who has to notice a fault where the contract relies, and where not. */
import { join } from 'node:path';
import { Coverage } from '../../../src/coverage/coverage';
import type { State } from '../../../src/coverage/place';
import { type Json, property } from '../../../src/json/json';
import { loadSpec } from '../../../src/openapi/spec';
import { readPact } from '../../../src/pact/pact-file';
import { projectRoot } from '../../../src/system/project';
import { deriveMutants, takeSamples } from '../derive/derive';
import type { Mutant } from '../mutant';
import { startHonest } from './honest';

export interface Placed {
	readonly mutant: Mutant;
	readonly state: State;
	/** The matchers at the place, and above it, in the interactions that rely on it. */
	readonly matchers: readonly string[];
}

/** The mutants of our own spec and pact that are at a field, each with the state of the field. */
export async function placedMutants(): Promise<Placed[]> {
	const spec = await loadSpec(join(projectRoot, 'spec/openapi.yaml'));
	const { interactions, json } = await readPact(join(projectRoot, 'pacts/imprint-client-imprint.json'));
	const written = json.interactions as readonly Json[];
	const coverage = new Coverage(spec);
	const exchanges = interactions.flatMap((each) => (each.kind === 'http' ? [each.exchange] : []));
	for (const each of exchanges) coverage.expect(each);
	const honest = await startHonest();
	try {
		const provider = { invite: honest.invite, ask: honest.askWithKey };
		for (const { number, status, body } of await takeSamples(spec, written, provider)) {
			const exchange = exchanges[number];
			if (!exchange) continue;
			const { interaction, places, request } = exchange;
			const headers = [['Content-Type', 'application/json']] as const;
			coverage.see({
				interaction,
				places,
				request,
				response: { status, headers, body: { kind: 'json', value: body } },
			});
		}
		const fields = coverage.places.filter(({ name }) => name.kind === 'responseField');
		return (await deriveMutants(spec, written, provider)).flatMap((mutant): Placed[] => {
			const { status, instance } = mutant.place ?? {};
			const field = fields.find(({ name }) => name.status === String(status) && name.instance === instance);
			if (!field || instance === undefined) return [];
			const matchers = field.by.flatMap(({ index }) => matchersAt(written[index], instance));
			return [{ mutant, state: field.state, matchers: [...new Set(matchers)] }];
		});
	} finally {
		await honest.close();
	}
}

function matchersAt(interaction: Json | undefined, instance: string): string[] {
	const rules = property(property(property(interaction, 'response'), 'matchingRules'), 'body');
	return Object.entries(typeof rules === 'object' && rules !== null ? rules : {}).flatMap(([path, rule]) => {
		const place = path.slice(1).replaceAll('.', '/');
		if (instance !== place && !instance.startsWith(`${place}/`)) return [];
		const matchers = property(rule, 'matchers');
		return (Array.isArray(matchers) ? (matchers as Json[]) : []).map(
			(each) => `${path} ${String(property(each, 'match'))}`,
		);
	});
}

/** Who has to notice the fault. */
export function watchersOf({ expected }: Mutant): 'both' | 'Pact alone' | 'spec alone' | 'loose' | 'harmless' {
	if (expected.outcome !== 'caught') return expected.outcome;
	const by = expected.by === 'anybody' ? ['Pact', 'spec'] : expected.by;
	if (!by.includes('Pact')) return 'spec alone';
	return by.includes('spec') ? 'both' : 'Pact alone';
}
