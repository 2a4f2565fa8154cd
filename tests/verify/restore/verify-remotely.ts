/** Verifies the committed pact against a provider of a test as if it were somebody's. */
import type { FaultyProvider } from '../../support/faulty-provider';
import { type Verified, verifyInProcess } from '../in-process';

/** For a provider that never answers. For any other the time limit is one that a busy machine keeps to. */
export const soon = ['--timeout', '1000'];

export function verifyRemotely(
	provider: FaultyProvider,
	args: readonly string[] = [],
	env: NodeJS.ProcessEnv = {},
): Promise<Verified> {
	return verifyInProcess(['--timeout', '100000', '--provider-url', provider.url, ...args], { ...provider.env, ...env });
}
