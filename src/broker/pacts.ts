/**
 * The pacts that a Pact Broker has for a provider to verify, by consumer version selectors, pending and work-in-progress
 * ones among them: each as a pact file, called by its address there.
 */
import { InputError } from '../json/input-error';
import { isObject, type Json, type JsonObject, jsonIn, property } from '../json/json';
import { type PactFile, parsePact } from '../pact/pact-file';
import { failed } from './fault';
import { type BrokerHttp, complaintOf, embedded } from './http';

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
export async function pactsForVerification(
	http: BrokerHttp,
	broker: string,
	wanted: PactsWanted,
): Promise<BrokerPact[]> {
	const what = 'name the pacts to verify';
	const { provider, selectors, wipSince, providerBranch, branch } = wanted;
	const usual = branch === undefined ? usualSelectors : [...usualSelectors, { branch }];
	const { status, json } = await http.ask({
		method: 'POST',
		href: `/pacts/provider/${encodeURIComponent(provider)}/for-verification`,
		body: {
			consumerVersionSelectors: selectors.length === 0 ? usual : selectors.map(selectorOf),
			includePendingStatus: true,
			...(wipSince === undefined ? {} : { includeWipPactsSince: wipSince }),
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
	if (!list) throw failed(broker, what, 'with something else than a list of pacts');
	const pacts: BrokerPact[] = [];
	for (const each of list) {
		const href = hrefOf(each, 'self');
		const isPending = property(property(each, 'verificationProperties'), 'pending') === true;
		const answer = href === undefined ? undefined : await http.ask({ method: 'GET', href, what: 'give a pact' });
		if (answer?.status !== 200 || !isObject(answer.json)) throw failed(broker, 'give a pact', 'with something else');
		pacts.push(pactOf(broker, answer.json, isPending));
	}
	return pacts;
}

/** The pact that a version of the consumer has there. Throws `BrokerFault`, also where there is none. */
export async function pactOfVersion(
	http: BrokerHttp,
	broker: string,
	{ consumer, provider }: Pick<PactFile, 'consumer' | 'provider'>,
	version: string,
): Promise<BrokerPact> {
	const [of, by, number] = [provider, consumer, version].map(encodeURIComponent);
	const href = `/pacts/provider/${of}/consumer/${by}/version/${number}`;
	const what = 'give the pact of a version';
	const { json } = await http.ask({ method: 'GET', href, what, accepts: [] });
	if (!isObject(json)) throw failed(broker, what, 'with something else');
	return pactOf(broker, json, false);
}

function pactOf(broker: string, json: JsonObject, isPending: boolean): BrokerPact {
	const resultsHref = hrefOf(json, 'pb:publish-verification-results');
	const file = hrefOf(json, 'self');
	if (resultsHref === undefined || file === undefined)
		throw failed(broker, 'give a pact', 'with one that has no links');
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
