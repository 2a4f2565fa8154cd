/** docs/findings.md and docs/check.md say what the code does: every code once, real examples, the shape of the report. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { judgedUnsupported } from '../../src/commands/inputs';
import { type Code, codes, type Finding, finding } from '../../src/exchange/finding';
import type { Doubt, Spec } from '../../src/openapi/spec';
import { toJson } from '../../src/report/json';
import { findingsOfSpec, makeReport } from '../../src/report/report';
import { projectRoot } from '../support/cli';

const read = (name: string) => readFileSync(join(projectRoot, 'docs', name), 'utf8');
const text = read('findings.md');

interface Row {
	readonly code: string;
	readonly severity: string;
	readonly meaning: string;
	readonly advice: string;
}

/** The table of findings.md. */
const rows = text
	.slice(text.indexOf('## Codes'))
	.split('\n')
	.filter((line) => line.startsWith('| `'))
	.map((line): Row => {
		const [, code = '', severity = '', meaning = '', advice = ''] = line.split('|').map((cell) => cell.trim());
		return { code: code.replaceAll('`', ''), severity, meaning, advice };
	});

/** The sections of check.md, each with an example. */
const sections = read('check.md')
	.split('\n#### ')
	.slice(1)
	.map((section): Row & { readonly example: string } => {
		const [heading = '', meaning = '', example = '', advice = ''] = section.split('\n\n').map((part) => part.trim());
		const [code = '', severity = ''] = heading.split(' · ');
		return { code: code.replaceAll('`', ''), severity, meaning, example: example.replace(/^> /, ''), advice };
	});

describe('the codes', () => {
	it('are all there, each once, with its severity and in the order of the code', () => {
		const order = Object.keys(codes);
		const documented = [...rows, ...sections].map(({ code, severity }) => [code, severity]);
		documented.sort(([one = ''], [other = '']) => order.indexOf(one) - order.indexOf(other));
		expect(documented).toEqual(Object.entries(codes));
	});

	it.each([...rows, ...sections])('$code is explained in one sentence, and it is said what to do', (row) => {
		expect(row.meaning).toMatch(/^[A-Z][^.]*(\.[\w-]+[^.]*)*\.$/);
		expect(row.advice).toMatch(/^[A-Z].*\.$/);
	});
});

describe('the examples of check.md', () => {
	const fixtures = join(projectRoot, 'tests/check/fixtures');
	const found = readdirSync(fixtures).flatMap(
		(folder) => JSON.parse(readFileSync(join(fixtures, folder, 'findings.json'), 'utf8')) as Finding[],
	);
	const doubts: Doubt[] = [
		{ kind: 'security', name: 'basicAuth', pointer: '/security/0' },
		{ kind: 'format', name: 'postcode', pointer: '/components/schemas/Address' },
	];
	const others = [
		...findingsOfSpec({ document: { file: 'spec.yaml' }, doubts: () => doubts } as unknown as Spec),
		...judgedUnsupported({
			kind: 'other',
			ref: { file: 'pact.json', index: 0, description: 'a customer was updated' },
			type: 'Asynchronous/Messages',
			pointer: '/interactions/0/type',
		}).findings,
	];
	const told = new Set([...found, ...others].map(({ code, message }) => `${code satisfies Code} ${message}`));

	it.each(sections)('$code is told so', ({ code, example }) => {
		expect(told).toContain(`${code} ${example}`);
	});
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
