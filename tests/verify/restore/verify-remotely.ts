/** Verifies the committed pact against a provider of a test as if it were somebody's. */
import type { FaultyProvider } from '../../support/faulty-provider';
import { type Verified, verifyInProcess } from '../in-process';

/** For a provider that does not answer; for another one, a busy machine may not be able to keep to it. */
export const soon = ['--timeout', '1000'];

export function verifyRemotely(
	provider: FaultyProvider,
	args: readonly string[] = [],
	env: NodeJS.ProcessEnv = {},
): Promise<Verified> {
	return verifyInProcess(['--provider-url', provider.url, ...args], { ...provider.env, ...env });
}
