/**
 * What a version of the provider is called at the Pact Broker. The provider is not ours and says no version of its own,
 * so it is made of what can be known: the version and the content of its description, and for a remote one the day.
 */
import type { SpecDocument } from '../openapi/document/document';

/** `VERSION-DIGEST` for the local provider, `VERSION-DIGEST-DATE` for a remote one; the date is that of UTC. */
export function providerVersionOf(document: SpecDocument, isRemote: boolean, now = new Date()): string {
	const stated = document.version.trim().replaceAll(/\s+/g, '_') || 'unversioned';
	const version = `${stated}-${document.digest().slice(0, 12)}`;
	return isRemote ? `${version}-${now.toISOString().slice(0, 10)}` : version;
}

/** A stand-in's results are kept apart, so that they never answer for the provider. */
export const providerBranchOf = (isRemote: boolean): string => (isRemote ? 'main' : 'local');
