/** A request to the Pact Broker that failed: an error that becomes a finding. */
import { type Finding, finding } from '../exchange/finding';
import { capital } from '../json/text';

type FaultCode = 'broker.unreachable' | 'broker.refused' | 'broker.failed';

export class BrokerFault extends Error {
	/** `message` is a whole sentence, and so is each `fix`. */
	constructor(
		readonly code: FaultCode,
		message: string,
		readonly fix: readonly string[],
	) {
		super(message);
	}
}

/** Converts a {@link BrokerFault} to a finding; rethrows anything else. */
export function faultFinding(error: unknown): Finding {
	if (!(error instanceof BrokerFault)) throw error;
	return finding({ code: error.code, title: error.message, fix: error.fix });
}

/** No connection, or no complete answer, after all attempts. `what` is what the broker was asked to do, an infinitive. */
export function unreachable(broker: string, what: string, reason: string): BrokerFault {
	return new BrokerFault('broker.unreachable', `${capital(broker)} did not answer when asked to ${what}: ${reason}.`, [
		'Check that the broker runs and can be reached from here.',
		'Correct PACT_BROKER_BASE_URL.',
	]);
}

/** The broker does not accept the credentials for that. */
export function refused(broker: string, what: string, status: number): BrokerFault {
	const fix = `Set PACT_BROKER_TOKEN, or PACT_BROKER_USERNAME and PACT_BROKER_PASSWORD, to those of an account that may ${what}.`;
	return new BrokerFault('broker.refused', `${capital(broker)} answered ${status} when asked to ${what}.`, [fix]);
}

/** The broker answered something unusable: `received`, an object of "answered". */
export function failed(broker: string, what: string, received: string, fix = checkLog): BrokerFault {
	return new BrokerFault('broker.failed', `${capital(broker)} answered ${received} when asked to ${what}.`, [fix]);
}

/** The broker pointed to `host`, which nobody named. */
export const astray = (broker: string, what: string, host: string): BrokerFault =>
	failed(
		broker,
		what,
		`with a link or redirect to ${host}, which is not followed,`,
		'Set PACT_BROKER_BASE_URL to the address of the broker itself, and base_url of the broker to the same.',
	);

export const checkLog = 'Check the log of the broker, and run the command again.';
