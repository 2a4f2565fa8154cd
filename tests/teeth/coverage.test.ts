/** Who notices a fault in a field, by its coverage: the table of docs/teeth.md, and what Pact misses where the contract relies. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../support/cli';
import { type Placed, placedMutants, watchersOf } from './run/coverage';

const watchers = ['both', 'Pact alone', 'spec alone', 'loose', 'harmless'] as const;

let all: readonly Placed[] = [];
beforeAll(async () => {
	all = await placedMutants();
});

test('the table of docs/teeth.md', () => {
	const count = (state: string, who: string) =>
		all.filter((each) => each.state === state && watchersOf(each.mutant) === who).length;
	const rows = ['relied', 'seen', 'unused'].map(
		(state) => `| \`${state}\` | ${watchers.map((who) => count(state, who)).join(' | ')} |`,
	);
	expect(all.length).toBeGreaterThan(200);
	expect(readFileSync(join(projectRoot, 'docs/teeth.md'), 'utf8')).toContain(rows.join('\n'));
});

test('what Pact misses at a relied place is left open by a matcher there, and is listed in docs/teeth.md', () => {
	const missed = all.filter(
		({ mutant, state }) => state === 'relied' && ['spec alone', 'loose'].includes(watchersOf(mutant)),
	);
	const lines = missed.map(({ mutant, matchers }) => `- \`${mutant.name}\`: \`${matchers.join('`, `')}\``);
	expect(missed.filter(({ matchers }) => matchers.length === 0)).toEqual([]);
	expect(readFileSync(join(projectRoot, 'docs/teeth.md'), 'utf8')).toContain(lines.join('\n'));
});
