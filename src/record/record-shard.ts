/** `record --shard`: records the part of one machine into a folder of its own; `pacts/` is not touched. */
import { join } from 'node:path';
import type { Shard } from '../commands/arguments';
import type { Finding } from '../exchange/finding';
import type { Spec } from '../openapi/spec';
import { type PactFile, parsePact } from '../pact/pact-file';
import { runAndMerge } from './record';
import { shardFile, tryShardFolder, writeShard } from './shard-folder';
import { digestOfSources } from './sources';

export interface ShardOptions {
	readonly shard: Shard;
	/** The folder that takes the shard; made where there is none. */
	readonly folder: string;
	readonly spec: Spec;
	readonly workers: number | undefined;
}

export interface ShardRecording {
	/** Where there are any, nothing was written. */
	readonly findings: readonly Finding[];
	readonly pacts: readonly PactFile[];
}

/** Throws `InputError` where the folder cannot take the shard; that is found out before the tests are run. */
export async function recordShard({ shard, folder, spec, workers }: ShardOptions): Promise<ShardRecording> {
	await tryShardFolder(folder);
	const sources = await digestOfSources();
	const { findings, pacts } = await runAndMerge(spec, workers, shard);
	if (findings.length > 0) return { findings, pacts: [] };
	await writeShard(folder, shard, sources, pacts);
	return { findings, pacts: pacts.map(({ text }) => parsePact(join(folder, shardFile), text)) };
}
