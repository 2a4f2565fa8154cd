/** The example of docs/diff.md: a spec with ten changes, and what the command prints. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../support/cli';
import { contractInProcess } from '../support/in-process';

const withoutTime = (text: string) => text.replace(/\d+\.\d+ s/g, '… s');

test('docs/diff.md has what is printed for the ten changes', async () => {
	const page = readFileSync(join(projectRoot, 'docs', 'diff.md'), 'utf8');
	const [, line = '', shown = ''] = /^\$ contract (.*)\n([\s\S]*?)\n```/m.exec(page) ?? [];
	const { code, stdout, report } = await contractInProcess(line.split(' '), { cwd: projectRoot });
	expect([code, report?.changes?.length]).toEqual([1, 10]);
	expect(withoutTime(stdout.trimEnd())).toBe(withoutTime(shown));
});
