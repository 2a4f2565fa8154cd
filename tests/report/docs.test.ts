/** docs/findings.md and docs/check.md: every code once, an index, real findings as examples, the shape of the report. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unsupported } from '../../src/commands/inputs';
import { type Code, type Finding, finding, severities } from '../../src/exchange/finding';
import type { OverlayDoubt } from '../../src/openapi/overlay/overlay';
import type { Doubt, Spec } from '../../src/openapi/spec';
import { toJson } from '../../src/report/json';
import { findingsOfSpec, makeReport, type Step } from '../../src/report/report';
import { projectRoot } from '../support/cli';

const read = (name: string) => readFileSync(join(projectRoot, 'docs', name), 'utf8');
const text = read('findings.md');

interface Row {
	readonly code: string;
	readonly severity: string;
	readonly meaning: string;
}

/** The table of findings.md. */
const rows = text
	.slice(text.indexOf('## Codes'))
	.split('\n')
	.filter((line) => line.startsWith('| `'))
	.map((line): Row & { readonly advice: string } => {
		const [, code = '', severity = '', meaning = '', advice = ''] = line.split('|').map((cell) => cell.trim());
		return { code: code.replaceAll('`', ''), severity, meaning, advice };
	});

const check = read('check.md');

/** The sections of check.md, each with a finding: its title, and its fixes on a line of their own. */
const sections = check
	.split('\n#### ')
	.slice(1)
	.map((section): Row & { readonly example: string } => {
		const [heading = '', meaning = '', quote = ''] = section.split('\n\n').map((part) => part.trim());
		const [code = '', severity = ''] = heading.split(' · ');
		const example = quote.replace(/^> /, '').replace('\\\n> Fix: ', ' ');
		return { code: code.replaceAll('`', ''), severity, meaning, example };
	});

describe('the codes', () => {
	it('are all listed once, with severity, in the order of the code', () => {
		const order = Object.keys(severities);
		const documented = [...rows, ...sections].map(({ code, severity }) => [code, severity]);
		documented.sort(([one = ''], [other = '']) => order.indexOf(one) - order.indexOf(other));
		expect(documented).toEqual(Object.entries(severities));
	});

	it.each([...rows, ...sections])('$code is explained in one sentence', ({ meaning }) => {
		expect(meaning).toMatch(/^[`A-Z][^.]*(\.[\w*-]+[^.]*)*\.$/);
	});

	it.each(rows)('$code has advice', ({ advice }) => {
		expect(advice).toMatch(/^[A-Z].*\.$/);
	});

	it('are in the index of check.md, in the order of its sections, each linked to its section', () => {
		const index = [...check.matchAll(/\| \[`(\S+)`\]\(#(\S+)\) \| (\w+) \|$/gm)].map(([, ...cells]) => cells);
		// GitHub drops the punctuation of a heading and writes each space as a hyphen.
		const linked = sections.map(({ code, severity }) => [code, `${code.replaceAll('.', '')}--${severity}`, severity]);
		expect(index).toEqual(linked);
	});
});

describe('the examples of check.md', () => {
	const fixtures = join(projectRoot, 'tests/check/fixtures');
	const found = readdirSync(fixtures).flatMap(
		(folder) => JSON.parse(readFileSync(join(fixtures, folder, 'findings.json'), 'utf8')) as Partial<Finding>[],
	);
	const doubts: Doubt[] = [
		{ kind: 'security', name: 'basicAuth', pointer: '/security/0' },
		{ kind: 'format', name: 'postcode', pointer: '/components/schemas/Address' },
		{ kind: 'dialect', name: 'https://example.com/own', pointer: '/jsonSchemaDialect' },
		{ kind: 'presence', name: 'application/xml', pointer: '/paths/~1a/get/responses/200/content/application~1xml' },
		{ kind: 'presence', name: 'image/png', pointer: '/paths/~1a/get/responses/200/content/image~1png' },
	];
	const place = { file: 'promises.overlay.yaml', line: 1, column: 1 };
	const overlayDoubts: OverlayDoubt[] = [
		{ kind: 'unmatched', name: '$.components.schemas.Pet', pointer: '/actions/0/target', ...place },
		{ kind: 'foreign', name: './v1.yaml', pointer: '/extends', ...place },
	];
	const others = [
		...findingsOfSpec({
			document: { file: 'spec.yaml', overlays: [], overlayDoubts },
			doubts: () => doubts,
		} as unknown as Spec),
		...unsupported(
			[
				{
					kind: 'other',
					ref: { file: 'pact.json', index: 0, description: 'a customer was updated' },
					type: 'Asynchronous/Messages',
					pointer: '/interactions/0/type',
				},
			],
			false,
		).findings,
	];
	const reported = new Set(
		[...found, ...others].map(
			({ code, title, fix = [] }) => `${code satisfies Code | undefined} ${[title, ...fix].join(' ')}`,
		),
	);

	it.each(sections)('$code matches a real finding', ({ code, example }) => {
		expect(reported).toContain(`${code} ${example}`);
	});
});

it('has a real JSON report', () => {
	const example = /```json\n(.*?)```/s.exec(text)?.[1] ?? '';
	const { spec, steps, interactions, findings } = JSON.parse(example) as {
		steps: Step[];
		spec: { file: string; version: string };
		interactions: { file: string; index: number; description: string; operation: string }[];
		findings: Finding[];
	};
	const judged = interactions.map(({ operation, ...ref }) => ({ ref, operation, findings: findings.map(remade) }));
	expect(toJson(makeReport({ command: 'check', strict: false, spec, steps, judged, findings: [] }))).toBe(example);
});

/** The finding made anew, so that severity, message and fingerprint are the builder's. */
function remade({ severity: _severity, message: _message, fingerprint: _fingerprint, ...draft }: Finding): Finding {
	return finding(draft);
}
