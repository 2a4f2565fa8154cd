/** A secret that equals a word of our reports is masked in what others wrote, and no report loses its own words over it. */
import { join } from 'node:path';
import { formats } from '../../src/commands/option';
import { finding, severities } from '../../src/exchange/finding';
import { createRedactor } from '../../src/redact/redact';
import { makeReport } from '../../src/report/report';
import { contract, projectRoot } from '../support/cli';
import { contractInProcess } from '../support/in-process';
import { withFolder, withProject } from '../support/temporary';

const draft = { code: 'response.body.invalid', role: 'provider', title: 'x', detail: 'x' } as const;
const { fingerprint } = finding(draft);

const words = [
	...new Set<string>([...Object.keys(severities), ...Object.values(severities)]),
	...['agree', 'disagree', 'unjudged', 'record', 'check', 'can-i-deploy', 'contract', 'provider', 'client'],
	...[fingerprint, fingerprint.slice(3, 9)],
];

test.each(words)('%s', (word) => {
	const { data } = createRedactor([word]);
	const ref = { file: 'a.json', index: 0, description: `${word} ${word}` };
	const all = Object.keys(severities) as (keyof typeof severities)[];
	const report = makeReport({
		...{ command: 'check', strict: false, spec: { file: 'spec.yaml', version: word }, findings: [] },
		steps: [{ step: 'check', seconds: 1, sentence: 'x', verdict: 'disagree' }],
		judged: [{ ref, operation: word, findings: all.map((code) => finding({ ...draft, code, title: word })) }],
	});
	const left = data(report);
	const own = ({ findings, command, verdict, steps, interactions, summary }: typeof report) => ({
		...{ command, verdict, summary, steps, verdicts: interactions.map((each) => each.verdict) },
		findings: findings.map((each) => [each.code, each.severity, each.role, each.fingerprint]),
	});
	expect(own(left)).toEqual(own(report));
	expect(left.interactions[0]).toMatchObject({ description: '* *', operation: '*' });
	expect(left.spec.version).toBe('*');
	expect(left.findings.every(({ title, message }) => title === '*' && message === '*')).toBe(true);
});

const pact = join(projectRoot, 'tests/check/fixtures/parameter-unknown/pact.json');

test.each(['error', 'warning', 'check', 'disagree'])('IMPRINT_API_KEY=%s: every format is whole', async (word) => {
	await withProject(async (folder) => {
		const args = ['check', pact, '--spec', join(projectRoot, 'spec', 'openapi.yaml')];
		const { as, report } = await contractInProcess(args, { cwd: folder, env: { IMPRINT_API_KEY: word } });
		expect(report?.findings.length).toBeGreaterThan(0);
		const plain = await contractInProcess(args, { cwd: folder });
		for (const format of formats) {
			const [masked = '', known = ''] = [await as?.(format), await plain.as?.(format)];
			const shape = (text: string) =>
				text.match(/"(code|severity|verdict|command|ruleId|level)": "[^"]*"|<\w+|^\S+ |type="[^"]*"/gm);
			expect(shape(masked)).toEqual(shape(known));
			expect(shape(masked)).not.toBeNull();
		}
	});
});

test('the help and the version hold nothing to mask', async () => {
	await withFolder(async (cwd) => {
		const launcher = join(projectRoot, 'bin', 'contract.js');
		for (const args of [['help'], ['--version']]) {
			const [masked, plain] = await Promise.all([
				contract(args, { cwd, launcher, env: { IMPRINT_API_KEY: 'check', ACME_TOKEN: '0' } }),
				contract(args, { cwd, launcher }),
			]);
			expect(masked).toEqual(plain);
		}
	});
});
