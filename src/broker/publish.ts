/**
 * Brings pacts to the broker under a version of their consumer, and makes sure that they are there: what Pact's command
 * line says is not taken for it.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Finding, finding } from '../exchange/finding';
import { type Json, property } from '../json/json';
import { capital } from '../json/text';
import type { PactFile } from '../pact/pact-file';
import { withTemporaryFolder } from '../system/lifetime';
import { BrokerFault, faultFinding } from './fault';
import type { BrokerHttp } from './http';
import { type CliAnswer, complaintIn, faultOf, quoted, runPactCli } from './pact-cli';
import type { Broker } from './settings';
import type { ConsumerVersion } from './version';

export interface Publication extends ConsumerVersion {
	readonly tags: readonly string[];
	/** Whether what the version has already is joined. */
	readonly merges: boolean;
}

/** The pacts of one consumer with one provider; more than one file where they are parts of one contract. */
export interface Contract {
	readonly consumer: string;
	readonly provider: string;
	readonly pacts: readonly PactFile[];
}

/** In the order in which the consumers and providers are first met. */
export function contractsOf(pacts: readonly PactFile[]): Contract[] {
	const contracts = new Map<string, Contract>();
	for (const pact of pacts) {
		const { consumer, provider } = pact;
		const key = JSON.stringify([consumer, provider]);
		contracts.set(key, { consumer, provider, pacts: [...(contracts.get(key)?.pacts ?? []), pact] });
	}
	return [...contracts.values()];
}

/** How it ended: `known` is what was there already, with the same content; a finding says why it is not there. */
export async function publishContract(
	contract: Contract,
	publication: Publication,
	http: BrokerHttp,
): Promise<'new' | 'known' | Finding> {
	const { broker } = http;
	try {
		const answer = await tellContract(contract, publication, broker);
		if (isConflict(answer)) return conflict(contract, publication, broker);
		if (isDeclined(answer)) throw declined(contract, broker, answer);
		if (!answer.succeeded) throw faultOf(broker, whatIs(contract), answer);
		await confirm(contract, publication, http);
		return / with no content changes/.test(answer.text) ? 'known' : 'new';
	} catch (error) {
		return faultFinding(error);
	}
}

const whatIs = ({ consumer, provider }: Contract) => `take a pact of "${consumer}" with "${provider}"`;

/** What was judged is what goes: the files may have changed since, and their names may hold what a pattern would be. */
function tellContract(contract: Contract, publication: Publication, broker: Broker): Promise<CliAnswer> {
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

/** The broker has read it and does not want it, and says why and what to do. */
const isDeclined = ({ succeeded, text }: CliAnswer) =>
	!succeeded && complaintIn(text).startsWith('❌ Pact publication failed:');

function declined(contract: Contract, { name }: Broker, { text }: CliAnswer): BrokerFault {
	const [, reason = text] = /contracts: ([\s\S]*?)\s*(?:For information on|Details:|$)/.exec(text) ?? [];
	const title = `${capital(name)} does not ${whatIs(contract)}: ${quoted(reason, 800)}.`;
	return new BrokerFault('broker.failed', title, ['Do what it says, and run it again.']);
}

function conflict(
	{ consumer, provider, pacts }: Contract,
	{ version, merges }: Publication,
	{ name }: Broker,
): Finding {
	const shards = 'Join the shards with `contract merge` and publish once.';
	return finding({
		code: 'broker.conflict',
		title: `${capital(name)} has other content of "${consumer}" with "${provider}" under version ${version}.`,
		fix: merges ? [shards] : ['Publish under a version of its own.', shards, 'Add --merge if the broker allows it.'],
		...(pacts[0] && { at: { file: pacts[0].file, pointer: '' } }),
		detail: JSON.stringify([consumer, provider]),
	});
}

/** Throws a {@link BrokerFault} where the broker does not show every interaction under the version, and that on the branch. */
async function confirm(
	{ consumer, provider, pacts }: Contract,
	{ version, branch }: Publication,
	http: BrokerHttp,
): Promise<void> {
	const { name } = http.broker;
	const [c, p, v, b] = [consumer, provider, version, branch].map(encodeURIComponent);
	const what = `show the contract of "${consumer}" with "${provider}" under version ${version}`;
	const found = await http.ask({ href: `/pacts/provider/${p}/consumer/${c}/version/${v}`, what });
	const there = descriptionsOf(found.json);
	const missing = pacts.flatMap(({ json }) => [...descriptionsOf(json)]).find((each) => !there.has(each));
	if (found.status === 404 || missing !== undefined) throw absent(name, `that version does not have "${missing}"`);
	const onBranch = await http.ask({ href: `/pacticipants/${c}/branches/${b}/versions/${v}`, what });
	if (onBranch.status === 404) throw absent(name, `that version is not on branch ${branch}`);
}

function absent(broker: string, came: string): BrokerFault {
	const title = `${capital(broker)} took the contract, and ${came} afterwards.`;
	return new BrokerFault('broker.failed', title, ['Look at its log, and run it again.']);
}

function descriptionsOf(pact: Json | undefined): Set<string> {
	const lists = [property(pact, 'interactions'), property(pact, 'messages')];
	const all = lists.flatMap((list): readonly Json[] => (Array.isArray(list) ? list : []));
	return new Set(all.map((each) => String(property(each, 'description'))));
}
