/** `contract check`: holds every interaction of the named pacts, and every answer of the named recordings, against the spec. */
import { availableParallelism } from 'node:os';
import type { Finding } from '../exchange/finding';
import { counted } from '../json/text';
import { type PactFile, unreadable } from '../pact/pact-file';
import { type StreamedPact, streamPact, type Taker } from '../pact/pact-stream';
import { otherParties } from '../record/other-parties';
import type { Judged } from '../report/report';
import type { Source } from '../system/source';
import { checkedFiles, type Input, matchesNothing, unsupported } from './inputs';
import { type JudgeOptions, judgeBatch, judgeInteractions, noOutcome, type Outcome } from './judge';
import type { Threads } from './judging';
import type { RecordingStepOptions } from './recording-step';
import { type Run, type StepResult, stepResult } from './step';

export interface CheckOptions extends RecordingStepOptions {
	readonly files: readonly string[];
}

/** Throws `InputError` where a file cannot be read, or the filter matches nothing. */
export async function runCheck(options: CheckOptions, run: Run): Promise<StepResult[]> {
	const { pacts, recordings } = await checkedFiles(options.files, run.settings.pacts);
	const { filter } = options;
	const steps = pacts.length > 0 ? [await checkStep(pacts, run, { filter, areNamed: options.files.length > 0 })] : [];
	if (recordings.length > 0) {
		const { recordingStep } = await import('./recording-step');
		steps.push(await recordingStep(recordings, options, run));
	}
	if (filter !== undefined && steps.every((step) => step.judged.length + (step.agreed ?? 0) === 0))
		throw matchesNothing(filter);
	return steps;
}

/** From this size on, in bytes, a pact is worth the start of threads. */
const large = 48 << 20;

interface CheckStepOptions {
	readonly filter?: string | undefined;
	/** Where the pacts come from, where they are not on disk. */
	readonly source?: string;
	/** Whether the user named them; else those of other parties than the config's are left out. */
	readonly areNamed?: boolean;
}

/** Checks pacts that are read here, or were before. Throws `InputError` where one cannot be read. */
export async function checkStep(
	pacts: readonly (Input | PactFile)[],
	run: Run,
	{ filter, source, areNamed = true }: CheckStepOptions = {},
): Promise<StepResult> {
	const started = performance.now();
	const { spec, progress, acceptances, settings } = run;
	progress.show(`check: the contract against ${spec.document.file}`);
	const judged: Judged[] = [];
	const findings: Finding[] = [];
	const sources: Source[] = [];
	const judge = new PactJudge(run, { filter, listsAll: run.listsAll });
	let [agreed, skipped] = [0, 0];
	try {
		for (const pact of pacts) {
			const { outcome, parties } = 'open' in pact ? await judge.input(pact, sources) : await judge.file(pact);
			const other = areNamed ? undefined : otherParties(parties, settings);
			if (other) {
				findings.push(other);
				skipped += 1;
				continue;
			}
			const unjudged = unsupported(outcome.others, outcome.judged.length + outcome.agreed === 0);
			for (const each of [...outcome.judged, ...unjudged.judged]) judged.push(each);
			findings.push(...unjudged.findings);
			agreed += outcome.agreed;
		}
	} finally {
		await judge.close();
	}
	const supported = judged.filter((each) => each.findings.every(({ code }) => code !== 'pact.unsupported'));
	const count = counted(supported.length + agreed, 'interaction');
	const { file, overlays } = spec.document;
	const against =
		source === undefined
			? `against ${[file, ...overlays].join(' with ')}`
			: `of ${counted(pacts.length - skipped, 'pact')} ${source}`;
	const texts = source === undefined ? pacts.filter((each) => 'text' in each) : [];
	const sentence = `contract with spec: ${count} ${against}`;
	return stepResult('check', started, sentence, { judged, agreed, findings, texts, sources, acceptances });
}

/** Judges pacts one after the other: large ones in several threads, which are started once. */
class PactJudge {
	private threads: Threads | undefined;

	constructor(
		private readonly run: Run,
		private readonly options: JudgeOptions,
	) {}

	async file(pact: PactFile): Promise<{ readonly outcome: Outcome; readonly parties: PactFile }> {
		return { outcome: await judgeInteractions(pact.interactions, this.run.spec, this.options), parties: pact };
	}

	/** Throws `InputError`. What cannot be read again is kept in `held`. */
	async input(input: Input, held: Source[]): Promise<{ readonly outcome: Outcome; readonly parties: StreamedPact }> {
		const source = await input.open().catch(unreadable(input.file));
		if (source.isHeld) held.push(source);
		let outcome = noOutcome();
		try {
			const threads = source.size < large ? undefined : await this.startThreads();
			const parties = await streamPact(source, () => {
				outcome = noOutcome();
				return threads ? this.inThreads(threads, source, outcome) : this.inThisThread(source, outcome);
			});
			const { filter } = this.options;
			const isWanted = (description: string) => filter === undefined || description.includes(filter);
			outcome.others.push(...parties.messages.filter(({ ref }) => isWanted(ref.description)));
			return { outcome, parties };
		} finally {
			await source.close();
		}
	}

	async close(): Promise<void> {
		await this.threads?.close();
	}

	private inThisThread({ file }: Source, outcome: Outcome): Taker {
		const { spec } = this.run;
		return {
			take: async (batch, version) => this.add(outcome, await judgeBatch(file, batch, version, spec, this.options)),
			end: async () => {},
		};
	}

	private inThreads(threads: Threads, { file }: Source, outcome: Outcome): Taker {
		return {
			take: async (batch, version) => this.add(outcome, await threads.judge(file, batch, version)),
			end: async () => {
				for (let next = await threads.next(); next; next = await threads.next()) this.add(outcome, next);
			},
		};
	}

	private async startThreads(): Promise<Threads> {
		const { Threads } = await import('./judging');
		this.threads ??= new Threads(Math.min(availableParallelism(), mostThreads), this.run.spec, this.options);
		await this.threads.drop();
		return this.threads;
	}

	private add(outcome: Outcome, more: Outcome | undefined): void {
		if (!more) return;
		for (const each of more.judged) outcome.judged.push(each);
		outcome.agreed += more.agreed;
		outcome.others.push(...more.others);
		const { progress, spec } = this.run;
		const count = counted(outcome.judged.length + outcome.agreed, 'interaction');
		progress.show(`check: ${count} against ${spec.document.file}`);
	}
}

/** More only wait for the thread that reads. */
const mostThreads = 4;
