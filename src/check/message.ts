/** What the rules for a request and those for a response share: they differ in words, and in how a schema is read. */

import type { Role } from '../exchange/exchange';
import type { Reading } from '../openapi/schema/reading';
import type { RuleContext } from './rule';

/** What the rules for one of the two messages are made for. */
export interface MessageContext extends RuleContext {
	readonly side: 'request' | 'response';
	/** Who says what is judged, as a sentence begins with it. */
	readonly party: string;
	/** What to do about a fault, as the end of a finding's message. */
	readonly nextStep: string;
	/** How the schema of a body is read. */
	readonly reading: Reading;
}

export function messageContext(context: RuleContext, side: MessageContext['side']): MessageContext {
	const { role } = context;
	const isExpected = side === 'response' && role === 'contract';
	return {
		...context,
		side,
		party: side === 'request' ? 'The request' : isExpected ? 'The expected response' : "The provider's response",
		nextStep: `${stepOf(role, isExpected)}, or update the spec if the API has changed`,
		reading: isExpected ? 'some' : side,
	};
}

function stepOf(role: Role, isExpected: boolean): string {
	if (role === 'provider') return 'Take it up with the provider';
	return isExpected ? 'Correct what the interaction expects' : 'Correct what the client sends';
}
