/**
 * `contract verify` beside pact-js's own Verifier, each in a process of its own, on the same pact and a local provider of the
 * same kind.
 * Usage: node tools/bench/verify.mjs [RUNS, default 3] [SIZE…, default 300 3000]: runs both in turns and prints medians. With
 * `--pact-js PACT`, it is pact-js's side.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { devNull, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { measured, median } from './measure.mjs';
import { writeSynthetic } from './synthetic.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const script = fileURLToPath(import.meta.url);

/** As in contenders.mjs: `fault` is the reason why a run did not verify its whole input. */
export const verification = {
	name: 'ours',
	args: ({ pact }) => [join(root, 'bin', 'contract.js'), 'verify', pact],
	fault({ code, end }, { count }) {
		const [, judged, interactions] = /^\s*(\d+) of (\d+) interactions? judged/m.exec(end) ?? [];
		if (Number(interactions) !== count || Number(judged) !== count) return `it judged ${judged} of ${count}`;
		return code === 0 ? undefined : `it ended with ${code}`;
	},
};

export const pactJs = {
	name: 'pact-js',
	args: ({ pact }) => [script, '--pact-js', pact],
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

/** Runs both in turns; resolves to the medians of their wall times in milliseconds. Rejects where one did not do its work. */
export async function raceVerify({ count, runs, folder }) {
	const pact = join(folder, `${count}.json`);
	await writeSynthetic(pact, join(root, 'pacts', 'imprint-client-imprint.json'), count);
	const walls = { [verification.name]: [], [pactJs.name]: [] };
	for (let run = 1; run <= runs; run += 1) {
		for (const contender of [verification, pactJs]) {
			const result = await measured(contender.args({ pact }), join(folder, 'output'));
			// Stopped at the time limit, pact-js takes at least that.
			const fault = result.over && contender === pactJs ? undefined : contender.fault(result, { count });
			if (fault !== undefined) throw new Error(`${contender.name}, ${count} interactions: ${fault}\n${result.errors}`);
			walls[contender.name].push(result.wall);
		}
	}
	return { ours: median(walls.ours), pactJs: median(walls['pact-js']) };
}

async function main([runs = '3', ...sizes]) {
	const folder = await mkdtemp(join(tmpdir(), 'contract-bench-'));
	try {
		for (const size of sizes.length > 0 ? sizes : ['300', '3000']) {
			const { ours, pactJs } = await raceVerify({ count: Number(size), runs: Number(runs), folder });
			const seconds = (milliseconds) => `${(milliseconds / 1000).toFixed(1)} s`;
			const share = (ours / pactJs).toFixed(2);
			console.log(`${size} interactions, median of ${runs}: ${seconds(ours)}, pact-js ${seconds(pactJs)}: ${share}`);
		}
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

if (process.argv[1] === script) {
	const [option, pact] = process.argv.slice(2);
	await (option === '--pact-js' ? runPactJs(pact) : main(process.argv.slice(2)));
}
