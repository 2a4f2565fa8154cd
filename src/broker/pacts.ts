/**
 * The pacts that a Pact Broker has for a provider to verify, by consumer version selectors, pending and work-in-progress
 * ones among them: each as a pact file, called by its address there.
 */
import { InputError } from '../json/input-error';
import { isObject, type Json, type JsonObject, jsonIn, property } from '../json/json';
import { type PactFile, parsePact } from '../pact/pact-file';
import { failed } from './fault';
import { type BrokerHttp, type BrokerRequest, complaintOf, embedded } from './http';

export interface BrokerPact {
	readonly pact: PactFile;
	/** No version of the provider's branch has kept it yet, so it must not fail the run. */
	readonly isPending: boolean;
	/** Where the result of its verification goes. */
	readonly resultsHref: string;
	/** The broker's ids of its interactions, in order. */
	readonly interactionIds: readonly (string | undefined)[];
}

export interface PactsWanted {
	readonly provider: string;
	/** The branch of the provider's version that verifies, by which the broker tells what is pending. */
	readonly providerBranch: string;
	/** As JSON objects; none for {@link usualSelectors}. */
	readonly selectors: readonly string[];
	/** The branch that is checked out here, whose contract is wanted too unless selectors were given. */
	readonly branch: string | undefined;
	/** YYYY-MM-DD */
	readonly wipSince: string | undefined;
}

/** What everybody wants: the main branch, what is deployed or released, and the branch of the provider's branch's name. */
const usualSelectors: readonly Json[] = [{ mainBranch: true }, { deployedOrReleased: true }, { matchingBranch: true }];

/** Throws `BrokerFault`, and {@link InputError} where a selector or a pact cannot be used. Empty where there is none. */
export async function pactsForVerification(http: BrokerHttp, wanted: PactsWanted): Promise<BrokerPact[]> {
	const what = 'name the pacts to verify';
	const { provider, selectors, wipSince, providerBranch, branch } = wanted;
	const usual = branch === undefined ? usualSelectors : [...usualSelectors, { branch }];
	const { status, json } = await http.ask({
		method: 'POST',
		href: `/pacts/provider/${encodeURIComponent(provider)}/for-verification`,
		body: {
			consumerVersionSelectors: selectors.length === 0 ? usual : selectors.map(selectorOf),
			includePendingStatus: true,
			...(wipSince !== undefined && { includeWipPactsSince: wipSince }),
			providerVersionBranch: providerBranch,
		},
		what,
		accepts: [400, 404],
	});
	if (status === 400) {
		const said = JSON.stringify(complaintOf(json) ?? 'no reason');
		throw new InputError(
			`The Pact Broker takes offence at a --selector: ${said}. Correct it; docs/broker.md has some.`,
		);
	}
	// It knows no such provider: nobody has published a pact with it.
	if (status === 404) return [];
	const list = embedded(json, 'pacts');
	if (!list) throw failed(http.broker.name, what, 'with something else than a list of pacts');
	const pacts: BrokerPact[] = [];
	for (const each of list) {
		const isPending = property(property(each, 'verificationProperties'), 'pending') === true;
		pacts.push(await pactAt(hrefOf(each, 'self'), http, { what: 'give a pact' }, isPending));
	}
	return pacts;
}

/** The pact that a version of the consumer has there. Throws `BrokerFault`, also where there is none. */
export async function pactOfVersion(
	http: BrokerHttp,
	{ consumer, provider }: Pick<PactFile, 'consumer' | 'provider'>,
	version: string,
): Promise<BrokerPact> {
	const [of, by, number] = [provider, consumer, version].map(encodeURIComponent);
	const href = `/pacts/provider/${of}/consumer/${by}/version/${number}`;
	return pactAt(href, http, { what: 'give the pact of a version', accepts: [] }, false);
}

async function pactAt(
	href: string | undefined,
	http: BrokerHttp,
	request: Pick<BrokerRequest, 'what' | 'accepts'>,
	isPending: boolean,
): Promise<BrokerPact> {
	const { name } = http.broker;
	const answer = href === undefined ? undefined : await http.ask({ ...request, href });
	if (answer?.status !== 200 || !isObject(answer.json)) throw failed(name, request.what, 'with something else');
	const { json } = answer;
	const [file, resultsHref] = [hrefOf(json, 'self'), hrefOf(json, 'pb:publish-verification-results')];
	if (resultsHref === undefined || file === undefined) throw failed(name, 'give a pact', 'with one that has no links');
	const { _links, createdAt: _moment, interactions, ...pact } = json;
	const list = Array.isArray(interactions) ? (interactions as readonly Json[]) : [];
	const own = list.map((each) => {
		if (!isObject(each)) return each;
		const { _id, ...interaction } = each;
		return interaction;
	});
	return {
		...{ pact: parsePact(file, JSON.stringify({ ...pact, interactions: own })), isPending, resultsHref },
		interactionIds: list.map((each) => textAt(each, '_id')),
	};
}

const hrefOf = (json: Json, relation: string) => textAt(property(property(json, '_links'), relation), 'href');

function textAt(json: Json | undefined, key: string): string | undefined {
	const value = property(json, key);
	return typeof value === 'string' ? value : undefined;
}

function selectorOf(text: string): JsonObject {
	const selector = jsonIn(text);
	if (isObject(selector)) return selector;
	const example = 'Say one such as --selector \'{"branch":"main"}\'';
	throw new InputError(`--selector takes a consumer version selector as a JSON object, not "${text}". ${example}.`);
}
