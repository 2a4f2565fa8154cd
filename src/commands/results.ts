/** Publishes at the broker what a verification made of its pacts. */

import { type BrokerHttp, brokerHttp } from '../broker/http';
import { type BrokerPact, pactOfVersion } from '../broker/pacts';
import {
	type ProviderVersion,
	providerBranchOf,
	providerVersionOf,
	publishResults,
	type Result,
} from '../broker/results';
import { brokerOf } from '../broker/settings';
import { type Finding, verdictOf } from '../exchange/finding';
import { counted } from '../json/text';
import type { PactFile } from '../pact/pact-file';
import type { Judged } from '../report/report';
import { projectVersion } from '../system/project';
import type { Progress } from './progress';
import { brokerStep, type Run, type StepResult } from './step';

export async function publishResultsStep(
	http: BrokerHttp,
	results: readonly Result[],
	of: Omit<ProviderVersion, 'suite'>,
	progress: Progress,
): Promise<StepResult> {
	return brokerStep('publish', performance.now(), unpublished, async () => {
		progress.show('publish: the results of the verification');
		const kept = results.filter(({ isKept }) => isKept).length;
		await publishResults(http, results, { ...of, suite: projectVersion() });
		return [
			`result with broker: ${counted(results.length, 'pact')}, ${kept} kept, by ${of.provider} ${of.version} of branch ${of.branch}`,
		];
	});
}

const unpublished = 'result with broker: it was not published';

export interface OwnResults {
	/** The pacts on disk, published under `version`, and what came of them. */
	readonly pacts: readonly PactFile[];
	readonly version: string;
	readonly buildUrl: string | undefined;
	readonly judged: readonly Judged[];
	readonly findings: readonly Finding[];
	readonly strict: boolean;
}

/** Milliseconds for each answer of the broker. */
const timeout = 30_000;

/** Publishes what a remote provider made of the pacts on disk, once they are published themselves. */
export async function publishOwnResults(given: OwnResults, run: Run): Promise<StepResult[]> {
	const started = performance.now();
	const { pacts, version, buildUrl, judged, findings, strict } = given;
	const { spec, environment, progress } = run;
	const broker = brokerOf(environment);
	try {
		const http = await brokerHttp(broker, timeout);
		const byProvider = new Map<string, Result[]>();
		for (const pact of pacts) {
			const own = await pactOfVersion(http, pact, version);
			const results = resultOf(own, pact.file, judged, findings, strict);
			byProvider.set(pact.provider, [...(byProvider.get(pact.provider) ?? []), ...results]);
		}
		const steps: StepResult[] = [];
		for (const [provider, results] of byProvider) {
			if (results.length === 0) continue;
			const of = { provider, version: providerVersionOf(spec.document, true), branch: providerBranchOf(true) };
			steps.push(await publishResultsStep(http, results, { ...of, buildUrl }, progress));
		}
		return steps;
	} catch (error) {
		return [await brokerStep('publish', started, unpublished, () => Promise.reject(error))];
	}
}

/** Whether the provider kept a pact; none where something about it could not be judged. */
export function resultOf(
	of: BrokerPact,
	file: string,
	judged: readonly Judged[],
	general: readonly Finding[],
	strict: boolean,
): Result[] {
	const own = judged.filter(({ ref }) => ref.file === file);
	// A fault outside the interactions breaks the spec for all pacts; a customer that was not restored, for none.
	const beside = general.filter(({ code, severity }) => /^(response|provider)\./.test(code) || severity === 'unjudged');
	const findings = [...beside, ...own.flatMap((each) => each.findings)];
	if (findings.some(({ severity }) => severity === 'unjudged')) return [];
	const kept = new Map<number, boolean>();
	for (const { ref, findings: of } of own) {
		kept.set(ref.index, (kept.get(ref.index) ?? true) && verdictOf(of, strict) === 'agree');
	}
	return [{ of, isKept: verdictOf(findings, strict) === 'agree', interactions: kept }];
}
