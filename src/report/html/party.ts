/** Who has to act on a finding. */
import type { Finding } from '../../exchange/finding';

export type Party = 'client' | 'provider' | 'spec' | 'run';

export const partyInWords: Readonly<Record<Party, string>> = {
	client: 'the client or its tests',
	provider: 'the provider',
	spec: 'the spec',
	run: 'the run itself',
};

export function partyOf({ code, role }: Pick<Finding, 'code' | 'role'>): Party {
	if (role === 'provider') return 'provider';
	if (role !== undefined) return 'client';
	const [area] = code.split('.');
	switch (area) {
		case 'spec':
		case 'overlay':
			return 'spec';
		case 'provider':
		case 'restore':
			return code === 'provider.absent' ? 'run' : 'provider';
		case 'record':
		case 'pact':
		case 'request':
		case 'response':
		case 'state':
		case 'coverage':
			return 'client';
		default:
			return 'run';
	}
}
