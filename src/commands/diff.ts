/** `contract diff`: what a newer spec breaks for the named pacts, and the changes that they use. */
import { diff } from '../diff/diff';
import { changeReport } from '../diff/report';
import { type Finding, finding } from '../exchange/finding';
import { counted } from '../json/text';
import type { Judged } from '../report/report';
import { readOwnPacts, unsupported } from './inputs';
import { openSpec } from './open-spec';
import { type Run, type StepResult, stepResult } from './step';
import { withstanding } from './withstand';

export interface DiffOptions {
	/** The old spec, the new one, and the pacts. */
	readonly files: readonly string[];
	readonly strict: boolean;
	readonly filter: string | undefined;
}

/** Throws `InputError` where a spec or a pact cannot be read. */
export async function runDiff(
	{ files: [oldFile = '', , ...files], strict, filter }: DiffOptions,
	run: Run,
): Promise<StepResult[]> {
	const { spec, settings, progress } = run;
	const started = performance.now();
	const { pacts, findings } = await readOwnPacts(files, settings, filter);
	const old = await openSpec(oldFile, spec.document.overlays);
	progress.show(`diff: ${oldFile} with ${spec.document.file}`);
	const all = pacts.flatMap(({ interactions }) => interactions);
	const others = all.filter((each) => each.kind === 'other');
	const unjudged = unsupported(others, others.length === all.length);
	const exchanges = all.flatMap((each) => (each.kind === 'http' ? [each.exchange] : []));
	const { withstand, close } = withstanding(pacts, run);
	const { interactions, changes } = await diff(exchanges, old, spec, { strict, withstand }).finally(close);
	const judged = interactions.map(({ exchange, ...each }): Judged => ({ ref: exchange.interaction, ...each }));
	const isNone =
		judged.length > 0 && judged.every((each) => each.findings.some(({ code }) => code === 'diff.disagreed'));
	const result = stepResult(
		'diff',
		started,
		sentenceOf(judged, changes.length, old.document.file, spec.document.file),
		{
			judged: [...judged, ...unjudged.judged],
			findings: [...findings, ...unjudged.findings, ...(isNone ? [nothingAgreed(old.document.file)] : [])],
			changes: changeReport(changes, old, spec),
			texts: pacts,
			oldSpec: old,
		},
	);
	return [result];
}

function sentenceOf(judged: readonly Judged[], changes: number, old: string, next: string): string {
	const counts = (['broken', 'affected', 'unaffected'] as const).map(
		(outcome) => `${judged.filter(({ change }) => change === outcome).length} ${outcome}`,
	);
	const interactions = `${counted(judged.length, 'interaction')}: ${counts.join(', ')}`;
	return `${old} with ${next}: ${counted(changes, 'change')}; ${interactions}`;
}

function nothingAgreed(file: string): Finding {
	const title = `No interaction agrees with ${file}, so what the newer spec breaks could not be judged.`;
	return finding({ code: 'input.unusable', title, fix: ['Name the spec that the contract agrees with first.'] });
}
