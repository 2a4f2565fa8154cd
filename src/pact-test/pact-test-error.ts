/** A fault that the helper for Pact tests found. `contract record` shows its message as it is. */
export class PactTestError extends Error {
	override readonly name = 'PactTestError';
}
