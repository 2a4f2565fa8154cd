/** `contract can-i-deploy`: asks the broker whether a version may be deployed. */
import { setTimeout as wait } from 'node:timers/promises';
import { askToDeploy, type Destination, environmentNamed, isKnown } from '../broker/deploy';
import { brokerOf } from '../broker/settings';
import { finding } from '../exchange/finding';
import { InputError } from '../json/input-error';
import { capital, counted } from '../json/text';
import type { PactFile } from '../pact/pact-file';
import { askBroker, type DeployOptions, deployableOf, pactsToDeploy, unpublished } from './deployment';
import type { Run, StepResult } from './step';

export interface DeployQuestion {
	/** The environment that it goes to; undefined for the newest verified version of the provider's main branch. */
	readonly environment: string | undefined;
	/** How often it is asked again while the answer is not known yet. */
	readonly retryWhileUnknown: number;
	/** Seconds between. */
	readonly retryInterval: number;
}

/** Throws {@link InputError} as {@link deployStep} does, and where a pact cannot be read. */
export const runCanIDeploy = async (options: DeployOptions & DeployQuestion, run: Run): Promise<StepResult> =>
	deployStep(await pactsToDeploy(options, options.environment, run.settings.pacts), options, run);

/** Throws {@link InputError} if the version cannot be determined, or the broker has no such environment. */
export async function deployStep(
	pacts: readonly PactFile[],
	options: DeployOptions & DeployQuestion,
	{ environment, progress }: Pick<Run, 'environment' | 'progress'>,
): Promise<StepResult> {
	const broker = brokerOf(environment);
	const deployable = await deployableOf(pacts, options, environment);
	const { pacticipant, version } = deployable;
	const to = destinationOf(pacts, pacticipant, options.environment);
	const question = `version ${version} of "${pacticipant}" ${inWords(to)}`;
	const sentenceOf = (outcome: string) => `deployment of ${question}, by ${broker.name}: ${outcome}`;
	return askBroker(broker, progress, async (http) => {
		if (to.kind === 'environment') await environmentNamed(to.name, http);
		if (!(await isKnown(deployable, http))) return [sentenceOf('not known'), unpublished(deployable, broker)];
		let { kind, reason, verified } = await askToDeploy(deployable, to, broker);
		for (let again = 1; kind === 'unknown' && again <= options.retryWhileUnknown; again += 1) {
			progress.show(`deploy: not verified yet, asking again (${again} of ${options.retryWhileUnknown})`);
			await wait(options.retryInterval * 1_000);
			({ kind, reason, verified } = await askToDeploy(deployable, to, broker));
		}
		// A yes that nothing stands behind is the broker's only where nobody depends on anybody.
		if (kind === 'yes' && verified === 0 && pacts.some(({ consumer }) => consumer === pacticipant)) {
			kind = 'unknown';
			reason = `it says yes, but no contract of that version was verified (${reason})`;
		}
		const detail = JSON.stringify([pacticipant, to.kind === 'environment' ? to.name : to.providers]);
		switch (kind) {
			case 'yes':
				return [sentenceOf(`yes, ${counted(verified, 'verification')} passed`)];
			case 'no': {
				const title = `${capital(broker.name)} says that ${question} would break: ${reason}.`;
				const fix = ['Look at the result of that verification, correct what disagrees, and verify again.'];
				return [sentenceOf('no'), finding({ code: 'deploy.refused', title, fix, detail })];
			}
			case 'unknown': {
				const title = `${capital(broker.name)} cannot say yet whether ${question} would work: ${reason}.`;
				const fix = [
					"Have it verified (`contract verify --from-broker`) and the provider's deployment recorded.",
					'Ask again with --retry-while-unknown.',
				];
				return [sentenceOf('not known yet'), finding({ code: 'deploy.unknown', title, fix, detail })];
			}
			default:
				return kind satisfies never;
		}
	});
}

function destinationOf(pacts: readonly PactFile[], pacticipant: string, environment: string | undefined): Destination {
	if (environment !== undefined) return { kind: 'environment', name: environment };
	const own = pacts.filter(({ consumer, provider }) => consumer === pacticipant && provider !== '');
	const providers = [...new Set(own.map(({ provider }) => provider))];
	if (providers.length > 0) return { kind: 'main', providers };
	throw new InputError(
		`No pact here names a provider of "${pacticipant}", so there is no main branch to ask about. Say --environment NAME.`,
	);
}

const inWords = (to: Destination) =>
	to.kind === 'environment'
		? `in ${to.name}`
		: `with the main branch of ${to.providers.map((each) => `"${each}"`).join(', ')}`;
