/** The mutants do their work: on a rule with a weak test, `tools/mutants.mjs` names what the test does not see. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from '../support/cli';

function mutants(equivalents: 'none' | 'bound' | 'stale' | 'caught', ...options: readonly string[]) {
	const project = join(__dirname, 'mutants', 'project.mjs');
	const script = join(projectRoot, 'tools', 'mutants.mjs');
	const { status, stdout, stderr } = spawnSync(process.execPath, [script, '--project', project, ...options], {
		env: { ...process.env, EQUIVALENTS: equivalents },
		encoding: 'utf8',
	});
	return { status, lines: stdout.split('\n').filter(Boolean), stderr };
}

const living = [
	'fare.ts:3: survived: number one more: 0 → 1',
	'fare.ts:3: survived: bound moved: distance <= 0 → distance < 0',
	'fare.ts:4: survived: condition never holds: isChild → false',
	'fare.ts:4: not reached: number one more: 1 → 2',
];

test('tells which mutants a weak test lets live, and is red below the score that is asked for', () => {
	const counts = '5 of 9 caught, 3 survived, 1 not reached, 0 equivalent';
	expect(mutants('none')).toEqual({
		status: 1,
		lines: [`fare.ts  55.5 %  ${counts}`, ...living, `mutants: 55.5 % caught; ${counts}; to be reached: 60 %`],
		stderr: '',
	});
});

test('does not count what is said to change nothing', () => {
	const counts = '5 of 8 caught, 2 survived, 1 not reached, 1 equivalent';
	const { status, lines } = mutants('bound');
	expect(status).toBe(0);
	expect(lines[2]).toBe(
		'fare.ts:3: equivalent, because for the sake of the test: bound moved: distance <= 0 → distance < 0',
	);
	expect(lines.at(-1)).toBe(`mutants: 62.5 % caught; ${counts}; to be reached: 60 %`);
});

test('refuses what is said to change nothing and is not there, or is caught', () => {
	expect(mutants('stale')).toEqual({
		status: 2,
		lines: [],
		stderr:
			'mutants: no mutant fits the entry for fare.ts, "bound moved", distance <= 7. Take it from the list of equivalents\n',
	});
	expect(mutants('caught')).toMatchObject({
		status: 1,
		stderr:
			'mutants: a test catches fare.ts:3, "condition always holds", distance <= 0. Take it from the list of equivalents\n',
	});
});

test('judges every so-manieth mutant, or those of some files', () => {
	expect(mutants('none', '--sample', '4').lines.at(-1)).toMatch(/^mutants: 66\.6 % caught; 2 of 3 caught/);
	expect(mutants('none', 'fare.ts').lines).toHaveLength(6);
	expect(mutants('none', 'none.ts')).toEqual({
		status: 2,
		lines: [],
		stderr: 'mutants: there is no mutant to judge in none.ts\n',
	});
});
