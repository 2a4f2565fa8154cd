/** The steps record and verify as the commands run them: each says what it judged, what it found, and what it compared with what. */

import type { Finding } from '../exchange/finding';
import type { Har } from '../har/write/har';
import type { AttemptNote } from '../http/transport';
import type { Recorded } from '../http/wire';
import { counted } from '../json/text';
import type { Spec } from '../openapi/spec';
import type { PactFile } from '../pact/pact-file';
import type { PactInteraction } from '../pact/pact-interaction';
import type { RecordOptions } from '../record/record';
import { textsOfAnswers } from '../redact/learned';
import type { Redactor } from '../redact/redact';
import type { Judged } from '../report/report';
import type { StepNote } from '../report/text';
import { type Environment, proxyFor } from '../system/environment';
import type { Restoration } from '../verify/restore/restore';
import { unsupported } from './inputs';
import type { Progress } from './progress';

export interface StepResult {
	readonly judged: readonly Judged[];
	readonly findings: readonly Finding[];
	readonly note: StepNote;
	readonly notes: readonly string[];
	/** Whether it is in order that nothing was judged. */
	readonly judgesNone?: boolean;
	/** What was exchanged, where a file was named for it. */
	readonly har?: { readonly file: string; readonly content: Har };
}

export async function recordStep(options: RecordOptions, progress: Progress): Promise<StepResult> {
	const started = performance.now();
	progress.say('record: the client against the contract');
	const { record } = await import('../record/record');
	const { findings, pacts, changed } = await record(options);
	const judged = recordedIn(pacts, options.spec);
	const sentence = `client with contract: ${counted(judged.length, 'interaction')} recorded, ${outcomeOf(findings, changed)}`;
	return { judged, findings, note: note('record', started, sentence), notes: changed.map(reviewed) };
}

/** That the client keeps an interaction is what recording it has shown. */
export function recordedIn(pacts: readonly PactFile[], spec: Spec): Judged[] {
	return pacts.flatMap(({ interactions }) =>
		interactions.map(
			(interaction): Judged => ({ ref: interaction.ref, operation: operationOf(interaction, spec), findings: [] }),
		),
	);
}

export function outcomeOf(findings: readonly Finding[], changed: readonly string[]): string {
	if (changed.length > 0) return 'pacts replaced';
	return findings.some((each) => each.severity === 'error') ? 'nothing replaced' : 'pacts unchanged';
}

export const reviewed = (file: string): string => `         ${file} has changed: review and commit it`;

export interface ProviderOptions {
	readonly providerUrl: string | undefined;
	readonly allowHosts: readonly string[];
	/** Milliseconds for each answer. */
	readonly timeout: number;
	/** Requests per second at the most. */
	readonly rate: number | undefined;
	/** Whether what the run changed at a remote provider is put back. */
	readonly restore: boolean;
	/** The file that takes what was exchanged. */
	readonly har: string | undefined;
	/** Whether findings and the HAR file show what the provider sent. */
	readonly showValues: boolean;
	/** Whether everything that is sent is told, and a fault of our own with its stack. */
	readonly debug: boolean;
}

export interface VerifyStepOptions {
	readonly pacts: readonly PactFile[];
	readonly spec: Spec;
	/** The provider's URL; undefined for the local one. */
	readonly target: URL | undefined;
	readonly environment: Environment;
	readonly options: ProviderOptions;
	/** Keeps what the provider sent out of what is told of a fault. */
	readonly redactor: Redactor;
}

export async function verifyStep(given: VerifyStepOptions, progress: Progress): Promise<StepResult> {
	const started = performance.now();
	const { pacts, spec, target, environment, options, redactor } = given;
	const { timeout, rate, restore } = options;
	const [{ verify }, { localProvider, remoteProvider }, { createTransport }, { longestDelivery }, { loadTls }] =
		await Promise.all([
			import('../verify/verify'),
			import('../verify/provider'),
			import('../http/transport'),
			import('../http/retry'),
			import('../http/tls'),
		]);
	const tls = target && (await loadTls(environment));
	const provider = target ? remoteProvider(target, environment) : await localProvider();
	const transport = createTransport({
		...{ provider: provider.url, timeout, ...(rate === undefined ? {} : { rate }), ...(tls && { tls }), proxyFor },
		onAttempt: (attempt) => progress.trace(traceOf(attempt)),
	});
	try {
		progress.say(`verify: the contract against ${provider.name}`);
		const { findings, interactions, exchanges, restoration } = await verify({
			...{ pacts, spec, provider, transport, restores: restore, longestDelivery: longestDelivery(timeout, rate) },
			showsValues: options.showValues,
			onProgress: (text) => progress.say(text),
			onContact(exchanges) {
				if (!options.showValues) redactor.learn(() => textsOfAnswers(exchanges));
			},
		});
		const judged = interactions.map((each) => ({
			ref: each.interaction.ref,
			operation: each.operation,
			findings: each.findings.map((one) => withCleanReason(one, redactor)),
		}));
		const sent = interactions.filter(({ isReplayed }) => isReplayed).length;
		const all = counted(judged.length, 'interaction');
		const replayed = sent === judged.length ? all : `${sent} of ${all}`;
		const sentence = `contract and spec with provider: ${replayed} replayed against ${provider.name}`;
		return {
			judged: [...judged, ...unsupported(pacts)],
			findings: findings.map((one) => withCleanReason(one, redactor)),
			note: note('verify', started, sentence),
			notes: notesOf(restoration, provider.name),
			...(options.har === undefined
				? {}
				: { har: { file: options.har, content: await recording(exchanges, provider.url, given) } }),
		};
	} finally {
		transport.close();
		await provider.close();
	}
}

async function recording(exchanges: readonly Recorded[], provider: URL, given: VerifyStepOptions): Promise<Har> {
	const [{ harOf }, { projectVersion }] = await Promise.all([
		import('../har/write/har-log'),
		import('../system/project'),
	]);
	const { spec, options, redactor } = given;
	const { showValues } = options;
	return harOf(exchanges, { spec, provider, showValues, secrets: redactor.secrets(), version: projectVersion() });
}

/** What became of a remote customer is said also where all is well. */
function notesOf({ putBack }: Restoration, provider: string): string[] {
	return putBack.length === 0 ? [] : [`         put back at ${provider}: ${putBack.join(', ')}`];
}

/** What ends in the words of an exception may quote what was sent. */
function withCleanReason(finding: Finding, { fault }: Redactor): Finding {
	const isQuoting = finding.code === 'verifier.failed' || finding.code === 'state.failed';
	return isQuoting ? { ...finding, message: fault(finding.message) } : finding;
}

/** One attempt in a line: `POST /v2/customers/1 attempt 1: 429 in 12 ms, again in 500 ms`. */
function traceOf({ method, target, number, outcome, milliseconds, waiting }: AttemptNote): string {
	const again = waiting === undefined ? '' : `, again in ${Math.round(waiting)} ms`;
	return `${method} ${target} attempt ${number}: ${outcome} in ${Math.round(milliseconds)} ms${again}`;
}

function operationOf(interaction: PactInteraction, spec: Spec): string | undefined {
	if (interaction.kind !== 'http') return undefined;
	const { method, path } = interaction.exchange.request;
	return spec.operations.find(method, path)?.operation.name;
}

export function note(step: StepNote['step'], started: number, sentence: string): StepNote {
	return { step, milliseconds: performance.now() - started, sentence };
}
