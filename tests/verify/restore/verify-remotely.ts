/** Verifies the committed pact against a provider of a test as if it were somebody's. */
import { type CliResult, contract } from '../../support/cli';
import type { FaultyProvider } from '../../support/faulty-provider';

interface Finding {
	readonly code: string;
	readonly message: string;
	readonly instance?: string;
	readonly interaction?: { readonly description: string };
}

export interface Verified extends CliResult {
	readonly verdict: string;
	/** Code and message of what is told of an interaction, or of none. Notes are left out. */
	told(description: string | undefined): string[];
	/** Code and, where there is one, place in the body. */
	codesOf(description: string | undefined): string[];
	/** The one finding of that code, code and message. */
	only(code: string): string;
}

export async function verifyRemotely(
	provider: FaultyProvider,
	args: readonly string[] = [],
	env: NodeJS.ProcessEnv = {},
): Promise<Verified> {
	const result = await contract(
		['verify', '--format', 'json', '--timeout', '1000', '--provider-url', provider.url, ...args],
		{ env: { ...provider.env, ...env } },
	);
	const { findings, verdict } = JSON.parse(result.stdout) as { findings: Finding[]; verdict: string };
	const of = (description: string | undefined) =>
		findings.filter((each) => each.interaction?.description === description && each.code !== 'restore.left');
	return {
		...result,
		verdict,
		told: (description) => of(description).map(({ code, message }) => `${code}: ${message}`),
		codesOf: (description) => of(description).map(({ code, instance }) => (instance ? `${code} ${instance}` : code)),
		only(code) {
			const found = findings.filter((each) => each.code === code);
			if (found.length !== 1) throw new Error(`${found.length} findings ${code}`);
			return `${code}: ${found[0]?.message}`;
		},
	};
}
