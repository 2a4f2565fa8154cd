/**
 * The verification of what a Pact Broker has: its pacts are held against the description and replayed against the
 * provider, a pending one without failing the run, and the results are published, unless the run was filtered or could
 * not judge a pact.
 */

import { faultFinding } from '../broker/fault';
import { type BrokerHttp, brokerHttp } from '../broker/http';
import { type BrokerPact, pactOfVersion, pactsForVerification } from '../broker/pacts';
import { providerBranchOf, providerVersionOf } from '../broker/provider-version';
import { type ProviderVersion, publishResults, type Result } from '../broker/results';
import { brokerOf } from '../broker/settings';
import { surroundings } from '../broker/version';
import { check } from '../check/check';
import { codes, type Finding, finding, verdictOf } from '../exchange/finding';
import { InputError } from '../json/input-error';
import { counted } from '../json/text';
import type { Spec } from '../openapi/spec';
import type { PactFile } from '../pact/pact-file';
import type { Redactor } from '../redact/redact';
import type { Judged } from '../report/report';
import type { Environment } from '../system/environment';
import { projectVersion } from '../system/project';
import type { BrokerSource, ProviderOptions } from './arguments';
import { matching, pactFiles, readPacts } from './inputs';
import type { Progress } from './progress';
import { note, type StepResult, verifyStep } from './steps';

export interface BrokerVerification {
	readonly source: BrokerSource;
	readonly spec: Spec;
	/** The provider's URL; undefined for the local one. */
	readonly target: URL | undefined;
	readonly environment: Environment;
	readonly options: ProviderOptions;
	readonly redactor: Redactor;
	readonly filter: string | undefined;
	readonly strict: boolean;
}

/** Throws `InputError` where an option, a variable or a pact cannot be used. */
export async function verifyFromBroker(given: BrokerVerification, progress: Progress): Promise<StepResult[]> {
	const started = performance.now();
	const { source, spec, target, environment, options, redactor, filter, strict } = given;
	const broker = brokerOf(environment);
	const provider = source.provider ?? (await providerOnDisk());
	const providerBranch = source.providerBranch ?? providerBranchOf(target !== undefined);
	const { branch, buildUrl } = await surroundings(environment);
	progress.say(`verify: the pacts at ${broker.name}`);
	let http: BrokerHttp;
	let pacts: BrokerPact[];
	try {
		http = await brokerHttp(broker, options.timeout);
		pacts = await pactsForVerification(http, broker.name, { ...source, provider, providerBranch, branch });
	} catch (error) {
		return [only(faultFinding(error), note('verify', started, `no pact from ${broker.name}`))];
	}
	if (pacts.length === 0) {
		const message = `The Pact Broker has no pact with the provider that the selectors match, so nothing is proven. Publish one with \`contract publish\`, or correct --provider or --selector: "${provider}"`;
		return [only(finding({ code: 'input.unusable', message }), note('verify', started, `no pact from ${broker.name}`))];
	}
	const chosen = matching(
		pacts.map(({ pact }) => pact),
		filter,
	);
	const checked = checkStep(chosen, spec);
	const verified = await verifyStep({ pacts: chosen, spec, target, environment, options, redactor }, progress);
	const judged = [...checked.judged, ...verified.judged];
	const results = pacts.flatMap((pact) => resultOf(pact, pact.pact.file, judged, verified.findings, strict));
	const pending = new Set(pacts.flatMap(({ pact, isPending }) => (isPending ? [pact.file] : [])));
	const shown = (step: StepResult): StepResult => ({
		...step,
		judged: step.judged.map((each) => lenient(each, pending, strict)),
	});
	const steps = [shown(checked), shown(verified)];
	const reason = whyUnpublished(source, filter, results, pacts);
	if (results.length === 0 || filter !== undefined || !source.publishes) {
		return withNote(steps, `         nothing was published at ${broker.name}: ${reason}`);
	}
	const published = await publishStep(
		http,
		results,
		{
			...{ provider, branch: providerBranch, buildUrl: source.buildUrl ?? buildUrl, suite: projectVersion() },
			version: source.providerVersion ?? providerVersionOf(spec.document, target !== undefined),
		},
		progress,
	);
	return withNote([...steps, published], reason && `         not all was published at ${broker.name}: ${reason}`);
}

async function publishStep(
	http: BrokerHttp,
	results: readonly Result[],
	of: ProviderVersion,
	progress: Progress,
): Promise<StepResult> {
	const started = performance.now();
	progress.say('publish: the results of the verification');
	const kept = results.filter(({ isKept }) => isKept).length;
	const sentence = `result with broker: ${counted(results.length, 'pact')}, ${kept} kept, by ${of.provider} ${of.version} of branch ${of.branch}`;
	try {
		await publishResults(http, results, of);
		return { judged: [], findings: [], note: note('publish', started, sentence), notes: [] };
	} catch (error) {
		return only(faultFinding(error), note('publish', started, 'result with broker: it was not published'));
	}
}

