/**
 * How the gate ends where a Pact Broker is set: the contract goes there once all agree, what a remote provider made of it
 * as well, and then the broker is asked whether this version may be deployed. Where it is not done, a line says why.
 */

import { hasBroker } from '../broker/settings';
import { consumerVersion, refuseDirty, type VersionOptions } from '../broker/version';
import { codes, verdictOf } from '../exchange/finding';
import type { Spec } from '../openapi/spec';
import type { PactFile } from '../pact/pact-file';
import type { Environment } from '../system/environment';
import { publishOwnResults } from './broker-step';
import { type DeployQuestion, deployStep } from './deploy-step';
import type { Progress } from './progress';
import { publishStep } from './publish-step';
import type { StepResult } from './steps';

export interface GateBrokerOptions {
	readonly environment: Environment;
	readonly options: VersionOptions & DeployQuestion & { readonly strict: boolean };
}

/** What is to be published at the end, or why nothing is. */
export type Plan =
	| { readonly kind: 'publish'; readonly as: VersionOptions & { readonly version: string } }
	| { readonly kind: 'nothing'; readonly why: string };

/**
 * Before anything runs: what is published under which version. Throws `InputError` where that cannot be told, and in CI
 * where the work tree has changes that are not committed; on a desk those are a reason to publish nothing.
 */
export async function planForBroker({ environment, options }: GateBrokerOptions): Promise<Plan> {
	if (!hasBroker(environment)) {
		return { kind: 'nothing', why: 'no Pact Broker is set (PACT_BROKER_BASE_URL)' };
	}
	if (!(await isClean({ environment, options }))) return { kind: 'nothing', why: uncommitted };
	const { tags, allowDirty } = options;
	return { kind: 'publish', as: { ...(await consumerVersion(options, environment)), tags, allowDirty } };
}

const uncommitted = 'the work tree has changes that are not committed';

/** Throws `InputError` where it is not, in CI. */
async function isClean({ environment, options }: GateBrokerOptions): Promise<boolean> {
	try {
		if (!options.allowDirty) await refuseDirty();
		return true;
	} catch (error) {
		if (environment.isCi) throw error;
		return false;
	}
}

export interface Outcome {
	readonly steps: readonly StepResult[];
	readonly notes: readonly string[];
}

export interface Gated extends GateBrokerOptions {
	readonly plan: Plan;
	readonly pacts: readonly PactFile[];
	readonly spec: Spec;
	/** What the gate has found so far, the verification last. */
	readonly steps: readonly StepResult[];
	readonly isRemote: boolean;
}

/** Throws `InputError` where an option or a variable cannot be used. */
export async function endWithBroker(gated: Gated, progress: Progress): Promise<Outcome> {
	const { plan, steps, options, environment, pacts, spec, isRemote } = gated;
	if (plan.kind === 'nothing') return nothing(plan.why);
	const judged = steps.flatMap((step) => step.judged);
	const findings = steps.flatMap((step) => step.findings);
	const all = [...findings, ...judged.flatMap((each) => each.findings)];
	if (verdictOf(all, options.strict) !== 'agree') return nothing('all has to agree first');
	// The gate itself has replaced a contract that had changed.
	if (!(await isClean(gated))) return nothing(uncommitted);
	const { as } = plan;
	const given = { pacts, environment, options: { ...as, allowDirty: true, merges: false, dryRun: false } };
	const published = await publishStep(given, progress);
	if (!isWell(published)) return { steps: [published], notes: [] };
	const results = isRemote
		? await publishOwnResults(
				{
					...{ pacts, judged, spec, environment, version: as.version, buildUrl: as.buildUrl, strict: options.strict },
					findings: steps.at(-1)?.findings ?? [],
				},
				progress,
			)
		: [];
	const before = [published, ...results];
	if (!results.every(isWell)) return { steps: before, notes: [] };
	const question = { ...options, pacticipant: undefined, version: as.version };
	return { steps: [...before, await deployStep({ pacts, environment, options: question }, progress)], notes: [] };
}

const isWell = ({ findings }: StepResult) => findings.every(({ code }) => !['error', 'unjudged'].includes(codes[code]));

const nothing = (why: string): Outcome => ({
	steps: [],
	notes: [`         nothing was published and nobody asked whether it may be deployed: ${why}`],
});
