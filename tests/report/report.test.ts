/** The report as an object: verdict, counts, and duplicates. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Code, finding } from '../../src/exchange/finding';
import { loadSpec } from '../../src/openapi/spec';
import { toJson } from '../../src/report/json';
import { findingsOfSpec, type Judged, makeReport, type ReportInput, unusable } from '../../src/report/report';

const spec = { file: 'spec/openapi.yaml', version: '2.0' };
const ref = (index: number) => ({ file: 'pacts/x.json', index, description: `does thing ${index}` });
const about = (code: Code, index?: number, detail = '') =>
	finding({ code, title: `${code} ${detail}.`, detail, ...(index === undefined ? {} : { interaction: ref(index) }) });
const judged = (index: number, ...codes: Code[]): Judged => ({
	ref: ref(index),
	operation: 'updateCustomer',
	findings: codes.map((code) => about(code, index)),
});
const report = (input: Partial<ReportInput>) =>
	makeReport({ command: 'check', spec, strict: false, judged: [judged(0)], findings: [], ...input });

const error = 'response.body.invalid';
const warning = 'response.body.drift';
const doubt = 'provider.timeout';

describe('the verdict', () => {
	it.each<[string, Code[], boolean, string]>([
		['agrees without findings', [], false, 'agree'],
		['agrees with a warning', [warning], false, 'agree'],
		['disagrees with a warning when strict', [warning], true, 'disagree'],
		['agrees with a note, even when strict', ['recording.skipped'], true, 'agree'],
		['disagrees with an error', [error], false, 'disagree'],
		['is unjudged with a doubt', [doubt], false, 'unjudged'],
		['is unjudged with a doubt and a warning', [doubt, warning], false, 'unjudged'],
		['disagrees with a doubt and an error, in either order', [doubt, error], false, 'disagree'],
		['disagrees with an error and a doubt, in either order', [error, doubt], false, 'disagree'],
		['disagrees with a doubt and a warning when strict', [doubt, warning], true, 'disagree'],
	])('%s', (_title, codes, strict, verdict) => {
		const ofInteraction = report({ strict, judged: [judged(0, ...codes)] });
		expect(ofInteraction).toMatchObject({ verdict, interactions: [{ verdict }] });
		expect(report({ strict, findings: codes.map((code) => about(code)) }).verdict).toBe(verdict);
	});

	it('of the run follows from any interaction, and does not change the others', () => {
		const { verdict, interactions } = report({ judged: [judged(0), judged(1, doubt), judged(2, error)] });
		expect(verdict).toBe('disagree');
		expect(interactions.map((each) => each.verdict)).toEqual(['agree', 'unjudged', 'disagree']);
	});

	it.each<[string, boolean, Code[]]>([
		['alone', false, ['provider.refused']],
		['beside an error', false, ['pact.edited', 'provider.refused']],
		['beside a warning that counts', true, ['spec.security.undeclared', 'provider.refused']],
	])('makes interactions unjudged if the run is, %s', (_title, strict, codes) => {
		const findings = codes.map((code) => about(code));
		const { interactions, summary } = report({ strict, findings, judged: [judged(0), judged(1, error)] });
		expect(interactions.map((each) => each.verdict)).toEqual(['unjudged', 'disagree']);
		expect(summary).toMatchObject({ interactions: 2, checked: 1 });
	});

	it.each([
		['nothing at all', []],
		['a warning', [about('pact.foreign')]],
	])('is unjudged, with a finding, if there is %s and no interaction', (_title, findings) => {
		const { verdict, findings: all } = report({ judged: [], findings });
		expect(verdict).toBe('unjudged');
		expect(all).toEqual([...findings, expect.objectContaining({ code: 'input.unusable' })]);
	});

	it('is that of the findings if there is no interaction', () => {
		const findings = [about('record.failed')];
		expect(report({ judged: [], findings })).toMatchObject({ verdict: 'disagree', findings });
	});
});

describe('an interaction that several steps judged', () => {
	it('appears once, with the findings of all steps', () => {
		const steps = [judged(0), judged(1, warning), judged(0, error), judged(0, warning)];
		const { interactions, findings } = report({ judged: steps });
		expect(interactions).toEqual([
			{ ...ref(0), operation: 'updateCustomer', verdict: 'disagree' },
			{ ...ref(1), operation: 'updateCustomer', verdict: 'agree' },
		]);
		expect(findings).toEqual([about(error, 0), about(warning, 0), about(warning, 1)]);
	});

	it('keeps its operation if one step does not know it', () => {
		const unknown = { ...judged(0), operation: undefined };
		expect(report({ judged: [judged(0), unknown] }).interactions).toMatchObject([{ operation: 'updateCustomer' }]);
		expect(report({ judged: [unknown, judged(0)] }).interactions).toMatchObject([{ operation: 'updateCustomer' }]);
		expect(report({ judged: [unknown] }).interactions).toMatchObject([{ operation: null }]);
	});

	it('has a finding of two steps once', () => {
		const twice = [judged(0, 'pact.edited'), judged(0, 'pact.edited', error)];
		const { findings, summary } = report({ judged: twice });
		expect(findings.map((each) => each.code)).toEqual(['pact.edited', error]);
		expect(summary.errors).toBe(2);
	});

	it('differs from that of the same index in another file', () => {
		const other: Judged = { ...judged(0), ref: { ...ref(0), file: 'pacts/y.json' } };
		expect(report({ judged: [judged(0), other] }).summary.interactions).toBe(2);
	});
});

it('counts interactions, those judged, and findings by severity', () => {
	const steps = [judged(0, error, warning), judged(1, doubt), judged(2)];
	const findings = [about('spec.security.undeclared'), about('pact.edited')];
	expect(report({ judged: steps, findings }).summary).toEqual({
		...{ interactions: 3, checked: 2, errors: 2, unjudged: 1, warnings: 2, notes: 0, accepted: 0 },
	});
});

it('counts an accepted finding only as accepted, even with --strict', () => {
	const accepted = [error, warning].map((code) => ({ ...about(code as Code, 0), accepted: { reason: 'known' } }));
	const { verdict, summary } = report({ strict: true, judged: [{ ...judged(0), findings: accepted }] });
	expect({ verdict, summary }).toMatchObject({ verdict: 'agree', summary: { errors: 0, warnings: 0, accepted: 2 } });
});

it('puts findings without an interaction first', () => {
	const findings = [about('spec.security.undeclared')];
	expect(report({ findings, judged: [judged(0, error)] }).findings).toEqual([...findings, about(error, 0)]);
});

it('reports an input that cannot be used as one finding, unjudged', () => {
	expect(unusable('verify', 'spec/none.yaml', 'There is no such file.')).toEqual({
		formatVersion: 2,
		command: 'verify',
		verdict: 'unjudged',
		strict: false,
		spec: { file: 'spec/none.yaml', version: '' },
		steps: [],
		interactions: [],
		findings: [finding({ code: 'input.unusable', title: 'There is no such file.' })],
		summary: { interactions: 0, checked: 0, errors: 0, unjudged: 1, warnings: 0, notes: 0, accepted: 0 },
	});
});

it('reports ambiguities of the spec, each once', async () => {
	const folder = await mkdtemp(join(tmpdir(), 'contract-report-'));
	try {
		const file = join(folder, 'spec.yaml');
		await writeFile(file, 'openapi: 3.1.0\ninfo: { title: t, version: "1" }\npaths: {}\n');
		const loaded = await loadSpec(file);
		expect(findingsOfSpec(loaded)).toEqual([]);
		for (const pointer of ['/security/0/key', '/paths/~1x/get/security/0/key']) {
			loaded.doubt({ kind: 'security', name: 'key', pointer });
		}
		loaded.doubt({ kind: 'format', name: 'e164', pointer: '/components/schemas/Phone/format' });
		expect(findingsOfSpec(loaded).map(({ code, message, spec: at }) => ({ code, message, at }))).toEqual([
			{
				code: 'spec.security.undeclared',
				message: `The spec requires the security scheme "key" and does not declare it, so credentials are not judged. Declare "key" under /components/securitySchemes in ${file}.`,
				at: { file, pointer: '/security/0/key' },
			},
			{
				code: 'spec.format.unknown',
				message: `The format "e164" is unknown, so values are not checked against it. Correct the name of the format in ${file} if it is misspelled.`,
				at: { file, pointer: '/components/schemas/Phone/format' },
			},
		]);
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
});

test('what was replayed is for reports that show it, and no part of the JSON', () => {
	const exchange = {
		request: { method: 'GET', path: '/', body: '', curl: 'curl' },
		...{ expected: { status: 200, body: '' }, received: { status: 200, contentType: '', body: '' }, masked: true },
	};
	const ref = { file: 'pacts/x.json', index: 0, description: 'asks' };
	const report = makeReport({
		...{ command: 'verify', strict: false, spec: { file: 'spec.yaml', version: '1' }, findings: [] },
		judged: [
			{ ref, operation: 'ask', findings: [], exchange },
			{ ref, operation: 'ask', findings: [] },
		],
	});
	expect(report.interactions).toEqual([expect.objectContaining({ verdict: 'agree', exchange })]);
	expect(toJson(report)).not.toContain('curl');
});
