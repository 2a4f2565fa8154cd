/**
 * Merges recorded pact files into one pact per consumer and provider. The bytes depend on the interactions alone: not on
 * their order, the number of workers, or the versions of Pact's libraries.
 */
import { createHash } from 'node:crypto';
import { isObject, type Json, type JsonObject, property } from '../json/json';
import type { Recording } from './recordings';

export interface MergedPact {
	/** `consumer-provider.json` */
	readonly name: string;
	readonly text: string;
	/** By {@link identityIn}. */
	readonly identities: readonly string[];
}

export interface Merge {
	readonly pacts: readonly MergedPact[];
	/** Descriptions that were recorded more than once with the same provider states and another content. */
	readonly duplicates: readonly string[];
	/** Descriptions of interactions of another specification than the rest of their pact. */
	readonly clashes: readonly string[];
}

export function mergePacts(recordings: readonly Recording[]): Merge {
	const groups = new Map<string, Recording[]>();
	for (const each of recordings) {
		const name = `${nameOf(each.pact, 'consumer')}-${nameOf(each.pact, 'provider')}`;
		groups.set(name, [...(groups.get(name) ?? []), each]);
	}
	const [duplicates, clashes]: [string[], string[]] = [[], []];
	const pacts = [...groups].sort(byFirst).map(([name, group]): MergedPact => {
		const parts = inOneSpecification(group, clashes);
		const [first = {}] = parts;
		const interactions = mergeInteractions(parts, duplicates);
		const pact: JsonObject = {
			consumer: first.consumer ?? null,
			provider: first.provider ?? null,
			interactions: [...interactions.values()],
		};
		const metadata = { pactSpecification: { version: specificationOf(first) }, recorded: { digest: digestOf(pact) } };
		return {
			name: `${name.replaceAll(/[^\w.-]+/g, '_')}.json`,
			text: `${JSON.stringify({ ...pact, metadata }, null, 2)}\n`,
			identities: [...interactions.keys()],
		};
	});
	return { pacts, duplicates, clashes };
}

/** By identity. What was recorded twice with the same content is one interaction, with the name of one of its tests. */
function mergeInteractions(parts: readonly JsonObject[], duplicates: string[]): Map<string, Json> {
	const all = parts
		.flatMap(({ interactions }) => (Array.isArray(interactions) ? interactions.filter(isObject) : []))
		.map((each) => [identityIn(each), sortKeys(each)] as const)
		.map(([identity, each]) => [identity + JSON.stringify(each), identity, each] as const)
		.sort(byFirst);
	const merged = new Map<string, Json>();
	for (const [, identity, each] of all) {
		const before = merged.get(identity);
		if (before === undefined) merged.set(identity, each);
		else if (contentOf(before) !== contentOf(each)) duplicates.push(String(property(each, 'description')));
	}
	return merged;
}

/** Without comments, such as the name of the test. */
const contentOf = (interaction: Json) =>
	JSON.stringify(isObject(interaction) ? { ...interaction, comments: null } : null);

/**
 * Parts of several specifications are taken in specification 4, in which all of them were recorded as well. So are
 * messages: specification 4 has them among the interactions.
 */
function inOneSpecification(group: readonly Recording[], clashes: string[]): readonly JsonObject[] {
	const specifications = new Set(group.map(({ pact }) => specificationOf(pact)));
	if (specifications.size === 1 && group.every(({ pact }) => pact.messages === undefined))
		return group.map(({ pact }) => pact);
	return group.map(({ pact, inSpecification4 }) => {
		if (inSpecification4) return inSpecification4;
		if (!specificationOf(pact).startsWith('4')) clashes.push(...descriptionsIn(pact));
		return pact;
	});
}

const descriptionsIn = ({ interactions }: JsonObject): string[] =>
	Array.isArray(interactions) ? interactions.map((each) => String(property(each, 'description'))) : [];

const specificationOf = ({ metadata }: JsonObject): string =>
	String(property(property(metadata, 'pactSpecification'), 'version') ?? '4.0');

/** Whether a pact is as `contract record` wrote it. */
export function isAsRecorded(pact: JsonObject): boolean {
	const digest = property(property(pact.metadata, 'recorded'), 'digest');
	return digest !== undefined && digest === digestOf(pact);
}

function digestOf({ consumer, provider, interactions }: JsonObject): string {
	const content = JSON.stringify([consumer, provider, interactions]);
	return createHash('sha256').update(content).digest('hex').slice(0, 16);
}

/** Pact distinguishes interactions by description and provider states, with their parameters. */
export function identityIn(interaction: JsonObject): string {
	const { description, providerStates, providerState } = interaction;
	const single = providerState === undefined ? [] : [{ name: providerState }];
	const states = Array.isArray(providerStates) ? providerStates : single;
	const parts = states.flatMap((state): Json[] => {
		const params = property(state, 'params');
		return [property(state, 'name') ?? null, ...(params === undefined ? [] : [sortKeys(params)])];
	});
	return JSON.stringify([description ?? null, ...parts]);
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
const byFirst = ([a]: readonly [string, ...unknown[]], [b]: readonly [string, ...unknown[]]): number =>
	a < b ? -1 : a > b ? 1 : 0;
