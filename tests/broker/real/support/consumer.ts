/** The consumer's team and the provider's team: run `contract`, change the pact, verify. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Checkout } from '../../checkout';
import type { Broker } from './broker';

export interface Outcome {
	readonly code: number | null;
	readonly stderr: string;
	/** Codes of the findings that are errors or unjudged. */
	readonly codes: readonly string[];
	/** Their messages, one to a line. */
	readonly messages: string;
	/** Standard output. */
	readonly text: string;
}

/** Runs `contract` with the broker's variables, or others; the checkout's own report file is ignored by its git. */
export async function runContract(
	{ root, run }: Checkout,
	env: Readonly<Record<string, string>>,
	...args: readonly string[]
): Promise<Outcome> {
	const output = join(root, '.git', 'report.json');
	const { code, stdout, stderr } = await run([...args, '--format=json', `--output=${output}`], env);
	const written = await readFile(output, 'utf8').catch(() => '{"findings":[]}');
	const { findings } = JSON.parse(written) as { findings: { code: string; severity: string; message: string }[] };
	const errors = findings.filter(({ severity }) => severity === 'error' || severity === 'unjudged');
	const messages = errors.map(({ message }) => message).join('\n');
	for (const secret of [env.PACT_BROKER_PASSWORD, env.PACT_BROKER_TOKEN]) {
		if (secret && [stdout, stderr, written].join('\n').includes(secret))
			throw new Error(`the output of ${args[0]} contains a secret`);
	}
	return { code, stderr, codes: errors.map((each) => each.code), messages, text: stdout };
}

export interface Pact {
	consumer: { name: string };
	provider: { name: string };
	interactions: { description: string; request: object }[];
}

export const pactFile = 'pacts/imprint-client-imprint.json';

/** Changes the pact of the checkout, into the file that it was in or another one, and commits it. */
export async function changePact(
	checkout: Checkout,
	change: (pact: Pact) => unknown,
	into = pactFile,
): Promise<string> {
	const pact = JSON.parse(await readFile(join(checkout.root, pactFile), 'utf8')) as Pact;
	change(pact);
	await writeFile(join(checkout.root, into), `${JSON.stringify(pact, undefined, 2)}\n`);
	checkout.git('add', '.');
	checkout.git('commit', '--quiet', '--message=changed');
	return checkout.git('rev-parse', 'HEAD');
}

/** The path of a pact at the broker. */
export const pactPath = (version: string, consumer = 'imprint-client', provider = 'imprint') =>
	`/pacts/provider/${encodeURIComponent(provider)}/consumer/${encodeURIComponent(consumer)}/version/${encodeURIComponent(version)}`;

/** The provider's team verifies it, at a version of its main branch. */
export async function verified(broker: Broker, path: string, success: boolean, providerVersion: string): Promise<void> {
	const { body } = await broker.get(path);
	const provider = (body.provider as { name: string }).name;
	const version = `/pacticipants/${encodeURIComponent(provider)}/branches/main/versions/${encodeURIComponent(providerVersion)}`;
	expect((await broker.send('PUT', version, {})).status).toBeLessThan(300);
	const href = body._links?.['pb:publish-verification-results']?.href ?? '';
	const result = await broker.send('POST', href, { success, providerApplicationVersion: providerVersion });
	expect(result.status).toBe(201);
}
