/** Who has to act on a finding. */
import type { Code, Finding } from '../../exchange/finding';

export type Party = 'client' | 'provider' | 'spec' | 'run';

export const partyInWords: Readonly<Record<Party, string>> = {
	client: 'the client or its tests',
	provider: 'the provider',
	spec: 'the spec',
	run: 'the run itself',
};

/** What is to be set up, and faults of our own. */
const ofRun: ReadonlySet<Code> = new Set(['provider.absent', 'client.variant.disallowed', 'coverage.cut']);

export function partyOf({ code, role }: Pick<Finding, 'code' | 'role'>): Party {
	if (role === 'provider') return 'provider';
	if (ofRun.has(code)) return 'run';
	if (role !== undefined) return 'client';
	const [area] = code.split('.');
	switch (area) {
		case 'spec':
		case 'overlay':
			return 'spec';
		case 'provider':
		case 'restore':
			return 'provider';
		case 'record':
		case 'pact':
		case 'request':
		case 'response':
		case 'state':
		case 'coverage':
		case 'client':
			return 'client';
		default:
			return 'run';
	}
}
