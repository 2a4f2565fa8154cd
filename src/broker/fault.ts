/** What keeps a Pact Broker from being asked or told something, as an error that becomes a finding. */

import { type Finding, finding } from '../exchange/finding';
import { capital } from '../json/text';

type FaultCode = 'broker.unreachable' | 'broker.refused' | 'broker.failed';

export class BrokerFault extends Error {
	/** `message` without the period at its end, as findings have it. */
	constructor(
		readonly code: FaultCode,
		message: string,
	) {
		super(message);
	}
}

/** The finding of a fault; throws again what is none. */
export function faultFinding(error: unknown): Finding {
	if (!(error instanceof BrokerFault)) throw error;
	return finding({ code: error.code, message: error.message });
}

/** There was no connection, or no whole answer, also when it was tried again. `what` is what was to be done there. */
export function unreachable(broker: string, what: string, reason: string): BrokerFault {
	const next = 'See that it runs and can be reached from here, and that PACT_BROKER_BASE_URL is right';
	return new BrokerFault('broker.unreachable', `${capital(broker)} could not be asked to ${what}: ${reason}. ${next}`);
}

/** It does not take our credentials for that. */
export function refused(broker: string, what: string, status: number): BrokerFault {
	const next = `Set PACT_BROKER_TOKEN, or PACT_BROKER_USERNAME and PACT_BROKER_PASSWORD, to those of an account that may ${what}`;
	return new BrokerFault(
		'broker.refused',
		`${capital(broker)} refused our credentials (status ${status}) when it was asked to ${what}. ${next}`,
	);
}

/** It answered with something else than an answer; `came` says what. */
export function failed(broker: string, what: string, came: string): BrokerFault {
	const next = 'Look at its log, and run it again';
	return new BrokerFault('broker.failed', `${capital(broker)} was asked to ${what} and answered ${came}. ${next}`);
}
