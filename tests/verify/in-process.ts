/** The command `verify` in this process and from the sources: what `contract verify` does, without its start. */
import { parseInvocation } from '../../src/commands/arguments';
import type { Progress } from '../../src/commands/progress';
import { run } from '../../src/commands/run';
import { createRedactor } from '../../src/redact/redact';
import { secretsOf } from '../../src/redact/secrets';
import { toJson } from '../../src/report/json';
import type { Report } from '../../src/report/report';
import { readEnvironment } from '../../src/system/environment';
import type { CliResult } from '../support/cli';

// Nobody waits on the clock before a request is sent again.
jest.mock('../../src/http/transport', () => {
	const actual = jest.requireActual<typeof import('../../src/http/transport')>('../../src/http/transport');
	const createTransport: typeof actual.createTransport = (options) =>
		actual.createTransport({ ...options, firstWait: 1 });
	return { ...actual, createTransport };
});

const exitCodes = { agree: 0, disagree: 1, unjudged: 3 } as const;

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
	const invocation = parseInvocation(['verify', '--format', 'json', ...args]);
	if (invocation.command !== 'verify') throw new Error('it is no verification');
	const redactor = createRedactor(secretsOf(env));
	const { report } = await run(invocation, readEnvironment({ values: env }), silence, redactor);
	const clean = redactor.data(report);
	const { verdict, findings, interactions } = clean;
	const of = (description: string | undefined) =>
		findings.filter((each) => each.interaction?.description === description && each.code !== 'restore.left');
	return {
		...{ code: exitCodes[verdict], stdout: redactor.rendered(toJson(clean)), stderr: '' },
		...{ verdict, findings, interactions },
		told: (description) => of(description).map(({ code, message }) => `${code}: ${message}`),
		codesOf: (description) => of(description).map(({ code, instance }) => (instance ? `${code} ${instance}` : code)),
		only(code) {
			const found = findings.filter((each) => each.code === code);
			if (found.length !== 1) throw new Error(`${found.length} findings ${code}`);
			return `${code}: ${found[0]?.message}`;
		},
	};
}

const silence: Progress = { say: () => {}, trace: () => {}, end: () => {} };
