/**
 * Runs Pact's native verifier in a process of its own: it writes to the standard output, and a crash of it must not end
 * ours. Takes its options as a message, answers with one, and takes the next.
 */
import pact from '@pact-foundation/pact-core';
import { getFfiLib } from '@pact-foundation/pact-core/src/ffi';
import type { VerifierOptions } from '@pact-foundation/pact-core/src/verifier/types';

export type VerifierAnswer = { readonly json: string } | { readonly failure: string };

const ffi = getFfiLib('error');
const setProviderState = ffi.pactffiVerifierSetProviderState;
// Pact's own option, `providerStatesSetupTeardown`, does nothing: it would call for every teardown.
ffi.pactffiVerifierSetProviderState = (handle, url, _teardown, body) => setProviderState(handle, url, false, body);

process.on('message', async (options: VerifierOptions) => {
	const answer = await pact.verifyPacts(options).then(
		(json): VerifierAnswer => ({ json }),
		// On disagreement the result is the message of the error.
		(error: unknown): VerifierAnswer => {
			const message = error instanceof Error ? error.message : String(error);
			return message.startsWith('{') ? { json: message } : { failure: message };
		},
	);
	process.send?.(answer);
});
