/**
 * Publishes the results of a verification: first what the provider's version is called and which branch it belongs to,
 * then for each pact whether it was kept. Nothing of what the provider sent goes along.
 */
import type { SpecDocument } from '../openapi/document/document';
import type { BrokerHttp } from './http';
import type { BrokerPact } from './pacts';

export interface Result {
	readonly of: BrokerPact;
	readonly isKept: boolean;
	/** By number of the interaction, whether it was kept. */
	readonly interactions: ReadonlyMap<number, boolean>;
}

export interface ProviderVersion {
	readonly provider: string;
	readonly version: string;
	readonly branch: string;
	readonly buildUrl: string | undefined;
	/** The version of this suite. */
	readonly suite: string;
}

/**
 * What a version of the provider is called. The provider is not ours and says no version of its own, so it is made of the
 * version and the content of its spec: `VERSION-DIGEST`, for a remote one with the date (UTC) behind it.
 */
export function providerVersionOf(document: SpecDocument, isRemote: boolean, now = new Date()): string {
	const stated = document.version.trim().replaceAll(/\s+/g, '_') || 'unversioned';
	const version = `${stated}-${document.digest().slice(0, 12)}`;
	return isRemote ? `${version}-${now.toISOString().slice(0, 10)}` : version;
}

/** The local provider's results are kept apart, so that they never answer for the provider. */
export const providerBranchOf = (isRemote: boolean): string => (isRemote ? 'main' : 'local');

/** Throws `BrokerFault`. What is published twice is there twice and says the same. */
export async function publishResults(http: BrokerHttp, results: readonly Result[], of: ProviderVersion): Promise<void> {
	const { provider, version, branch, buildUrl, suite } = of;
	const [name, number, tip] = [provider, version, branch].map(encodeURIComponent);
	await http.ask({
		method: 'PUT',
		href: `/pacticipants/${name}/branches/${tip}/versions/${number}`,
		body: {},
		what: 'take the version of the provider',
		accepts: [],
	});
	for (const { of: pact, isKept, interactions } of results) {
		await http.ask({
			method: 'POST',
			href: pact.resultsHref,
			body: {
				success: isKept,
				providerApplicationVersion: version,
				...(buildUrl !== undefined && { buildUrl }),
				verifiedBy: { implementation: 'imprint-contract', version: suite },
				testResults: pact.interactionIds.flatMap((interactionId, index) => {
					const success = interactions.get(index);
					return interactionId === undefined || success === undefined ? [] : [{ interactionId, success }];
				}),
			},
			what: 'take the result of the verification',
			accepts: [],
		});
	}
}
