/**
 * `contract gate`: record, check, verify, and one verdict. Where a Pact Broker is set, the contract goes there once all
 * agree, what a remote provider made of it as well, and then the broker is asked whether this version may be deployed.
 * Where something is not done, a line says why.
 */

import { hasBroker } from '../broker/settings';
import { consumerVersion, refuseDirty, type VersionOptions } from '../broker/version';
import { finding, isRed } from '../exchange/finding';
import type { PactFile } from '../pact/pact-file';
import type { Environment } from '../system/environment';
import { type DeployQuestion, deployStep } from './can-i-deploy';
import { checkStep } from './check';
import { readOwnPacts } from './inputs';
import { publishStep } from './publish';
import { type RecordOptions, runRecord } from './record';
import { publishOwnResults } from './results';
import { line, type Run, type StepResult, stepResult, verdictSoFar, withFindings, withNote } from './step';
import { type ProviderOptions, targetOf, verifyStep } from './verify-step';

export interface GateOptions extends RecordOptions, ProviderOptions, VersionOptions, DeployQuestion {
	readonly strict: boolean;
}

/** Throws `InputError` where an option, a variable or a pact cannot be used. */
export async function runGate(options: GateOptions, run: Run): Promise<StepResult[]> {
	const target = targetOf(options, run);
	const plan = await planForBroker(options, run.environment);
	// In CI a contract that is out of date must be seen, not replaced where nobody commits it.
	const recorded = await runRecord(options, run, run.environment.isCi ? 'never' : 'untouched');
	// Without a contract that the client keeps, there is nothing to hold against spec and provider.
	if (recorded.findings.some((each) => each.code.startsWith('record.'))) {
		return [{ ...recorded, notes: [...recorded.notes, skipped] }];
	}
	const { pacts, findings } = await readOwnPacts([], run.settings);
	const checked = withFindings(await checkStep(pacts, run), findings, pacts);
	const verified = { ...(await verifiedOr(pacts, target, options, run)), texts: pacts };
	// Judged is what stands in pacts/, which need not be what was recorded just now.
	const steps = [{ ...recorded, judged: [] }, checked, verified];
	const end = typeof plan === 'string' ? plan : ((await whyUnpublished(steps, options, run)) ?? plan);
	if (typeof end === 'string') {
		return withNote(steps, `not published: ${end}`);
	}
	return [...steps, ...(await endWithBroker(end, pacts, steps, target !== undefined, options, run))];
}

/** Without a local provider and without a URL, that nothing was verified. */
async function verifiedOr(
	pacts: readonly PactFile[],
	target: URL | undefined,
	options: GateOptions,
	run: Run,
): Promise<StepResult> {
	const { provider, file } = run.settings;
	if (target || provider.local) return verifyStep(pacts, target, options, run);
	const title = 'Nothing was verified: no provider is configured.';
	const fix = [`Set ${run.environment.names.baseUrl} or --provider-url.`, `Add provider.local to ${file}.`];
	const findings = [finding({ code: 'provider.absent', title, fix })];
	const sentence = 'contract and spec with provider: not verified';
	return stepResult('verify', performance.now(), sentence, { findings, acceptances: run.acceptances });
}

const skipped = line('check and verify did not run: the client and its contract have to agree first');

/** What the contract is published as. */
type PublishAs = VersionOptions & { readonly version: string };

/**
 * Before anything runs: what the contract is published as, or why it is not. Throws `InputError` where that is not known,
 * and in CI where the work tree has uncommitted changes; elsewhere those are a reason to publish nothing.
 */
async function planForBroker(options: GateOptions, environment: Environment): Promise<PublishAs | string> {
	if (!hasBroker(environment)) return 'no broker configured (PACT_BROKER_BASE_URL)';
	if (!(await isClean(options, environment))) return uncommitted;
	const { tags, allowDirty } = options;
	return { ...(await consumerVersion(options, environment)), tags, allowDirty };
}

const uncommitted = 'the work tree has uncommitted changes';

/** Throws `InputError` where it is not, in CI. */
async function isClean({ allowDirty }: GateOptions, environment: Environment): Promise<boolean> {
	try {
		if (!allowDirty) await refuseDirty(environment);
		return true;
	} catch (error) {
		if (environment.isCi) throw error;
		return false;
	}
}

/** Undefined where nothing stands against it. */
async function whyUnpublished(
	steps: readonly StepResult[],
	options: GateOptions,
	run: Run,
): Promise<string | undefined> {
	if (verdictSoFar(steps, run, options.strict) !== 'agree') return 'all has to agree first';
	// The gate itself has replaced a contract that had changed.
	return (await isClean(options, run.environment)) ? undefined : uncommitted;
}

/** Publishes and asks, as far as all goes well. Throws `InputError` where an option or a variable cannot be used. */
async function endWithBroker(
	as: PublishAs,
	pacts: readonly PactFile[],
	steps: readonly StepResult[],
	isRemote: boolean,
	options: GateOptions,
	run: Run,
): Promise<StepResult[]> {
	const published = await publishStep(pacts, { ...as, allowDirty: true, merges: false, dryRun: false }, run);
	if (!isWell(published)) return [published];
	const judged = steps.flatMap((step) => step.judged);
	const findings = steps.at(-1)?.findings ?? [];
	const results = isRemote
		? await publishOwnResults({ ...as, pacts, judged, findings, strict: options.strict }, run)
		: [];
	const before = [published, ...results];
	if (!results.every(isWell)) return before;
	const question = { ...options, pacticipant: undefined, version: as.version };
	return [...before, await deployStep(pacts, question, run)];
}

const isWell = ({ findings }: StepResult) => !findings.some(isRed);
