/**
 * Merges pact files of one interaction each into one pact per consumer and provider. The bytes depend on the interactions
 * alone: not on their order, the number of workers, or the versions of Pact's libraries.
 */
import { createHash } from 'node:crypto';
import { isObject, type Json, type JsonObject, property } from '../json/json';

export interface MergedPact {
	/** `consumer-provider.json` */
	readonly name: string;
	readonly text: string;
	/** By {@link identityOf}. */
	readonly identities: readonly string[];
}

export interface Merge {
	readonly pacts: readonly MergedPact[];
	/** Descriptions that were recorded more than once with the same provider state. */
	readonly duplicates: readonly string[];
}

/** Merges parsed pact files of specification 4. */
export function mergePacts(parts: readonly JsonObject[]): Merge {
	const groups = new Map<string, { part: JsonObject; interactions: JsonObject[] }>();
	for (const part of parts) {
		const name = `${nameOf(part, 'consumer')}-${nameOf(part, 'provider')}`;
		const group = groups.get(name) ?? { part, interactions: [] };
		groups.set(name, group);
		const list = property(part, 'interactions');
		if (Array.isArray(list)) group.interactions.push(...list.filter(isObject));
	}
	const duplicates: string[] = [];
	const pacts = [...groups].sort(byFirst).map(([name, { part, interactions }]): MergedPact => {
		const sorted = interactions.map((each) => [identityIn(each), each] as const).sort(byFirst);
		for (const [index, [identity, interaction]] of sorted.entries()) {
			if (sorted[index - 1]?.[0] === identity) duplicates.push(String(interaction.description));
		}
		const pact: JsonObject = {
			consumer: part.consumer ?? null,
			provider: part.provider ?? null,
			interactions: sorted.map(([, interaction]) => sortKeys(interaction)),
		};
		const sealed = {
			...pact,
			metadata: { pactSpecification: { version: '4.0' }, recorded: { digest: digestOf(pact) } },
		};
		return {
			name: `${name.replaceAll(/[^\w.-]+/g, '_')}.json`,
			text: `${JSON.stringify(sealed, null, 2)}\n`,
			identities: sorted.map(([identity]) => identity),
		};
	});
	return { pacts, duplicates };
}

/** Whether a pact is as `contract record` wrote it. */
export function isAsRecorded(pact: JsonObject): boolean {
	const digest = property(property(pact.metadata, 'recorded'), 'digest');
	return digest !== undefined && digest === digestOf(pact);
}

function digestOf({ consumer, provider, interactions }: JsonObject): string {
	const content = JSON.stringify([consumer, provider, interactions]);
	return createHash('sha256').update(content).digest('hex').slice(0, 16);
}

/** Pact distinguishes interactions by description and provider states. */
export const identityOf = (description: string, states: readonly string[]): string =>
	JSON.stringify([description, ...states]);

function identityIn(interaction: JsonObject): string {
	const states = Array.isArray(interaction.providerStates) ? interaction.providerStates : [];
	return identityOf(
		String(interaction.description),
		states.map((state: Json) => String(property(state, 'name'))),
	);
}

function sortKeys(value: Json): Json {
	if (Array.isArray(value)) return value.map(sortKeys);
	if (!isObject(value)) return value;
	return Object.fromEntries(
		Object.entries(value)
			.sort(byFirst)
			.map(([key, each]) => [key, sortKeys(each)]),
	);
}

const nameOf = (part: JsonObject, party: 'consumer' | 'provider'): string =>
	String(property(part[party], 'name') ?? '');

/** By code units: the same order in every locale. */
const byFirst = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number =>
	a < b ? -1 : a > b ? 1 : 0;
