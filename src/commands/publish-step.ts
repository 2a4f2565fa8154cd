/** The step publish: pacts that agree with the description go to the broker, under a version that says where they come from. */

import type { BrokerHttp } from '../broker/http';
import type { Contract, Publication, Published } from '../broker/publish';
import { brokerOf, hasBroker } from '../broker/settings';
import type { Finding } from '../exchange/finding';
import { InputError } from '../json/input-error';
import { counted } from '../json/text';
import type { PactFile } from '../pact/pact-file';
import type { Environment } from '../system/environment';
import type { VersionOptions } from './arguments';
import type { Progress } from './progress';
import { note, type StepResult } from './steps';

export interface PublishStepOptions {
	/** All of them agree with the description. */
	readonly pacts: readonly PactFile[];
	readonly environment: Environment;
	readonly options: VersionOptions & {
		readonly merges: boolean;
		/** Whether it is only said what would go; nobody is asked then. */
		readonly dryRun: boolean;
	};
}

/** Throws {@link InputError} where there is no broker, or it cannot be told what goes there under which version. */
export async function publishStep(given: PublishStepOptions, progress: Progress): Promise<StepResult> {
	const started = performance.now();
	const { pacts, environment, options } = given;
	const broker = options.dryRun && !hasBroker(environment) ? undefined : brokerOf(environment);
	const [{ contractsOf, publishContract }, { consumerVersion, refuseDirty }, { reachBroker }, { faultFinding }] =
		await Promise.all([
			import('../broker/publish'),
			import('../broker/version'),
			import('../broker/http'),
			import('../broker/fault'),
		]);
	const contracts = contractsOf(pacts);
	refuseUnnamed(contracts);
	refuseTags(options.tags);
	if (!options.allowDirty) await refuseDirty();
	const { tags, merges } = options;
	const publication: Publication = { ...(await consumerVersion(options, environment)), tags, merges };
	const under = `under version ${publication.version}, branch ${publication.branch}`;
	const where = broker?.name ?? 'no broker, for none is set';
	if (options.dryRun || !broker) {
		const sentence = `contract to ${where}: nothing was sent (--dry-run)`;
		return result(
			sentence,
			[],
			contracts.map((each) => whatWouldGo(each, publication)),
		);
	}
	progress.say(`publish: the contract to ${broker.name}`);
	const ends: [Contract, Published][] = [];
	let http: BrokerHttp;
	try {
		http = await reachBroker(broker);
	} catch (error) {
		if (error instanceof InputError) throw error;
		return result(`contract to ${broker.name}: nothing was published`, [faultFinding(error)], []);
	}
	for (const contract of contracts) {
		const end = await publishContract(contract, publication, broker, http);
		ends.push([contract, end]);
		// What keeps one from going keeps the next from it too; what went is there also when all is run again.
		if (end.kind === 'not') break;
	}
	const findings = ends.flatMap(([, end]) => (end.kind === 'not' ? [end.finding] : []));
	const gone = ends.filter(([, { kind }]) => kind !== 'not');
	const isKnown = gone.length > 0 && gone.every(([, { kind }]) => kind === 'known');
	const names = gone.map(([{ consumer, provider }]) => `${consumer} with ${provider}`).join(', ');
	const count = findings.length > 0 ? `${gone.length} of ${counted(contracts.length, 'contract')}` : names;
	const fate =
		gone.length === 0 ? 'nothing was published' : `${count} ${under}${isKnown ? ', which was already there' : ''}`;
	return result(`contract to ${broker.name}: ${fate}`, findings, []);

	function result(sentence: string, findings: readonly Finding[], notes: readonly string[]): StepResult {
		return { judged: [], findings, note: note('publish', started, sentence), notes };
	}
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
	return `         would go: ${parts.join('; ')}`;
}
