/** Puts a mutant before the verification that users run, and says whether it came to what it has to come to. */

import { parseInvocation } from '../../../src/commands/arguments';
import type { Progress } from '../../../src/commands/progress';
import { environmentOf, openProject } from '../../../src/commands/project';
import { run } from '../../../src/commands/run';
import { isRed } from '../../../src/exchange/finding';
import type { Json } from '../../../src/json/json';
import type { Spec } from '../../../src/openapi/spec';
import { createRedactor } from '../../../src/redact/redact';
import type { Report } from '../../../src/report/report';
import type { Mutant, Watch } from '../mutant';
import type { Honest } from './honest';
import { startMutant } from './provider';

export interface Bench {
	readonly spec: Spec;
	/** The files that verification is given. */
	readonly files: Pick<VerifyRequest, 'spec' | 'overlays' | 'pact'>;
	readonly interactions: readonly Json[];
	readonly honest: Honest;
	/** Runs one verification of the provider at `url`. */
	readonly verify: Verify;
}

export interface VerifyRequest {
	readonly url: string;
	readonly environment: NodeJS.ProcessEnv;
	readonly spec: string;
	readonly overlays: readonly string[];
	readonly pact: string;
	readonly timeout: number;
}
export type Verify = (request: VerifyRequest) => Promise<Pick<Report, 'verdict' | 'findings'>>;

export interface Judgement {
	readonly mutant: Mutant;
	readonly verdict: Report['verdict'];
	readonly caughtBy: readonly Watch[];
	readonly codes: readonly string[];
	/** What is wrong with it; absent where all is as it has to be. */
	readonly fault?: string;
}

const usualTimeout = 5_000;

/**
 * Where the fault already hits what proves a provider state, interactions are withheld, and Pact has no say: such a mutant
 * is judged a second time, and spares everything but the interactions. It has to be caught both times.
 */
export async function judgeMutant(mutant: Mutant, bench: Bench): Promise<Judgement> {
	try {
		return await judged(mutant, bench);
	} catch (error) {
		const fault = `the verification failed: ${error instanceof Error ? error.message : String(error)}`;
		return { mutant, verdict: 'unjudged', caughtBy: [], codes: [], fault };
	}
}

async function judged(mutant: Mutant, bench: Bench): Promise<Judgement> {
	const first = await verified(mutant, bench, false);
	const { expected } = mutant;
	const isWithheld =
		first.arrived < bench.interactions.length &&
		expected.outcome === 'caught' &&
		!['unavailable', 'beside'].includes(mutant.kind);
	const last = isWithheld ? await verified(mutant, bench, true) : first;
	const { verdict, caughtBy, codes } = last;
	if (first.hits === 0 || last.hits === 0) {
		return { mutant, verdict, caughtBy, codes, fault: 'its fault never came to bear' };
	}
	const fault =
		first.verdict === 'agree' && isWithheld
			? 'nobody notices where the states are not proven'
			: faultOf(mutant, verdict, caughtBy);
	return { mutant, verdict, caughtBy, codes, ...(fault === undefined ? {} : { fault }) };
}

function faultOf({ expected }: Mutant, verdict: Report['verdict'], caughtBy: readonly Watch[]): string | undefined {
	if (expected.outcome !== 'caught') return verdict === 'agree' ? undefined : 'it does right, and is red';
	if (verdict === 'agree') return 'nobody notices';
	if (verdict !== expected.verdict) return `it is told as ${verdict}`;
	if (expected.by === 'anybody') return undefined;
	const missing = expected.by.filter((watch) => !caughtBy.includes(watch));
	if (missing.length > 0) return `not noticed by ${missing.join(' nor ')}`;
	const wrongly = caughtBy.filter((watch) => !expected.by.includes(watch));
	return wrongly.length === 0 ? undefined : `held against it by ${wrongly.join(' and ')} too`;
}

async function verified(mutant: Mutant, { honest, spec, files, interactions, verify }: Bench, spares: boolean) {
	const ids = honest.invite();
	const provider = await startMutant({ mutant, honest, spec, interactions, ids, spares });
	try {
		const environment = { IMPRINT_API_KEY: honest.apiKey, IMPRINT_CUSTOMER_ID: ids.own };
		const timeout = mutant.timeout ?? usualTimeout;
		const { verdict, findings } = await verify({ url: provider.url, environment, timeout, ...files });
		const counting = findings.filter(isRed);
		const codes = [...new Set(counting.map(({ code }) => code))].sort();
		const caughtBy = [...new Set(codes.map(watchOf))].sort();
		return { verdict, codes, caughtBy, arrived: provider.arrived.size, hits: provider.hits() };
	} finally {
		await provider.close();
	}
}

function watchOf(code: string): Watch {
	if (code === 'provider.mismatch' || code === 'provider.value.other') return 'Pact';
	return code.startsWith('response.') ? 'spec' : 'suite';
}

/** The command `verify` in this process: what `contract verify` runs, without its start. */
export const verifyInProcess: Verify = async (request) => {
	const invocation = parseInvocation(argumentsOf(request));
	if (invocation.command !== 'verify') throw new Error('It is no verification');
	const redactor = createRedactor([]);
	const project = await openProject(invocation, redactor, { CONTRACT_ENV_FILE: '', ...request.environment });
	return (await run(project.options, project.settings, environmentOf(project), silence, redactor)).report;
};

/** The command's words, the same in this process and on the command line. */
export const argumentsOf = ({ url, spec, overlays, pact, timeout }: VerifyRequest): string[] => [
	...['verify', pact, '--spec', spec, ...overlays.flatMap((each) => ['--overlay', each]), '--provider-url', url],
	...['--timeout', String(timeout), '--format', 'json'],
];

const silence: Progress = { show: () => {}, trace: () => {}, end: () => {} };
