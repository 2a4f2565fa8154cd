/**
 * Runs Pact's native verifier in a process of its own: it writes to the standard output, and a crash
 * of it must not end ours. Takes its options as one message and answers with one.
 */
import type { VerifierOptions } from '@pact-foundation/pact-core/src/verifier/types';

export type VerifierAnswer = { readonly json: string } | { readonly failure: string };

process.once('message', async (options: VerifierOptions) => {
	const { default: pact } = await import('@pact-foundation/pact-core');
	const answer = await pact.verifyPacts(options).then(
		(json): VerifierAnswer => ({ json }),
		// On disagreement the result is the message of the error.
		(error: unknown): VerifierAnswer => {
			const message = error instanceof Error ? error.message : String(error);
			return message.startsWith('{') ? { json: message } : { failure: message };
		},
	);
	process.send?.(answer, () => process.disconnect());
});
