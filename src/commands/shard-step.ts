/** The step record of one shard: says what it recorded and where it is. */
import { counted } from '../json/text';
import type { ShardOptions } from '../record/record-shard';
import type { Progress } from './progress';
import { note, recordedIn, type StepResult } from './steps';

export async function shardStep(options: ShardOptions, progress: Progress): Promise<StepResult> {
	const started = performance.now();
	const { number, of } = options.shard;
	progress.say(`record: the client against the contract, shard ${number} of ${of}`);
	const { recordShard } = await import('../record/record-shard');
	const { findings, pacts } = await recordShard(options);
	// The file of a shard may hold several pacts; an interaction is told by its place among all of them.
	const judged = recordedIn(pacts, options.spec).map((each, index) => ({ ...each, ref: { ...each.ref, index } }));
	const outcome = findings.length > 0 ? 'nothing written' : `shard ${number} of ${of} written to ${options.folder}`;
	const sentence = `client with contract: ${counted(judged.length, 'interaction')} recorded, ${outcome}`;
	return {
		judged,
		findings,
		note: note('record', started, sentence),
		notes: [],
		// Where there are more shards than interactions, some have none.
		judgesNone: true,
	};
}
