/** docs/findings.md says what the code does: every code with its severity, and the shape of the JSON report. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { codes, type Finding, finding } from '../../gate/finding';
import { toJson } from '../../gate/report/json';
import { makeReport } from '../../gate/report/report';
import { projectRoot } from '../support/cli';

const text = readFileSync(join(projectRoot, 'docs', 'findings.md'), 'utf8');
const rows = text
	.slice(text.indexOf('## All codes'))
	.split('\n')
	.filter((line) => line.startsWith('| `'))
	.map((line) => line.split('|').map((cell) => cell.trim()));

describe('the table of codes', () => {
	it('has every code with its severity, and no other, in the order of the code', () => {
		const documented = rows.map(([, code = '', severity]) => [code.replaceAll('`', ''), severity]);
		expect(documented).toEqual(Object.entries(codes));
	});

	it.each(rows.map(([, code = '', , meaning = '', advice = '', rest]) => [code, meaning, advice, rest] as const))(
		'explains %s in one sentence and says what to do',
		(_code, meaning, advice, rest) => {
			expect(meaning).toMatch(/^[A-Z][^.]*\.$/);
			expect(advice).toMatch(/^[A-Z].*\.$/);
			expect(rest).toBe('');
		},
	);
});

it('shows a JSON report as it is really written', () => {
	const example = /```json\n(.*?)```/s.exec(text)?.[1] ?? '';
	const { spec, interactions, findings } = JSON.parse(example) as {
		spec: { file: string; version: string };
		interactions: { file: string; index: number; description: string; operation: string }[];
		findings: Finding[];
	};
	const judged = interactions.map(({ operation, ...ref }) => ({ ref, operation, findings: findings.map(remade) }));
	expect(toJson(makeReport({ command: 'check', strict: false, spec, judged, findings: [] }))).toBe(example);
});

/** The finding made anew, so that severity and fingerprint are the builder's. */
function remade({ severity: _severity, fingerprint: _fingerprint, ...draft }: Finding): Finding {
	return finding(draft);
}
