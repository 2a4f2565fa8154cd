/** The command `verify` in this process and from the sources: what `contract verify` does, without its start. */
import { InputError } from '../../src/json/input-error';
import type { Report } from '../../src/report/report';
import type { CliResult } from '../support/cli';
import { contractInProcess } from '../support/in-process';

// Nobody waits on the clock before a request is sent again.
jest.mock('../../src/http/transport', () => {
	const actual = jest.requireActual<typeof import('../../src/http/transport')>('../../src/http/transport');
	const createTransport: typeof actual.createTransport = (options) =>
		actual.createTransport({ ...options, firstWait: 1 });
	return { ...actual, createTransport };
});

export interface Verified extends CliResult {
	readonly verdict: Report['verdict'];
	readonly findings: Report['findings'];
	readonly interactions: Report['interactions'];
	/** Code and message of what is reported of an interaction, or of none. Notes are left out. */
	told(description: string | undefined): string[];
	/** Code and, where there is one, place in the body. */
	codesOf(description: string | undefined): string[];
	/** The one finding of that code, code and message. */
	only(code: string): string;
}

/** `stdout` is the JSON that the command prints. Rejects with an `InputError` where the command cannot run. */
export async function verifyInProcess(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Verified> {
	const { report, ...result } = await contractInProcess(['verify', '--format', 'json', ...args], { env });
	if (!report) throw new InputError(result.stderr.trimEnd());
	const { verdict, findings, interactions } = report;
	const of = (description: string | undefined) =>
		findings.filter((each) => each.interaction?.description === description && each.code !== 'restore.left');
	return {
		...{ ...result, verdict, findings, interactions },
		told: (description) => of(description).map(({ code, message }) => `${code}: ${message}`),
		codesOf: (description) => of(description).map(({ code, instance }) => (instance ? `${code} ${instance}` : code)),
		only(code) {
			const found = findings.filter((each) => each.code === code);
			if (found.length !== 1) throw new Error(`${found.length} findings ${code}`);
			return `${code}: ${found[0]?.message}`;
		},
	};
}
