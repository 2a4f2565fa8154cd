/** `contract record-deployment`: records at the broker that a version was deployed. */
import { environmentNamed, isKnown, tellDeployed } from '../broker/deploy';
import { brokerOf } from '../broker/settings';
import { askBroker, type DeployOptions, deployableOf, pactsToDeploy, unpublished } from './deployment';
import type { Run, StepResult } from './step';

export interface RecordDeploymentOptions extends DeployOptions {
	/** The environment's name. */
	readonly environment: string;
}

/** Throws `InputError` if the version cannot be determined, or the broker has no such environment. */
export async function runRecordDeployment(
	options: RecordDeploymentOptions,
	{ environment, progress, settings }: Run,
): Promise<StepResult> {
	const pacts = await pactsToDeploy(options, options.environment, settings.pacts);
	const broker = brokerOf(environment);
	const deployable = await deployableOf(pacts, options, environment);
	const { pacticipant, version } = deployable;
	const subject = `deployment of version ${version} of "${pacticipant}" to ${options.environment}, at ${broker.name}`;
	return askBroker(broker, progress, async (http) => {
		const target = await environmentNamed(options.environment, http);
		if (!(await isKnown(deployable, http))) return [`${subject}: not recorded`, unpublished(deployable, broker)];
		await tellDeployed(deployable, target, http);
		return [`${subject}: recorded`];
	});
}
