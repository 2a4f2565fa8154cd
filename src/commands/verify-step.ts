/** The step verify: replays pacts against the provider, and judges every body that comes back. */

import { disclosureOf } from '../exchange/disclosure';
import type { Exchange } from '../exchange/exchange';
import type { Finding } from '../exchange/finding';
import type { Har } from '../har/write';
import { allowedTarget } from '../http/target';
import type { AttemptNote } from '../http/transport';
import type { Recorded } from '../http/wire';
import { InputError } from '../json/input-error';
import { counted } from '../json/text';
import type { PactFile } from '../pact/pact-file';
import { textsOfAnswers } from '../redact/learned';
import type { Redactor } from '../redact/redact';
import type { Judged } from '../report/report';
import { proxyFor } from '../system/environment';
import type { Restoration } from '../verify/restore/restore';
import { unsupported } from './inputs';
import { line, type Run, type StepResult, stepResult } from './step';

export interface ProviderOptions {
	readonly providerUrl: string | undefined;
	readonly allowHosts: readonly string[];
	/** Milliseconds for each answer. */
	readonly timeout: number;
	/** Requests per second at the most. */
	readonly rate: number | undefined;
	/** Whether fields that the run changed at a remote provider are restored. */
	readonly restore: boolean;
	/** The file that takes what was exchanged. */
	readonly har: string | undefined;
	/** Whether findings and the HAR file show what the provider sent. */
	readonly showValues: boolean;
	/** Prints everything that is sent, and the stack of a fault of our own. */
	readonly debug: boolean;
}

/** The provider's URL; undefined for the local one. Throws `InputError` where it is not to be trusted. */
export function targetOf(
	{ providerUrl, allowHosts }: ProviderOptions,
	{ environment, spec }: Pick<Run, 'environment' | 'spec'>,
): URL | undefined {
	const url = providerUrl ?? environment.baseUrl;
	const hasCredentials = environment.apiKey !== undefined || environment.clientCertFile !== undefined;
	return url === undefined
		? undefined
		: allowedTarget(url, spec, allowHosts, { isSent: hasCredentials, variable: environment.names.apiKey });
}

export async function verifyStep(
	pacts: readonly PactFile[],
	target: URL | undefined,
	options: ProviderOptions,
	run: Run,
	/** Takes each answer to an interaction. */
	onAnswer?: (exchange: Exchange) => void,
): Promise<StepResult> {
	const started = performance.now();
	const { spec, settings, environment, redactor, progress } = run;
	const { timeout, rate, restore } = options;
	for (const pact of pacts) refuseWrittenMatchers(pact);
	const skipped = pacts.map(({ interactions }) => {
		const others = interactions.filter((each) => each.kind === 'other');
		return unsupported(others, others.length === interactions.length);
	});
	const [
		{ verify },
		{ localProvider, remoteProvider },
		{ createTransport },
		{ longestDelivery },
		{ loadTls },
		{ shownExchange },
		{ liveExchange },
	] = await Promise.all([
		import('../verify/verify'),
		import('../verify/provider'),
		import('../http/transport'),
		import('../http/retry'),
		import('../http/tls'),
		import('../har/shown'),
		import('../http/live'),
	]);
	const tls = target && (await loadTls(environment));
	const provider = target ? remoteProvider(target, settings, environment) : await localProvider(settings, environment);
	const transport = createTransport({
		...{
			provider: provider.url,
			timeout,
			...(rate === undefined ? {} : { rate }),
			...(tls && { tls }),
			proxyFor,
			names: environment.names,
		},
		onAttempt: (attempt) => progress.trace(traceOf(attempt)),
	});
	try {
		progress.show(`verify: the contract against ${provider.name}`);
		const { findings, interactions, exchanges, restoration } = await verify({
			...{ pacts, spec, provider, transport, restores: restore, longestDelivery: longestDelivery(timeout, rate) },
			disclosure: disclosureOf('provider', options.showValues),
			onProgress: (text) => progress.show(text),
			onContact(exchanges) {
				if (!options.showValues) redactor.learn(() => textsOfAnswers(exchanges));
			},
		});
		const { showValues } = options;
		const judged = interactions.map(({ ref, operation, findings: own, ...replayed }): Judged => {
			const isShown = run.showsExchanges || own.some(({ role }) => role === 'provider');
			const exchange = isShown ? shownExchange(replayed, { spec, redactor, showValues }) : undefined;
			const shown = exchange && { exchange };
			const findings = own.map((each) => ({
				...withCleanReason(each, redactor),
				...(each.role === 'provider' && shown),
			}));
			return { ref, operation, findings, ...(run.showsExchanges && shown) };
		});
		if (onAnswer) {
			for (const { ref, recorded } of interactions) {
				if (recorded?.answer.kind === 'answered') onAnswer(liveExchange(ref, recorded));
			}
		}
		const sent = interactions.filter(({ recorded }) => recorded).length;
		const all = counted(judged.length, 'interaction');
		const replayed = sent === judged.length ? all : `${sent} of ${all}`;
		const sentence = `contract and spec with provider: ${replayed} replayed against ${provider.name}`;
		return stepResult('verify', started, sentence, {
			acceptances: run.acceptances,
			judged: [...judged, ...skipped.flatMap((each) => each.judged)],
			findings: [...findings.map((one) => withCleanReason(one, redactor)), ...skipped.flatMap((each) => each.findings)],
			notes: notesOf(restoration, provider.name),
			...(options.har === undefined
				? {}
				: { har: { file: options.har, write: await recording(exchanges, provider.url, options, run) } }),
		});
	} finally {
		transport.close();
		await provider.close();
	}
}

/** Pact's verifier would expect the matchers themselves. */
function refuseWrittenMatchers({ file, interactions }: PactFile): void {
	const found = interactions.find((each) => each.kind === 'http' && each.hasWrittenMatchers);
	if (!found) return;
	throw new InputError(
		`${file} cannot be replayed: "${found.ref.description}" has matchers in its values (json_class), as Ruby's Pact wrote them. Write the pact in specification 2 or later.`,
	);
}

async function recording(
	exchanges: readonly Recorded[],
	provider: URL,
	{ showValues }: ProviderOptions,
	{ spec, redactor }: Run,
): Promise<(findings: readonly Finding[]) => Har> {
	const [{ harOf }, { projectVersion }] = await Promise.all([import('../har/write'), import('../system/project')]);
	return (findings) => harOf(exchanges, findings, { spec, provider, showValues, redactor, version: projectVersion() });
}

/** A restored customer is reported also where everything agrees. */
const notesOf = ({ restored }: Restoration, provider: string): string[] =>
	restored.length === 0 ? [] : [line(`restored at ${provider}: ${restored.join(', ')}`)];

/** What ends in the words of an exception may quote what was sent. */
function withCleanReason(finding: Finding, { fault }: Redactor): Finding {
	const isQuoting = finding.code === 'verifier.failed' || finding.code === 'state.failed';
	return isQuoting ? { ...finding, title: fault(finding.title), message: fault(finding.message) } : finding;
}

/** One attempt in a line: `POST /v2/customers/1 attempt 1: 429 in 12 ms, again in 500 ms`. */
function traceOf({ method, target, number, outcome, milliseconds, waiting }: AttemptNote): string {
	const again = waiting === undefined ? '' : `, again in ${Math.round(waiting)} ms`;
	return `${method} ${target} attempt ${number}: ${outcome} in ${Math.round(milliseconds)} ms${again}`;
}
