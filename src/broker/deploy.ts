/**
 * Asks the broker whether a version may be deployed, and tells it that one was. The answer is the broker's summary, never
 * the exit code of Pact's command line, which is 0 also where nothing is known. "No" is only a verification that failed.
 */
import { InputError } from '../json/input-error';
import { jsonIn, property } from '../json/json';
import { capital } from '../json/text';
import { failed } from './fault';
import { type BrokerHttp, embedded } from './http';
import { faultOf, runPactCli } from './pact-cli';
import type { Broker } from './settings';

/** A version of an application that the broker knows. */
export interface Deployable {
	readonly pacticipant: string;
	readonly version: string;
}

/** What it has to get along with: what is in an environment, or the newest versions of main branches. */
export type Destination =
	| { readonly kind: 'environment'; readonly name: string }
	| { readonly kind: 'main'; readonly providers: readonly string[] };

export interface Decision {
	readonly kind: 'yes' | 'no' | 'unknown';
	/** The broker's own words. */
	readonly reason: string;
	/** How many verifications stand behind it. */
	readonly verified: number;
}

export interface DeployableEnvironment {
	readonly name: string;
	readonly uuid: string;
}

/** Whether the broker knows the version. Throws a `BrokerFault`. */
export async function isKnown({ pacticipant, version }: Deployable, http: BrokerHttp): Promise<boolean> {
	const what = `show version ${version} of "${pacticipant}"`;
	const href = `/pacticipants/${encodeURIComponent(pacticipant)}/versions/${encodeURIComponent(version)}`;
	const { status, json } = await http.ask({ href, what });
	if (status === 404) return false;
	if (property(json, 'number') === version) return true;
	throw failed(http.broker.name, what, `with status ${status} and something else`);
}

/** Throws {@link InputError} where the broker has no environment of that name, a `BrokerFault` where it does not answer. */
export async function environmentNamed(wanted: string, http: BrokerHttp): Promise<DeployableEnvironment> {
	const { name } = http.broker;
	const what = 'show its environments';
	const { status, json } = await http.ask({ href: '/environments', what });
	const list = embedded(json, 'environments');
	if (!list) throw failed(name, what, `with status ${status} and something else`);
	const names = list.map((each) => String(property(each, 'name')));
	const uuid = property(list[names.indexOf(wanted)], 'uuid');
	if (typeof uuid === 'string') return { name: wanted, uuid };
	const known = names.length === 0 ? 'none' : names.join(', ');
	throw new InputError(
		`${capital(name)} has no environment "${wanted}"; it has: ${known}. Correct --environment, or create it with ` +
			`\`npx pact broker create-environment --name ${wanted} ${/^prod/i.test(wanted) ? '--production' : '--no-production'}\`.`,
	);
}

/** Throws a `BrokerFault` where it gives no answer that has a meaning. */
export async function askToDeploy(deployable: Deployable, to: Destination, broker: Broker): Promise<Decision> {
	const { pacticipant, version } = deployable;
	const what = `say whether version ${version} of "${pacticipant}" may be deployed`;
	const others =
		to.kind === 'environment'
			? ['--to-environment', to.name]
			: // Without `--latest` every version that was ever on the branch would have a say.
				to.providers.flatMap((provider) => ['--pacticipant', provider, '--main-branch', '--latest']);
	// It finds what belongs to which application by single words only: `--pacticipant=NAME` it does not see.
	const args = ['--pacticipant', pacticipant, '--version', version, ...others, '--output', 'json'];
	const answer = await runPactCli({ broker, command: 'can-i-deploy', args, what });
	const unknown = /^❌ (Pacticipant .* not found)$/m.exec(answer.text)?.[1];
	if (!answer.succeeded && unknown !== undefined) return { kind: 'unknown', reason: unknown, verified: 0 };
	const summary = property(jsonIn(answer.text), 'summary');
	const answered = property(summary, 'deployable');
	if (!answer.succeeded || answered === undefined) throw faultOf(broker, what, answer);
	const said = String(property(summary, 'reason') ?? '').split('\n');
	const reason = said.filter((line) => line !== '' && !line.startsWith('WARN')).join('; ');
	const verified = Number(property(summary, 'success') ?? 0);
	if (answered === true) return { kind: 'yes', reason, verified };
	// It also says no where a version is missing; and one that failed is a no, whatever the others will say.
	return { kind: Number(property(summary, 'failed') ?? 0) > 0 ? 'no' : 'unknown', reason, verified };
}

/** Throws a `BrokerFault` where it is not recorded afterwards. */
export async function tellDeployed(
	{ pacticipant, version }: Deployable,
	{ name, uuid }: DeployableEnvironment,
	http: BrokerHttp,
): Promise<void> {
	const { broker } = http;
	const what = `record the deployment of version ${version} of "${pacticipant}" to ${name}`;
	// It puts them into a path as they are.
	const [application, number] = [pacticipant, version].map(encodeURIComponent);
	const args = [`--pacticipant=${application}`, `--version=${number}`, `--environment=${name}`];
	const answer = await runPactCli({ broker, command: 'record-deployment', args, what });
	if (!answer.succeeded) throw faultOf(broker, what, answer);
	const href = `/environments/${encodeURIComponent(uuid)}/deployed-versions/currently-deployed`;
	const { json } = await http.ask({ href, what });
	const isThere = embedded(json, 'deployedVersions')
		?.map((each) => property(each, '_embedded'))
		.filter((of) => property(property(of, 'pacticipant'), 'name') === pacticipant)
		.some((of) => property(property(of, 'version'), 'number') === version);
	if (!isThere) throw failed(broker.name, what, 'that it was, and does not show it there');
}
