/**
 * `merge`: makes the contract of all shards, with the bytes that one machine would have recorded. Replaces `pacts/` only
 * when every shard is there, each recorded from what stands here.
 */
import { join } from 'node:path';
import { type Finding, finding } from '../exchange/finding';
import { InputError } from '../json/input-error';
import type { JsonObject } from '../json/json';
import { parsePact } from '../pact/pact-file';
import { loadCatalogue } from './catalogue';
import { mergePacts } from './merge';
import { replacePacts } from './pact-folder';
import { duplicated, missing, type Recording } from './record';
import { shardText } from './shard';
import { type RecordedShard, readShard, shardFoldersIn } from './shard-folder';
import { digestOfSources } from './sources';

export interface MergedShards extends Recording {
	/** How many shards there are. */
	readonly shards: number;
}

/** Throws {@link InputError} where a folder cannot be used; `pacts` is the folder of the pacts. */
export async function mergeShards(folders: readonly string[], pacts: string): Promise<MergedShards> {
	const found: RecordedShard[] = [];
	for (const folder of folders) {
		for (const each of await shardFoldersIn(folder)) found.push(await readShard(each));
	}
	const shards = onceEach(found);
	await refuseOtherSources(found);
	const findings = incomplete(shards);
	const merge = mergePacts(interactionsOf(shards));
	if (findings.length === 0) {
		findings.push(...merge.duplicates.map(duplicated), ...missing([...loadCatalogue().values()].flat(), merge.pacts));
	}
	if (findings.length > 0) return { shards: shards.length, findings, pacts: [], changed: [] };
	const files = merge.pacts.map(({ name, text }) => parsePact(join(pacts, name), text));
	return { shards: shards.length, pacts: files, ...(await replacePacts(pacts, merge.pacts, 'always', 'merge')) };
}

/** Throws {@link InputError} where the shards are not those of one division. */
function onceEach(found: readonly RecordedShard[]): RecordedShard[] {
	const shards = new Map<number, RecordedShard>();
	for (const each of found) {
		const [first] = shards.values();
		if (first && first.shard.of !== each.shard.of) {
			const [one, other] = [first, each].map(({ folder, shard }) => `${folder} is ${shardText(shard)}`);
			throw new InputError(`The shards are not parts of one whole: ${one}, ${other}. Name those of one division only.`);
		}
		const same = shards.get(each.shard.number);
		if (same && same.text !== each.text) {
			const both = `${same.folder} and ${each.folder}`;
			throw new InputError(
				`The shard ${shardText(each.shard)} is there twice, and not the same: ${both}. Name the right one only.`,
			);
		}
		shards.set(each.shard.number, each);
	}
	return [...shards.values()];
}

async function refuseOtherSources(shards: readonly RecordedShard[]): Promise<void> {
	const here = await digestOfSources();
	const other = shards.find(({ sources }) => sources !== here);
	if (!other) return;
	throw new InputError(
		`The shard in ${other.folder} was not recorded from what stands here: contracts/, tests/consumer/, the description, or what records them, differ. Merge it on the commit that it was recorded on, or record it again on this one.`,
	);
}

function incomplete(shards: readonly RecordedShard[]): Finding[] {
	const of = shards[0]?.shard.of ?? 0;
	const present = new Set(shards.map(({ shard }) => shard.number));
	const absent = Array.from({ length: of }, (_, index) => index + 1).filter((number) => !present.has(number));
	return absent.map((number) => {
		const shard = shardText({ number, of });
		const message = `A shard is missing, so the contract would lack its part and nothing was replaced. Name its folder too, or record it with --shard ${shard}: "${shard}"`;
		return finding({ code: 'shard.incomplete', message, detail: shard });
	});
}

/** One part for each interaction. One that stands in several shards, since a test of its own recorded it, is one. */
function interactionsOf(shards: readonly RecordedShard[]): JsonObject[] {
	const parts = shards
		.flatMap(({ pacts }) => pacts)
		.flatMap(({ consumer, provider, interactions }) =>
			Array.isArray(interactions)
				? interactions.map(
						(each): JsonObject => ({ consumer: consumer ?? null, provider: provider ?? null, interactions: [each] }),
					)
				: [],
		);
	return [...new Map(parts.map((part) => [JSON.stringify(part), part])).values()];
}
