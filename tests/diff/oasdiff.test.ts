/** The table of oasdiff's rules names fixtures that exist, and those of a response never for a request, nor the other way. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../support/cli';

const page = readFileSync(join(projectRoot, 'docs', 'diff-oasdiff.md'), 'utf8');
const rows = [...page.matchAll(/^\| `([^`]+)` \| (.*) \|.*\|$/gm)].map(([, rule = '', fixtures = '']) => ({
	rule,
	fixtures: [...fixtures.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name),
}));

test('each of the 213 rules once, with fixtures that exist', () => {
	expect(new Set(rows.map(({ rule }) => rule)).size).toBe(213);
	expect(rows).toHaveLength(213);
	const missing = rows
		.flatMap(({ fixtures }) => fixtures)
		.filter((name) => !existsSync(join(__dirname, 'fixtures', `${name}.yaml`)));
	expect(missing).toEqual([]);
});

test('a rule of one side has fixtures of that side', () => {
	const wrong = rows.filter(({ rule, fixtures }) =>
		fixtures.some((name) => /response/.test(rule) !== /^response-/.test(name) && !/^operation-/.test(name)),
	);
	expect(wrong).toEqual([]);
});
