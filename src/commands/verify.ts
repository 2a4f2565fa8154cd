/** `contract verify`: replays pacts against the provider, those named or those that a Pact Broker has. */
import { readOwnPacts } from './inputs';
import { type Run, type StepResult, withFindings } from './step';
import type { FromBrokerOptions } from './verify-from-broker';
import { targetOf, verifyStep } from './verify-step';

export interface VerifyOptions extends FromBrokerOptions {
	readonly files: readonly string[];
	readonly fromBroker: boolean;
}

/** Throws `InputError` where an option, a variable or a pact cannot be used. */
export async function runVerify(options: VerifyOptions, run: Run): Promise<StepResult[]> {
	const target = targetOf(options, run);
	if (options.fromBroker) return (await import('./verify-from-broker')).verifyFromBroker(options, target, run);
	const { pacts, findings } = await readOwnPacts(options.files, run.settings, options.filter);
	return [withFindings(await verifyStep(pacts, target, options, run), findings, pacts)];
}
