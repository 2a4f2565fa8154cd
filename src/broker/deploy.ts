/**
 * can-i-deploy and record-deployment. The decision is taken from the broker's summary: the exit code of Pact's command
 * line is 0 even if nothing is known. Only a failed verification is a "no".
 */
import { InputError } from '../json/input-error';
import { jsonIn, property } from '../json/json';
import { capital } from '../json/text';
import { failed } from './fault';
import { type BrokerHttp, embedded } from './http';
import { faultOf, runPactCli } from './pact-cli';
import type { Broker } from './settings';

/** A version of an application. */
export interface Deployable {
	readonly pacticipant: string;
	readonly version: string;
}

/** What the version has to work with: an environment, or the newest versions of the providers' main branches. */
export type Destination =
	| { readonly kind: 'environment'; readonly name: string }
	| { readonly kind: 'main'; readonly providers: readonly string[] };

export interface Decision {
	readonly kind: 'yes' | 'no' | 'unknown';
	/** The broker's own words. */
	readonly reason: string;
	/** The number of successful verifications. */
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
	throw failed(http.broker.name, what, `${status} with an unexpected body`);
}

/** Throws {@link InputError} if the broker has no environment of that name, a `BrokerFault` if it does not answer. */
export async function environmentNamed(wanted: string, http: BrokerHttp): Promise<DeployableEnvironment> {
	const { name } = http.broker;
	const what = 'list its environments';
	const { status, json } = await http.ask({ href: '/environments', what });
	const list = embedded(json, 'environments');
	if (!list) throw failed(name, what, `${status} with an unexpected body`);
	const names = list.map((each) => String(property(each, 'name')));
	const uuid = property(list[names.indexOf(wanted)], 'uuid');
	if (typeof uuid === 'string') return { name: wanted, uuid };
	const known = names.length === 0 ? 'none' : names.map((each) => `"${each}"`).join(', ');
	throw new InputError(
		`${capital(name)} has no environment "${wanted}" (it has ${known}). Correct --environment, or create it with ` +
			`\`npx pact broker create-environment --name ${wanted} ${/^prod/i.test(wanted) ? '--production' : '--no-production'}\`.`,
	);
}

/** Asks the broker can-i-deploy. Throws a `BrokerFault` without an answer. */
export async function askToDeploy(deployable: Deployable, to: Destination, broker: Broker): Promise<Decision> {
	const { pacticipant, version } = deployable;
	const what = `decide whether version ${version} of "${pacticipant}" may be deployed`;
	const others =
		to.kind === 'environment'
			? ['--to-environment', to.name]
			: // Without `--latest` every version that was ever on the branch would count.
				to.providers.flatMap((provider) => ['--pacticipant', provider, '--main-branch', '--latest']);
	// The command line groups its options by application and overlooks `--pacticipant=NAME`.
	const args = ['--pacticipant', pacticipant, '--version', version, ...others, '--output', 'json'];
	const answer = await runPactCli({ broker, command: 'can-i-deploy', args, what });
	const unknown = /^❌ (Pacticipant .* not found)$/m.exec(answer.text)?.[1];
	if (!answer.succeeded && unknown !== undefined) return { kind: 'unknown', reason: unknown, verified: 0 };
	const summary = property(jsonIn(answer.text), 'summary');
	const answered = property(summary, 'deployable');
	if (!answer.succeeded || answered === undefined) throw faultOf(broker, what, answer);
	const lines = String(property(summary, 'reason') ?? '').split('\n');
	const reason = lines.filter((line) => line !== '' && !line.startsWith('WARN')).join('; ');
	const verified = Number(property(summary, 'success') ?? 0);
	if (answered === true) return { kind: 'yes', reason, verified };
	// `false` also means that a version is missing, and `null` may hide a failed verification behind a missing one.
	return { kind: Number(property(summary, 'failed') ?? 0) > 0 ? 'no' : 'unknown', reason, verified };
}

/** Records a deployment. Throws a `BrokerFault` if the broker does not show it afterwards. */
export async function tellDeployed(
	{ pacticipant, version }: Deployable,
	{ name, uuid }: DeployableEnvironment,
	http: BrokerHttp,
): Promise<void> {
	const { broker } = http;
	const what = `record the deployment of version ${version} of "${pacticipant}" to ${name}`;
	// The command line puts them into a path without encoding.
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
	if (!isThere) throw failed(broker.name, what, 'with success, and does not list it,');
}
