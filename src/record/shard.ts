/**
 * How the consumer tests are divided among machines: the interactions of `contracts/` in turn, so that the parts are
 * even, and any other one by its name. The parts are together the whole, and two interactions that cannot be told apart
 * are in the same part, where that is seen.
 */
import { createHash } from 'node:crypto';
import type { Interaction } from '../../contracts/interaction';
import type { Shard } from '../commands/arguments';
import { identityOf } from './merge';

type Named = Pick<Interaction, 'description' | 'given'>;

/** Whether `shard` records the interaction. */
export function isInShard(interaction: Named, catalogue: readonly Named[], { number, of }: Shard): boolean {
	const identity = identityIn(interaction);
	const place = catalogue.findIndex((each) => identityIn(each) === identity);
	return (place === -1 ? anyNumber(identity) : place) % of === number - 1;
}

const identityIn = ({ description, given }: Named) => identityOf(description, [given.name]);

const anyNumber = (text: string) => createHash('sha256').update(text).digest().readUInt32BE();

/** As `CONTRACT_SHARD` has it: `1/3`. */
export const shardText = ({ number, of }: Shard) => `${number}/${of}`;

/** The shard in a text that {@link shardText} wrote. */
export function shardIn(text: string): Shard {
	const [number, of] = text.split('/').map(Number);
	return { number: number ?? Number.NaN, of: of ?? Number.NaN };
}
