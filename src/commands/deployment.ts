/** What the commands about deployments share: the version that is meant, and one question to the broker. */
import { existsSync } from 'node:fs';
import type { Deployable } from '../broker/deploy';
import { type BrokerHttp, reachBroker } from '../broker/http';
import type { Broker } from '../broker/settings';
import { commitVersion } from '../broker/version';
import { type Finding, finding } from '../exchange/finding';
import { InputError } from '../json/input-error';
import { capital } from '../json/text';
import type { PactFile } from '../pact/pact-file';
import type { Environment } from '../system/environment';
import { readPacts } from './inputs';
import type { Progress } from './progress';
import { type BrokerOutcome, brokerStep, type StepResult } from './step';

export interface DeployOptions {
	/** The application at the broker; undefined for the consumer of the pacts on disk. */
	readonly pacticipant: string | undefined;
	/** Undefined for CI's or git's commit. */
	readonly version: string | undefined;
}

/** The step deploy: one question to the broker. */
export function askBroker(
	broker: Broker,
	progress: Progress,
	ask: (http: BrokerHttp) => Promise<BrokerOutcome>,
): Promise<StepResult> {
	progress.show(`deploy: a question to ${broker.name}`);
	const fallbackSentence = `deployment, by ${broker.name}: no answer`;
	return brokerStep('deploy', performance.now(), fallbackSentence, () => reachBroker(broker).then(ask));
}

/** The application and version that are meant. Throws {@link InputError} if they cannot be determined. */
export async function deployableOf(
	pacts: readonly PactFile[],
	options: DeployOptions,
	environment: Environment,
): Promise<Deployable> {
	const pacticipant = options.pacticipant ?? onlyConsumer(pacts);
	if (options.version !== undefined) return { pacticipant, version: options.version };
	return { pacticipant, version: await commitVersion(environment) };
}

/** The pacts name the application and its providers; not read where options name both. */
export async function pactsToDeploy(
	{ pacticipant }: DeployOptions,
	environment: string | undefined,
	folder: string,
): Promise<PactFile[]> {
	if (pacticipant === undefined) return readPacts([], folder);
	return environment === undefined && existsSync(folder) ? readPacts([], folder) : [];
}

function onlyConsumer(pacts: readonly PactFile[]): string {
	const consumers = [...new Set(pacts.map(({ consumer }) => consumer))].filter((name) => name !== '');
	const [only] = consumers;
	if (only !== undefined && consumers.length === 1) return only;
	const found =
		only === undefined ? 'The pacts name no consumer' : `The pacts have several consumers: ${consumers.join(', ')}`;
	throw new InputError(`${found}. Say which application it is about with --pacticipant NAME.`);
}

export function unpublished({ pacticipant, version }: Deployable, { name }: Broker): Finding {
	const title = `${capital(name)} has no version ${version} of "${pacticipant}".`;
	const fix = ['Run `contract publish` first.', 'Correct --pacticipant and --version.'];
	return finding({ code: 'deploy.unknown', title, fix, detail: JSON.stringify([pacticipant]) });
}
