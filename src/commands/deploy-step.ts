/** The step deploy: whether the broker lets a version be deployed, and the word to it that it was. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Decision, Deployable, Destination } from '../broker/deploy';
import { faultFinding } from '../broker/fault';
import type { BrokerHttp } from '../broker/http';
import { type Broker, brokerOf } from '../broker/settings';
import { type Finding, finding } from '../exchange/finding';
import { InputError } from '../json/input-error';
import { capital, counted } from '../json/text';
import type { PactFile } from '../pact/pact-file';
import type { Environment } from '../system/environment';
import type { DeployOptions, DeployQuestion } from './arguments';
import type { Progress } from './progress';
import { note, type StepResult } from './steps';

interface Given {
	/** Those on disk, none where there are none. */
	readonly pacts: readonly PactFile[];
	readonly environment: Environment;
}
export interface DeployStepOptions extends Given {
	readonly options: DeployOptions & DeployQuestion;
}
export interface RecordDeploymentStepOptions extends Given {
	readonly options: DeployOptions & {
		/** The environment's name. */
		readonly environment: string;
	};
}

/** Asks. Throws {@link InputError} where it cannot be told what about, or the broker does not know the environment. */
export async function deployStep(given: DeployStepOptions, progress: Progress): Promise<StepResult> {
	const { pacts, environment, options } = given;
	const broker = brokerOf(environment);
	const deployable = await deployableOf(pacts, options, environment);
	const { pacticipant, version } = deployable;
	const to = destinationOf(pacts, pacticipant, options.environment);
	return asking(broker, progress, async (http) => {
		const { askToDeploy, environmentNamed, isKnown } = await import('../broker/deploy');
		const subject = `version ${version} of "${pacticipant}"`;
		const question = `${subject} ${inWords(to)}`;
		const sentenceOf = (outcome: string) => `deployment of ${question}, by ${broker.name}: ${outcome}`;
		if (to.kind === 'environment') await environmentNamed(to.name, broker, http);
		if (!(await isKnown(deployable, broker, http))) {
			return { sentence: sentenceOf('not known'), findings: [unpublished(deployable, broker)] };
		}
		let decision = await askToDeploy(deployable, to, broker);
		for (let again = 1; decision.kind === 'unknown' && again <= options.retryWhileUnknown; again += 1) {
			progress.say(`deploy: not verified yet, asked again (${again} of ${options.retryWhileUnknown})`);
			await wait(options.retryInterval * 1_000);
			decision = await askToDeploy(deployable, to, broker);
		}
		// A yes that nothing stands behind is the broker's only where nobody depends on anybody.
		if (decision.kind === 'yes' && decision.verified === 0 && pacts.some(({ consumer }) => consumer === pacticipant)) {
			const reason = `it says yes, but no contract of that version was verified (${decision.reason})`;
			decision = { ...decision, kind: 'unknown', reason };
		}
		return concluded(decision);

		function concluded({ kind, reason, verified }: Decision) {
			const detail = JSON.stringify([pacticipant, to.kind === 'environment' ? to.name : to.providers]);
			switch (kind) {
				case 'yes':
					return { sentence: sentenceOf(`yes, ${counted(verified, 'verification')} passed`), findings: [] };
				case 'no': {
					const message = `${capital(broker.name)} says that ${question} would break: ${reason}. Look at the result of that verification, mend what disagrees, and verify again`;
					return { sentence: sentenceOf('no'), findings: [finding({ code: 'deploy.refused', message, detail })] };
				}
				case 'unknown': {
					const next =
						"Have it verified (`contract verify --from-broker`) and the provider's deployment recorded, or ask again with --retry-while-unknown";
					const message = `${capital(broker.name)} cannot say yet whether ${question} would work: ${reason}. ${next}`;
					return {
						sentence: sentenceOf('not known yet'),
						findings: [finding({ code: 'deploy.unknown', message, detail })],
					};
				}
				default:
					return kind satisfies never;
			}
		}
	});
}

