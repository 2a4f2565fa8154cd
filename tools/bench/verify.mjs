/**
 * `contract verify` beside pact-js's own Verifier, each in a process of its own, on the same pact and a local provider of the
 * same kind.
 * Usage: node verify.mjs PACT is pact-js's side.
 */
import { devNull } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { judgedFault } from './contenders.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const script = fileURLToPath(import.meta.url);

/** Both leave work to processes or native threads of their own; only the wall time of the two compares. */
export const verification = {
	name: 'ours',
	shown: ['wall'],
	args: ({ pact }) => [join(root, 'bin', 'contract.js'), 'verify', pact],
	fault: judgedFault,
};

export const pactJs = {
	name: 'pact-js',
	shown: ['wall'],
	args: ({ pact }) => [script, pact],
	fault({ code, end }, { count }) {
		if (code !== 0) return `it ended with ${code}`;
		const asked = /^asked for (\d+) states$/m.exec(end)?.[1];
		return Number(asked) === count ? undefined : `it asked for ${asked} states`;
	},
};

/** The same configuration as `contract.config.ts`, in the terms of pact-js. */
async function runPactJs(pact) {
	// As ours does: with a certificate store, Pact loads it for each request, also over plain HTTP.
	Object.assign(process.env, { SSL_CERT_FILE: devNull, SSL_CERT_DIR: devNull, PACT_DO_NOT_TRACK: 'true' });
	const [{ load }, { Verifier }] = await Promise.all([import('../sources.mjs'), import('@pact-foundation/pact')]);
	const sandbox = await load('sandbox/sandbox.ts').startSandbox();
	let asked = 0;
	const counted = (supply) => async () => {
		asked += 1;
		return { customer_id: supply() };
	};
	await new Verifier({
		...{ provider: 'imprint', providerBaseUrl: sandbox.url, pactUrls: [pact], logLevel: 'error' },
		requestFilter(request, _response, next) {
			request.headers.authorization = `Bearer ${sandbox.apiKey}`;
			next();
		},
		stateHandlers: {
			'a customer exists': counted(sandbox.addCustomer),
			'no customer has the id': counted(sandbox.unusedCustomerId),
		},
	}).verifyProvider();
	await sandbox.close();
	console.log(`\nasked for ${asked} states`);
}

if (process.argv[1] === script) await runPactJs(process.argv[2]);
