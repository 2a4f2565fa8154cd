/** Reads the fixtures of this folder: a run as the steps would report it, made into the report. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FindingDraft, finding } from '../../src/exchange/finding';
import { type Judged, makeReport, type Report, type ReportInput } from '../../src/report/report';
import type { TextExtras } from '../../src/report/text';

export const folder = join(__dirname, 'fixtures');
export const fixtures: readonly string[] = readdirSync(folder).sort();

/** `input.json`: findings as drafts, for severity and fingerprint are made here as in a step. */
interface Input extends Omit<ReportInput, 'judged' | 'findings'> {
	readonly judged: readonly (Omit<Judged, 'operation' | 'findings'> & {
		readonly operation: string | null;
		readonly findings: readonly FindingDraft[];
	})[];
	readonly findings: readonly FindingDraft[];
	readonly extras: TextExtras;
}

export function readFixture(name: string): { report: Report; extras: TextExtras } {
	const { extras, ...input } = JSON.parse(readFileSync(join(folder, name, 'input.json'), 'utf8')) as Input;
	const judged = input.judged.map(
		({ ref, operation, findings }): Judged => ({
			ref,
			operation: operation ?? undefined,
			findings: findings.map(finding),
		}),
	);
	return { report: makeReport({ ...input, judged, findings: input.findings.map(finding) }), extras };
}
