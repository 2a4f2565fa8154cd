/**
 * `contract publish`: pacts that agree with the spec go to the broker, under a version that names their origin.
 */

import { reachBroker } from '../broker/http';
import { type Contract, contractsOf, type Publication, publishContract } from '../broker/publish';
import { brokerOf, hasBroker } from '../broker/settings';
import { consumerVersion, refuseDirty, type VersionOptions } from '../broker/version';
import type { Finding } from '../exchange/finding';
import { InputError } from '../json/input-error';
import { counted } from '../json/text';
import type { PactFile } from '../pact/pact-file';
import { checkStep } from './check';
import { readPacts } from './inputs';
import { brokerStep, line, type Run, type StepResult, stepResult, verdictSoFar, withNote } from './step';

export interface PublishOptions extends VersionOptions {
	/** Whether what is published joins what the version has already. */
	readonly merges: boolean;
	/** Only prints what would be published; the broker is not asked. */
	readonly dryRun: boolean;
}

/** Throws {@link InputError} as {@link publishStep} does, and where a pact cannot be read. */
export async function runPublish(
	options: PublishOptions & { readonly files: readonly string[]; readonly strict: boolean },
	run: Run,
): Promise<StepResult[]> {
	const pacts = await readPacts(options.files, run.settings.pacts);
	const checked = await checkStep(pacts, run);
	const agrees = verdictSoFar([checked], run, options.strict) === 'agree';
	if (!agrees) return withNote([checked], 'nothing was published: check has to agree first');
	return [checked, await publishStep(pacts, options, run)];
}

/**
 * Publishes pacts that agree with the spec. Throws {@link InputError} where there is no broker, or it is unclear what is
 * published under which version.
 */
export async function publishStep(
	pacts: readonly PactFile[],
	options: PublishOptions,
	{ environment, progress }: Pick<Run, 'environment' | 'progress'>,
): Promise<StepResult> {
	const started = performance.now();
	const broker = options.dryRun && !hasBroker(environment) ? undefined : brokerOf(environment);
	const contracts = contractsOf(pacts);
	refuseUnnamed(contracts);
	refuseTags(options.tags);
	if (!options.allowDirty) await refuseDirty(environment);
	const { tags, merges } = options;
	const publication: Publication = { ...(await consumerVersion(options, environment)), tags, merges };
	const sentenceOf = (fate: string) => `contract to ${broker?.name ?? 'no broker (none is configured)'}: ${fate}`;
	if (options.dryRun || !broker) {
		const notes = contracts.map((each) => whatWouldGo(each, publication));
		return stepResult('publish', started, sentenceOf('nothing was sent (--dry-run)'), { notes });
	}
	progress.show(`publish: the contract to ${broker.name}`);
	const none = sentenceOf('nothing was published');
	return brokerStep('publish', started, none, async () => {
		const http = await reachBroker(broker);
		const gone: string[] = [];
		let known = ', which was already there';
		const findings: Finding[] = [];
		for (const contract of contracts) {
			const end = await publishContract(contract, publication, http);
			// What keeps one from going keeps the next from it too; what went is there also when all is run again.
			if (typeof end === 'object') {
				findings.push(end);
				break;
			}
			if (end === 'new') known = '';
			gone.push(`${contract.consumer} with ${contract.provider}`);
		}
		if (gone.length === 0) return [none, ...findings];
		const all = counted(contracts.length, 'contract');
		const count = findings.length > 0 ? `${gone.length} of ${all}` : gone.join(', ');
		const { version, branch: onto } = publication;
		return [sentenceOf(`${count} under version ${version}, branch ${onto}${known}`), ...findings];
	});
}

/** Pact's own tools would publish what has no name under one of their own. */
function refuseUnnamed(contracts: readonly Contract[]): void {
	const unnamed = contracts.find(({ consumer, provider }) => consumer === '' || provider === '');
	if (!unnamed) return;
	const party = unnamed.consumer === '' ? 'consumer' : 'provider';
	throw new InputError(
		`The pact ${unnamed.pacts[0]?.file ?? ''} does not name its ${party}, so the broker has no place for it. Give it a name at /${party}/name.`,
	);
}

function refuseTags(tags: readonly string[]): void {
	const odd = tags.find((tag) => tag.includes(','));
	if (odd !== undefined) {
		throw new InputError(`--tag "${odd}" holds a comma, which no tag can. Say --tag once for each.`);
	}
}

function whatWouldGo(
	{ consumer, provider, pacts }: Contract,
	{ version, branch, buildUrl, tags, merges }: Publication,
) {
	const parts = [
		`${consumer} with ${provider} from ${pacts.map(({ file }) => file).join(', ')}`,
		...[`version ${version}`, `branch ${branch}`],
		...(tags.length > 0 ? [`tags ${tags.join(', ')}`] : []),
		...(buildUrl === undefined ? [] : [`build ${buildUrl}`]),
		...(merges ? ['joined with what is there'] : []),
	];
	return line(`would go: ${parts.join('; ')}`);
}