/** The contract that the broker has, against the description. */
function checkStep(pacts: readonly PactFile[], spec: Spec): StepResult {
	const started = performance.now();
	const judged = pacts.flatMap(({ interactions }) =>
		interactions.flatMap((interaction): Judged[] => {
			if (interaction.kind !== 'http') return [];
			const { operation, findings } = check(interaction.exchange, spec, 'contract');
			return [{ ref: interaction.ref, operation, findings }];
		}),
	);
	const sentence = `contract with spec: ${counted(judged.length, 'interaction')} of ${counted(pacts.length, 'pact')} from the broker`;
	return { judged, findings: [], note: note('check', started, sentence), notes: [] };
}

export interface OwnResults {
	/** The pacts on disk, published under `version`, and what came of them. */
	readonly pacts: readonly PactFile[];
	readonly version: string;
	readonly judged: readonly Judged[];
	readonly findings: readonly Finding[];
	readonly spec: Spec;
	readonly environment: Environment;
	readonly buildUrl: string | undefined;
	readonly strict: boolean;
}

/** Milliseconds for each answer of the broker. */
const timeout = 30_000;

/** Publishes what a remote provider made of the pacts on disk, once they are published themselves. */
export async function publishOwnResults(given: OwnResults, progress: Progress): Promise<StepResult[]> {
	const started = performance.now();
	const { pacts, version, judged, findings, spec, environment, buildUrl, strict } = given;
	const broker = brokerOf(environment);
	try {
		const http = await brokerHttp(broker, timeout);
		const byProvider = new Map<string, Result[]>();
		for (const pact of pacts) {
			const own = await pactOfVersion(http, broker.name, pact, version);
			const results = resultOf(own, pact.file, judged, findings, strict);
			byProvider.set(pact.provider, [...(byProvider.get(pact.provider) ?? []), ...results]);
		}
		const steps: StepResult[] = [];
		for (const [provider, results] of byProvider) {
			if (results.length === 0) continue;
			const suite = projectVersion();
			const of = { provider, version: providerVersionOf(spec.document, true), branch: providerBranchOf(true) };
			steps.push(await publishStep(http, results, { ...of, buildUrl, suite }, progress));
		}
		return steps;
	} catch (error) {
		return [only(faultFinding(error), note('publish', started, 'result with broker: it was not published'))];
	}
}

/** Whether the provider kept a pact; none where something about it could not be judged. */
function resultOf(
	of: BrokerPact,
	file: string,
	judged: readonly Judged[],
	general: readonly Finding[],
	strict: boolean,
): Result[] {
	const own = judged.filter(({ ref }) => ref.file === file);
	// What the provider did beside the interactions breaks the spec for all; that a customer was not put back, for none.
	const beside = general.filter(({ code }) => /^(response|provider)\./.test(code) || codes[code] === 'unjudged');
	const findings = [...beside, ...own.flatMap((each) => each.findings)];
	if (findings.some(({ code }) => codes[code] === 'unjudged')) return [];
	const kept = new Map<number, boolean>();
	for (const { ref, findings: of } of own) {
		kept.set(ref.index, (kept.get(ref.index) ?? true) && verdictOf(of, strict) === 'agree');
	}
	return [{ of, isKept: verdictOf(findings, strict) === 'agree', interactions: kept }];
}

/** What is wrong with a pending pact is shown, and fails nothing. */
function lenient(judged: Judged, pending: ReadonlySet<string>, strict: boolean): Judged {
	if (!pending.has(judged.ref.file)) return judged;
	return {
		...judged,
		findings: judged.findings.map((each) => {
			if (verdictOf([each], strict) !== 'disagree') return each;
			const { severity: _error, fingerprint, code, message, ...rest } = each;
			const what = 'The contract is pending, for the provider has never kept it, so this fails nothing';
			return finding({ ...rest, code: 'pact.pending', message: `${what}: ${code}. ${message}`, detail: fingerprint });
		}),
	};
}

function whyUnpublished(
	{ publishes }: BrokerSource,
	filter: string | undefined,
	results: readonly Result[],
	pacts: readonly BrokerPact[],
): string {
	if (!publishes) return '--no-publish was said';
	if (filter !== undefined) return 'the run was filtered';
	return results.length < pacts.length ? 'what could not be judged proves nothing' : '';
}

function withNote(steps: readonly StepResult[], line: string): StepResult[] {
	const last = steps.at(-1);
	return last === undefined || line === ''
		? [...steps]
		: [...steps.slice(0, -1), { ...last, notes: [...last.notes, line] }];
}

const only = (of: Finding, own: StepResult['note']): StepResult => ({
	judged: [],
	findings: [of],
	note: own,
	notes: [],
});

/** The provider of the pacts on disk. Throws {@link InputError}. */
async function providerOnDisk(): Promise<string> {
	const next = 'Say --provider NAME';
	const files = await pactFiles([]).catch(() => []);
	const names = new Set((files.length === 0 ? [] : await readPacts(files)).map(({ provider }) => provider));
	const [name] = names;
	if (name !== undefined && names.size === 1) return name;
	const found = names.size === 0 ? 'has no pact that could say it' : `has pacts with ${[...names].join(' and ')}`;
	throw new InputError(`Which provider is to be verified is not known: pacts/ ${found}. ${next}.`);
}