/** Tells. Throws {@link InputError} as {@link deployStep} does. */
export async function recordDeploymentStep(
	given: RecordDeploymentStepOptions,
	progress: Progress,
): Promise<StepResult> {
	const { pacts, environment, options } = given;
	const broker = brokerOf(environment);
	const deployable = await deployableOf(pacts, options, environment);
	return asking(broker, progress, async (http) => {
		const { environmentNamed, isKnown, tellDeployed } = await import('../broker/deploy');
		const subject = `deployment of version ${deployable.version} of "${deployable.pacticipant}" to ${options.environment}`;
		const sentence = `${subject}, at ${broker.name}: `;
		const target = await environmentNamed(options.environment, broker, http);
		if (!(await isKnown(deployable, broker, http))) {
			return { sentence: `${sentence}not recorded`, findings: [unpublished(deployable, broker)] };
		}
		await tellDeployed(deployable, target, broker, http);
		return { sentence: `${sentence}recorded`, findings: [] };
	});
}

interface Told {
	readonly sentence: string;
	readonly findings: readonly Finding[];
}

/** A fault of the broker is what the step found. */
async function asking(
	broker: Broker,
	progress: Progress,
	use: (http: BrokerHttp) => Promise<Told>,
): Promise<StepResult> {
	const started = performance.now();
	const { reachBroker } = await import('../broker/http');
	progress.say(`deploy: a question to ${broker.name}`);
	const told = await reachBroker(broker)
		.then(use)
		.catch((error: unknown): Told => {
			if (error instanceof InputError) throw error;
			return { sentence: `deployment, by ${broker.name}: no answer`, findings: [faultFinding(error)] };
		});
	return {
		judged: [],
		findings: told.findings,
		note: note('deploy', started, told.sentence),
		notes: [],
		judgesNone: true,
	};
}

async function deployableOf(
	pacts: readonly PactFile[],
	options: DeployOptions,
	environment: Environment,
): Promise<Deployable> {
	const pacticipant = options.pacticipant ?? onlyConsumer(pacts);
	if (options.version !== undefined) return { pacticipant, version: options.version };
	const { commitVersion } = await import('../broker/version');
	return { pacticipant, version: await commitVersion(environment) };
}

function onlyConsumer(pacts: readonly PactFile[]): string {
	const consumers = [...new Set(pacts.map(({ consumer }) => consumer))].filter((name) => name !== '');
	const [only] = consumers;
	if (only !== undefined && consumers.length === 1) return only;
	const found =
		only === undefined ? 'The pacts name no consumer' : `The pacts have several consumers: ${consumers.join(', ')}`;
	throw new InputError(`${found}. Say which application it is about with --pacticipant NAME.`);
}

function destinationOf(pacts: readonly PactFile[], pacticipant: string, environment: string | undefined): Destination {
	if (environment !== undefined) return { kind: 'environment', name: environment };
	const own = pacts.filter(({ consumer, provider }) => consumer === pacticipant && provider !== '');
	const providers = [...new Set(own.map(({ provider }) => provider))];
	if (providers.length > 0) return { kind: 'main', providers };
	throw new InputError(
		`No pact here says whom "${pacticipant}" depends on, so it cannot be asked about main branches. Say --environment NAME.`,
	);
}

const inWords = (to: Destination) =>
	to.kind === 'environment'
		? `in ${to.name}`
		: `with the main branch of ${to.providers.map((each) => `"${each}"`).join(', ')}`;

function unpublished({ pacticipant, version }: Deployable, { name }: Broker): Finding {
	const message = `${capital(name)} has no version ${version} of "${pacticipant}". Run \`contract publish\` first, or correct --pacticipant and --version`;
	return finding({ code: 'deploy.unknown', message, detail: JSON.stringify([pacticipant]) });
}
