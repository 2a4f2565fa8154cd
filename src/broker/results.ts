/**
 * Publishes the results of a verification: first the provider's version and its branch, then for each pact whether it was
 * kept. Nothing that the provider sent is published.
 */
import type { SpecDocument } from '../openapi/document/document';
import { packageName } from '../system/project';
import type { BrokerHttp } from './http';
import type { BrokerPact } from './pacts';

export interface Result {
	readonly of: BrokerPact;
	readonly isKept: boolean;
	/** Whether it was kept, by the index of the interaction. */
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
 * The provider does not publish its version, so one is made of the version and the content of its spec: `VERSION-DIGEST`,
 * followed by the date (UTC) for a remote provider.
 */
export function providerVersionOf(document: SpecDocument, isRemote: boolean, now = new Date()): string {
	const stated = document.version.trim().replaceAll(/\s+/g, '_') || 'unversioned';
	const version = `${stated}-${document.digest().slice(0, 12)}`;
	return isRemote ? `${version}-${now.toISOString().slice(0, 10)}` : version;
}

/** The local provider has a branch of its own, so that its results never count as the provider's. */
export const providerBranchOf = (isRemote: boolean): string => (isRemote ? 'main' : 'local');

/** Throws `BrokerFault`. Publishing twice does no harm: the broker then has the same result twice. */
export async function publishResults(http: BrokerHttp, results: readonly Result[], of: ProviderVersion): Promise<void> {
	const { provider, version, branch, buildUrl, suite } = of;
	const [name, number, tip] = [provider, version, branch].map(encodeURIComponent);
	await http.ask({
		method: 'PUT',
		href: `/pacticipants/${name}/branches/${tip}/versions/${number}`,
		body: {},
		what: 'accept the version of the provider',
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
				verifiedBy: { implementation: packageName(), version: suite },
				testResults: pact.interactionIds.flatMap((interactionId, index) => {
					const success = interactions.get(index);
					return interactionId === undefined || success === undefined ? [] : [{ interactionId, success }];
				}),
			},
			what: 'accept the result of the verification',
			accepts: [],
		});
	}
}
