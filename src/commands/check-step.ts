/** The step check: holds every interaction of the named pacts against the description. */
import { stat } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { check } from '../check/check';
import type { JsonObject } from '../json/json';
import { counted } from '../json/text';
import type { Spec } from '../openapi/spec';
import { majorVersion, readPact } from '../pact/pact-file';
import { messagesOf, type PactInteraction, readInteraction } from '../pact/pact-interaction';
import { OtherLayout, piecesOf } from '../pact/pact-pieces';
import type { Judged } from '../report/report';
import { judgedUnsupported } from './inputs';
import type { Progress } from './progress';
import { note, type StepResult } from './steps';

export interface CheckOptions {
	readonly files: readonly string[];
	readonly spec: Spec;
	/** Only interactions whose description holds this text. */
	readonly filter?: string | undefined;
}

/** From this size on, in bytes, a pact is read piece by piece. */
const large = 1 << 20;
/** After so many interactions the process attends to what else there is: progress, and signals. */
const breath = 2_000;

/** Throws `InputError` where a pact cannot be read. */
export async function checkStep({ files, spec, filter }: CheckOptions, progress: Progress): Promise<StepResult> {
	const started = performance.now();
	const judged: Judged[] = [];
	let count = 0;
	const judge = (interaction: PactInteraction, into: Judged[]) => {
		const { ref } = interaction;
		if (filter !== undefined && !ref.description.includes(filter)) return;
		if (interaction.kind !== 'http') {
			into.push(judgedUnsupported(interaction));
			return;
		}
		const { operation, findings } = check(interaction.exchange, spec, 'contract');
		into.push({ ref, operation, findings });
		count += 1;
	};
	for (const file of files) {
		const pieces = (await isLarge(file)) ? await judgedInPieces(file) : undefined;
		for (const each of pieces ?? (await judgedWhole(file))) judged.push(each);
	}
	return {
		judged,
		findings: [],
		note: note('check', started, `contract with spec: ${counted(count, 'interaction')} against ${spec.document.file}`),
		notes: [],
	};

	async function judgedWhole(file: string): Promise<Judged[]> {
		const own: Judged[] = [];
		for (const interaction of (await readPact(file)).interactions) judge(interaction, own);
		return own;
	}

	/** Undefined where the file cannot be read so. */
	async function judgedInPieces(file: string): Promise<Judged[] | undefined> {
		const own: Judged[] = [];
		const before = count;
		let version: number | undefined;
		let around: JsonObject = {};
		let index = 0;
		try {
			for (const { frame, interaction } of piecesOf(file)) {
				around = frame;
				version ??= majorVersion(frame, interaction);
				judge(readInteraction(file, interaction, index, version), own);
				index += 1;
				if (index % breath > 0) continue;
				progress.say(`check: ${counted(count, 'interaction')} against ${spec.document.file}`);
				await setImmediate();
			}
			for (const message of messagesOf(file, around, index)) judge(message, own);
			return own;
		} catch (error) {
			if (!(error instanceof OtherLayout)) throw error;
			count = before;
			return undefined;
		}
	}
}

async function isLarge(file: string): Promise<boolean> {
	return stat(file).then(
		({ size }) => size >= large,
		() => false,
	);
}
