/**
 * `contract gate`: record, check, tolerate, verify, coverage, and one verdict. With a Pact Broker it then publishes the contract and the result of
 * a remote verification, and asks whether this version may be deployed. A line of the report says what was not done, and why.
 */

import { hasBroker } from '../broker/settings';
import { consumerVersion, refuseDirty, type VersionOptions } from '../broker/version';
import type { Exchange } from '../exchange/exchange';
import { finding, isRed } from '../exchange/finding';
import type { PactFile } from '../pact/pact-file';
import type { Environment } from '../system/environment';
import { type DeployQuestion, deployStep } from './can-i-deploy';
import { checkStep } from './check';
import { type CoverageOptions, coverageOf, coverageStep } from './coverage';
import { hasPacts, readOwnPacts } from './inputs';
import { publishStep } from './publish';
import { type RecordOptions, runRecord } from './record';
import { publishOwnResults } from './results';
import { type Run, type StepResult, stepResult, verdictSoFar, withFindings, withNote } from './step';
import { tolerateStep } from './tolerate';
import { type ProviderOptions, targetOf, verifyStep } from './verify-step';

export interface GateOptions extends RecordOptions, CoverageOptions, ProviderOptions, VersionOptions, DeployQuestion {
	readonly strict: boolean;
}

/** Throws `InputError` if an option, a variable or a pact cannot be used. */
export async function runGate(options: GateOptions, run: Run): Promise<StepResult[]> {
	const target = targetOf(options, run);
	const plan = await publicationPlan(options, run.environment);
	// In CI a stale contract is an error: nobody would commit a replaced one.
	const recorded = await runRecord(options, run, run.environment.isCi ? 'never' : 'untouched');
	// If record failed, there is no contract to check or verify.
	if (recorded.findings.some(({ code }) => code.startsWith('record.'))) return withNote([recorded], skipped);
	// In CI the first pact of a project is stale before there is one.
	if (recorded.findings.some(isRed) && !(await hasPacts(run.settings))) return withNote([recorded], withoutPacts);
	const { pacts, findings } = await readOwnPacts([], run.settings);
	const checked = withFindings(await checkStep(pacts, run), findings, pacts);
	// Both wait for other threads and processes most of the time.
	const tolerating = tolerateStep(pacts, run);
	tolerating.catch(() => {});
	const counting = coverageOf(pacts, run);
	const onAnswer = (exchange: Exchange) => counting.see(exchange);
	const verified = { ...(await verifyIfConfigured(pacts, target, options, run, onAnswer)), texts: pacts };
	// Interactions are counted from pacts/, not from this recording.
	const covered = coverageStep(counting, options, run);
	const steps = [{ ...recorded, judged: [] }, checked, await tolerating, verified, covered];
	if ('unpublished' in plan) return withNote(steps, `not published: ${plan.unpublished}`);
	const obstacle = await reasonNotToPublish(steps, options, run);
	if (obstacle !== undefined) return withNote(steps, `not published: ${obstacle}`);
	return [...steps, ...(await publishAndAsk(plan, { pacts, steps, isRemote: target !== undefined }, options, run))];
}

const withoutPacts = 'check, tolerate and verify did not run: there is no pact yet';
const skipped = 'check, tolerate and verify did not run: the client and its contract have to agree first';

/** A `provider.absent` warning if neither a URL nor a local provider is configured. */
async function verifyIfConfigured(
	pacts: readonly PactFile[],
	target: URL | undefined,
	options: GateOptions,
	run: Run,
	onAnswer: (exchange: Exchange) => void,
): Promise<StepResult> {
	const { provider, file } = run.settings;
	if (target || provider.local) return verifyStep(pacts, target, options, run, onAnswer);
	const title = 'Nothing was verified: no provider is configured.';
	const fix = [`Set ${run.environment.names.baseUrl} or --provider-url.`, `Add provider.local to ${file}.`];
	const findings = [finding({ code: 'provider.absent', title, fix })];
	const sentence = 'contract and spec with provider: not verified';
	return stepResult('verify', performance.now(), sentence, { findings, acceptances: run.acceptances });
}

/** What the contract is published as. */
type Publication = VersionOptions & { readonly version: string };

/**
 * Before anything runs: what the contract is published as, or why it is not. Throws `InputError` if the version is unknown,
 * and in CI if the work tree has uncommitted changes.
 */
async function publicationPlan(
	options: GateOptions,
	environment: Environment,
): Promise<Publication | { readonly unpublished: string }> {
	if (!hasBroker(environment)) return { unpublished: 'no broker configured (PACT_BROKER_BASE_URL)' };
	if (!(await isClean(options, environment))) return { unpublished: uncommitted };
	const { tags, allowDirty } = options;
	return { ...(await consumerVersion(options, environment)), tags, allowDirty };
}

const uncommitted = 'the work tree has uncommitted changes';

/** Whether the work tree has no uncommitted changes, or they are allowed. In CI, throws `InputError` if it has. */
async function isClean({ allowDirty }: GateOptions, environment: Environment): Promise<boolean> {
	try {
		if (!allowDirty) await refuseDirty(environment);
		return true;
	} catch (error) {
		if (environment.isCi) throw error;
		return false;
	}
}

async function reasonNotToPublish(
	steps: readonly StepResult[],
	options: GateOptions,
	run: Run,
): Promise<string | undefined> {
	if (verdictSoFar(steps, run, options.strict) !== 'agree') return 'all has to agree first';
	// The gate itself may have replaced a pact.
	return (await isClean(options, run.environment)) ? undefined : uncommitted;
}

interface Verified {
	readonly pacts: readonly PactFile[];
	readonly steps: readonly StepResult[];
	readonly isRemote: boolean;
}

/** Publishes and asks can-i-deploy; stops at the first red step. Throws `InputError` if an option cannot be used. */
async function publishAndAsk(
	publication: Publication,
	{ pacts, steps, isRemote }: Verified,
	options: GateOptions,
	run: Run,
): Promise<StepResult[]> {
	const published = await publishStep(pacts, { ...publication, allowDirty: true, merges: false, dryRun: false }, run);
	if (!isGreen(published)) return [published];
	const judged = steps.flatMap((step) => step.judged);
	const findings = steps.at(-1)?.findings ?? [];
	const results = isRemote
		? await publishOwnResults({ ...publication, pacts, judged, findings, strict: options.strict }, run)
		: [];
	const before = [published, ...results];
	if (!results.every(isGreen)) return before;
	const question = { ...options, pacticipant: undefined, version: publication.version };
	return [...before, await deployStep(pacts, question, run)];
}

const isGreen = ({ findings }: StepResult) => !findings.some(isRed);
