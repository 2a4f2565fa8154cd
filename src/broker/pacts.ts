/**
 * The pacts that a Pact Broker has for a provider to verify, pending and work-in-progress pacts among them. Each becomes a
 * pact file; its name is its address at the broker.
 */
import { InputError } from '../json/input-error';
import { isObject, type Json, type JsonObject, jsonIn, property } from '../json/json';
import { type PactFile, parsePact } from '../pact/pact-file';
import { failed } from './fault';
import { type BrokerHttp, type BrokerRequest, complaintOf, embedded } from './http';

export interface BrokerPact {
	readonly pact: PactFile;
	/** No version of the provider's branch has kept it yet, so it does not fail the run. */
	readonly isPending: boolean;
	readonly resultsHref: string;
	/** The broker's ids of its interactions, in order. */
	readonly interactionIds: readonly (string | undefined)[];
}

export interface PactsWanted {
	readonly provider: string;
	/** The branch of the provider's version; the broker decides by it which pacts are pending. */
	readonly providerBranch: string;
	/** JSON objects; without any, {@link usualSelectors} apply. */
	readonly selectors: readonly string[];
	/** The branch that is checked out; selected too unless selectors are given. */
	readonly branch: string | undefined;
	/** YYYY-MM-DD */
	readonly wipSince: string | undefined;
}

const usualSelectors: readonly Json[] = [{ mainBranch: true }, { deployedOrReleased: true }, { matchingBranch: true }];

/** Throws `BrokerFault`, and {@link InputError} if a selector or a pact cannot be used. */
export async function pactsForVerification(http: BrokerHttp, wanted: PactsWanted): Promise<BrokerPact[]> {
	const what = 'list the pacts to verify';
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
		const complaint = JSON.stringify(complaintOf(json) ?? 'no reason');
		throw new InputError(
			`The Pact Broker rejected a --selector: ${complaint}. Correct it; docs/broker.md has examples.`,
		);
	}
	// Nobody has published a pact with this provider.
	if (status === 404) return [];
	const list = embedded(json, 'pacts');
	if (!list) throw failed(http.broker.name, what, `${status} without a list of pacts`);
	const pacts: BrokerPact[] = [];
	for (const each of list) {
		const isPending = property(property(each, 'verificationProperties'), 'pending') === true;
		pacts.push(await pactAt(hrefOf(each, 'self'), http, { what: 'return a pact' }, isPending));
	}
	return pacts;
}

/** The pact of a version of the consumer. Throws `BrokerFault`, also if there is none. */
export async function pactOfVersion(
	http: BrokerHttp,
	{ consumer, provider }: Pick<PactFile, 'consumer' | 'provider'>,
	version: string,
): Promise<BrokerPact> {
	const [of, by, number] = [provider, consumer, version].map(encodeURIComponent);
	const href = `/pacts/provider/${of}/consumer/${by}/version/${number}`;
	return pactAt(href, http, { what: 'return the pact of a version', accepts: [] }, false);
}

async function pactAt(
	href: string | undefined,
	http: BrokerHttp,
	request: Pick<BrokerRequest, 'what' | 'accepts'>,
	isPending: boolean,
): Promise<BrokerPact> {
	const { name } = http.broker;
	const answer = href === undefined ? undefined : await http.ask({ ...request, href });
	if (answer?.status !== 200 || !isObject(answer.json)) {
		throw failed(name, request.what, answer ? `${answer.status} without a pact` : 'with a pact that has no link');
	}
	const { json } = answer;
	const [file, resultsHref] = [hrefOf(json, 'self'), hrefOf(json, 'pb:publish-verification-results')];
	if (resultsHref === undefined || file === undefined)
		throw failed(name, request.what, 'with a pact that has no links');
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
	throw new InputError(
		`--selector "${text}" is not a JSON object. Write a consumer version selector, such as '{"branch":"main"}'.`,
	);
}
