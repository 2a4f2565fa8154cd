/** `contract check`: holds every interaction of the named pacts, and every answer of the named recordings, against the spec. */
import { stat } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { check } from '../check/check';
import type { Settings } from '../config/settings';
import type { Finding } from '../exchange/finding';
import type { JsonObject } from '../json/json';
import { counted } from '../json/text';
import { majorVersion, type PactFile, readPact } from '../pact/pact-file';
import { messagesOf, type PactInteraction, readInteraction } from '../pact/pact-interaction';
import { OtherLayout, piecesOf } from '../pact/pact-pieces';
import { otherParties } from '../record/other-parties';
import type { FileText } from '../report/positions';
import type { Judged } from '../report/report';
import { checkedFiles, matchesNothing, unsupported } from './inputs';
import type { RecordingStepOptions } from './recording-step';
import { type Run, type StepResult, stepResult } from './step';

export interface CheckOptions extends RecordingStepOptions {
	readonly files: readonly string[];
}

/** Throws `InputError` where a file cannot be read, or the filter matches nothing. */
export async function runCheck(options: CheckOptions, run: Run): Promise<StepResult[]> {
	const { pacts, recordings } = await checkedFiles(options.files, run.settings.pacts);
	const { filter } = options;
	const own = options.files.length > 0 ? { pacts, findings: [] } : await withoutOthers(pacts, run.settings);
	const steps = pacts.length > 0 ? [await checkStep(own.pacts, run, { filter, findings: own.findings })] : [];
	if (recordings.length > 0) {
		const { recordingStep } = await import('./recording-step');
		steps.push(await recordingStep(recordings, options, run));
	}
	if (filter !== undefined && steps.every((step) => step.judged.length === 0)) throw matchesNothing(filter);
	return steps;
}

/** From this size on, in bytes, a pact is read piece by piece. */
const large = 1 << 20;
/** After so many interactions the process attends to what else there is: progress, and signals. */
const breath = 2_000;

interface CheckStepOptions {
	readonly filter?: string | undefined;
	/** Where the pacts come from, where they are not on disk. */
	readonly source?: string;
	/** What was found about the pacts before. */
	readonly findings?: readonly Finding[];
}

/** The pacts of the parties that the config names; large ones are not read for it. */
async function withoutOthers(files: readonly string[], settings: Settings) {
	const pacts: (string | PactFile)[] = [];
	const findings: Finding[] = [];
	for (const file of files) {
		const pact = (await isLarge(file)) ? file : await readPact(file);
		const other = typeof pact === 'string' ? undefined : otherParties(pact, settings);
		if (other) findings.push(other);
		else pacts.push(pact);
	}
	return { pacts, findings };
}

/** Checks pacts that are read here, or were before. Throws `InputError` where one cannot be read. */
export async function checkStep(
	pacts: readonly (string | PactFile)[],
	{ spec, progress, acceptances }: Run,
	{ filter, source, findings = [] }: CheckStepOptions = {},
): Promise<StepResult> {
	const started = performance.now();
	progress.show(`check: the contract against ${spec.document.file}`);
	const judged: Judged[] = [];
	const noted: Finding[] = [];
	const texts: FileText[] = [];
	for (const pact of pacts) {
		const isInPieces = typeof pact === 'string' && (await isLarge(pact));
		const own = await (isInPieces ? judgedOf(interactionsOf(pact)) : judgedWhole(pact)).catch((error: unknown) => {
			if (error instanceof OtherLayout) return judgedWhole(pact);
			throw error;
		});
		for (const each of own) judged.push(each);
	}
	const supported = judged.filter(({ findings }) => findings.every(({ code }) => code !== 'pact.unsupported'));
	const count = counted(supported.length, 'interaction');
	const against =
		source === undefined ? `against ${spec.document.file}` : `of ${counted(pacts.length, 'pact')} ${source}`;
	return stepResult('check', started, `contract with spec: ${count} ${against}`, {
		judged,
		findings: [...findings, ...noted],
		texts,
		acceptances,
	});

	async function judgedWhole(given: string | PactFile): Promise<Judged[]> {
		const pact = typeof given === 'string' ? await readPact(given) : given;
		const before = noted.length;
		const own = await judgedOf(pact.interactions);
		if (source === undefined && (noted.length > before || own.some(({ findings }) => findings.length > 0)))
			texts.push({ file: pact.file, text: pact.text });
		return own;
	}

	async function judgedOf(interactions: Iterable<PactInteraction>): Promise<Judged[]> {
		const own: Judged[] = [];
		const others: Extract<PactInteraction, { kind: 'other' }>[] = [];
		let index = 0;
		for (const interaction of interactions) {
			if (filter === undefined || interaction.ref.description.includes(filter)) {
				if (interaction.kind === 'other') others.push(interaction);
				else own.push({ ref: interaction.ref, ...check(interaction.exchange, spec, 'contract') });
			}
			index += 1;
			if (index % breath > 0) continue;
			progress.show(`check: ${counted(judged.length + own.length, 'interaction')} against ${spec.document.file}`);
			await setImmediate();
		}
		const unjudged = unsupported(others, own.length === 0);
		noted.push(...unjudged.findings);
		return [...own, ...unjudged.judged];
	}
}

/** The interactions of a large pact, which is not held. */
function* interactionsOf(file: string): Generator<PactInteraction> {
	let version: number | undefined;
	let around: JsonObject = {};
	let index = 0;
	for (const { frame, interaction } of piecesOf(file)) {
		around = frame;
		version ??= majorVersion(frame, interaction);
		yield readInteraction(file, interaction, index, version);
		index += 1;
	}
	yield* messagesOf(file, around, index);
}

const isLarge = async (file: string): Promise<boolean> =>
	((await stat(file).catch(() => undefined))?.size ?? 0) >= large;
