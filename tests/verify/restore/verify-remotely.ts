/** Verifies the committed pact against a provider of a test as if it were somebody's. */
import type { FaultyProvider } from '../../support/faulty-provider';
import { type Verified, verifyInProcess } from '../in-process';

export function verifyRemotely(
	provider: FaultyProvider,
	args: readonly string[] = [],
	env: NodeJS.ProcessEnv = {},
): Promise<Verified> {
	const all = ['--timeout', '1000', '--provider-url', provider.url, ...args];
	return verifyInProcess(all, { ...provider.env, ...env });
}
