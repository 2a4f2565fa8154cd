/**
 * Publishes pacts under a version of their consumer, and then reads them back from the broker: success reported by Pact's
 * command line is not enough.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Finding, finding } from '../exchange/finding';
import { type Json, property } from '../json/json';
import { capital } from '../json/text';
import type { PactFile } from '../pact/pact-file';
import { withTemporaryFolder } from '../system/lifetime';
import { BrokerFault, checkLog, faultFinding } from './fault';
import type { BrokerHttp } from './http';
import { type CliAnswer, complaintIn, faultOf, quoted, runPactCli } from './pact-cli';
import type { Broker } from './settings';
import type { ConsumerVersion } from './version';

export interface Publication extends ConsumerVersion {
	readonly tags: readonly string[];
	/** Whether the pacts are merged with those that the version already has. */
	readonly merges: boolean;
}

/** The pacts of one consumer with one provider; several files are parts of one contract. */
export interface Contract {
	readonly consumer: string;
	readonly provider: string;
	readonly pacts: readonly PactFile[];
}

export function contractsOf(pacts: readonly PactFile[]): Contract[] {
	const contracts = new Map<string, Contract>();
	for (const pact of pacts) {
		const { consumer, provider } = pact;
		const key = JSON.stringify([consumer, provider]);
		contracts.set(key, { consumer, provider, pacts: [...(contracts.get(key)?.pacts ?? []), pact] });
	}
	return [...contracts.values()];
}

/** Returns `known` if the broker already had the same content, and a finding if the contract is not published. */
export async function publishContract(
	contract: Contract,
	publication: Publication,
	http: BrokerHttp,
): Promise<'new' | 'known' | Finding> {
	const { broker } = http;
	try {
		const answer = await sendContract(contract, publication, broker);
		if (isConflict(answer)) return conflict(contract, publication, broker);
		if (isDeclined(answer)) throw declined(contract, broker, answer);
		if (!answer.succeeded) throw faultOf(broker, whatIs(contract), answer);
		await confirm(contract, publication, http);
		return / with no content changes/.test(answer.text) ? 'known' : 'new';
	} catch (error) {
		return faultFinding(error);
	}
}

const whatIs = ({ consumer, provider }: Contract) => `accept a pact of "${consumer}" with "${provider}"`;

/** Sends copies of the judged texts: the files may have changed since, and the command line expands patterns in names. */
function sendContract(contract: Contract, publication: Publication, broker: Broker): Promise<CliAnswer> {
	const { version, branch, buildUrl, tags, merges } = publication;
	return withTemporaryFolder('publish', async (folder) => {
		const files = contract.pacts.map((_, index) => join(folder, `pact-${index}.json`));
		for (const [index, { text }] of contract.pacts.entries()) {
			await writeFile(files[index] ?? '', text.replace(/^\uFEFF/, ''));
		}
		const args = [
			...[`--consumer-app-version=${version}`, `--branch=${branch}`],
			...(buildUrl === undefined ? [] : [`--build-url=${buildUrl}`]),
			...(tags.length === 0 ? [] : [`--tag=${tags.join(',')}`]),
			...(merges ? ['--merge'] : []),
		];
		return runPactCli({ broker, command: 'publish', args: [...args, '--', ...files], what: whatIs(contract) });
	});
}

const isConflict = ({ succeeded, text }: CliAnswer) =>
	!succeeded && /Cannot change the content of the pact| failed: 409\b/.test(text);

/** The broker rejected the content, with a reason and a way out. */
const isDeclined = ({ succeeded, text }: CliAnswer) =>
	!succeeded && complaintIn(text).startsWith('❌ Pact publication failed:');

function declined(contract: Contract, { name }: Broker, { text }: CliAnswer): BrokerFault {
	const [, reason = text] = /contracts: ([\s\S]*?)\s*(?:For information on|Details:|$)/.exec(text) ?? [];
	const title = `${capital(name)} rejected the pact of "${contract.consumer}" with "${contract.provider}": ${quoted(reason, 800)}.`;
	return new BrokerFault('broker.failed', title, ['Do what the broker says, and publish again.']);
}

function conflict(
	{ consumer, provider, pacts }: Contract,
	{ version, merges }: Publication,
	{ name }: Broker,
): Finding {
	const shards = 'Merge the shards with `contract merge` and publish once.';
	return finding({
		code: 'broker.conflict',
		title: `${capital(name)} has a different pact of "${consumer}" with "${provider}" under version ${version}.`,
		fix: merges ? [shards] : ['Publish under another version.', shards, 'Add --merge if the broker allows it.'],
		...(pacts[0] && { at: { file: pacts[0].file, pointer: '' } }),
		detail: JSON.stringify([consumer, provider]),
	});
}

/** Throws a {@link BrokerFault} unless the broker has every interaction under the version, and the version on the branch. */
async function confirm(
	{ consumer, provider, pacts }: Contract,
	{ version, branch }: Publication,
	http: BrokerHttp,
): Promise<void> {
	const { name } = http.broker;
	const [c, p, v, b] = [consumer, provider, version, branch].map(encodeURIComponent);
	const what = `show the contract of "${consumer}" with "${provider}" under version ${version}`;
	const found = await http.ask({ href: `/pacts/provider/${p}/consumer/${c}/version/${v}`, what });
	const published = descriptionsOf(found.json);
	const missing = pacts.flatMap(({ json }) => [...descriptionsOf(json)]).find((each) => !published.has(each));
	if (found.status === 404 || missing !== undefined)
		throw absent(name, `does not have "${missing}" under version ${version}`);
	const onBranch = await http.ask({ href: `/pacticipants/${c}/branches/${b}/versions/${v}`, what });
	if (onBranch.status === 404) throw absent(name, `does not have version ${version} on branch ${branch}`);
}

function absent(broker: string, lack: string): BrokerFault {
	return new BrokerFault('broker.failed', `${capital(broker)} accepted the contract and ${lack}.`, [checkLog]);
}

function descriptionsOf(pact: Json | undefined): Set<string> {
	const lists = [property(pact, 'interactions'), property(pact, 'messages')];
	const all = lists.flatMap((list): readonly Json[] => (Array.isArray(list) ? list : []));
	return new Set(all.map((each) => String(property(each, 'description'))));
}
