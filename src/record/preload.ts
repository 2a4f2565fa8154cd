/**
 * Loaded into every process that runs consumer tests, before anything else. Whatever a test does with Pact's library is
 * recorded below CONTRACT_RECORD_DIR: a pact file goes into a folder of its own there, whatever folder the test names.
 */
import { randomUUID } from 'node:crypto';
import { appendFileSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { recordVariables } from '../system/environment';
import type { Mismatch } from './mismatch';
import { asSpecification4, type CurrentTest, currentTestKey, type Observation } from './observation';

type Native = (...args: readonly unknown[]) => unknown;
type Addon = { [name: string]: Native | undefined };

interface Begun {
	readonly id: number;
	readonly pact: unknown;
	isNamed: boolean;
}

/** As Pact's library counts the specifications. */
const specification4 = 5;

const pause = new Int32Array(new SharedArrayBuffer(4));

function observe(addon: Addon, directory: string): void {
	const interactions = new Map<unknown, Begun>();
	const specifications = new Map<unknown, unknown>();
	const pacts = new Map<unknown, unknown>();
	const reported = new Map<unknown, string>();
	let count = 0;
	const file = join(directory, `observed-${randomUUID()}.jsonl`);
	const note = (what: Observation) => appendFileSync(file, `${JSON.stringify(what)}\n`);
	const freshFolder = () => join(directory, `pact-${randomUUID()}`);

	/** Replaces a function of the library by one that does `around` it. */
	const wrap = (name: string, around: (call: Native, args: readonly unknown[]) => unknown) => {
		const original = addon[name];
		if (original) addon[name] = (...args) => around((...own) => original.apply(addon, [...own]), args);
	};
	const raw = { ...addon };

	const begin = (handle: unknown, description: unknown) => {
		const interaction = interactions.get(handle);
		const test = currentTest();
		if (!interaction || typeof description !== 'string' || description === '') return;
		note({ test, begun: interaction.id, description });
		// Specification 4 keeps the name as a comment; the others do not, and the library refuses it.
		if (test && !interaction.isNamed) raw.pactffiInteractionTestName?.(handle, test.name);
	};
	for (const name of ['pactffiNewInteraction', 'pactffiNewAsyncMessage', 'pactffiNewSyncMessage']) {
		wrap(name, (call, args) => {
			const handle = call(...args);
			interactions.set(handle, { id: count++, pact: args[0], isNamed: false });
			begin(handle, args[1]);
			return handle;
		});
	}
	for (const name of ['pactffiUponReceiving', 'pactffiMessageExpectsToReceive']) {
		wrap(name, (call, args) => {
			const result = call(...args);
			begin(args[0], args[1]);
			return result;
		});
	}
	wrap('pactffiInteractionTestName', (call, args) => {
		const interaction = interactions.get(args[0]);
		if (interaction) interaction.isNamed = true;
		return call(...args);
	});
	wrap('pactffiWithSpecification', (call, args) => {
		specifications.set(args[0], args[1]);
		return call(...args);
	});
	wrap('pactffiCreateMockServerForTransport', (call, args) => {
		const port = call(...args);
		pacts.set(port, args[0]);
		reported.delete(port);
		return port;
	});
	wrap('pactffiMockServerMismatches', (call, args) => {
		let text = call(...args);
		for (let tries = 0; tries < 10 && String(text).includes('missing-request'); tries += 1) {
			// The mock server may answer before it has counted; its own threads go on meanwhile.
			Atomics.wait(pause, 0, 0, 2);
			text = call(...args);
		}
		if (typeof text === 'string' && text !== (reported.get(args[0]) ?? '[]')) {
			reported.set(args[0], text);
			note({ test: currentTest(), mockServer: Number(args[0]), mismatches: JSON.parse(text) as Mismatch[] });
		}
		return text;
	});
	const write = (call: Native, [of, , overwrite]: readonly unknown[], pact: unknown) => {
		const folder = freshFolder();
		const result = call(of, folder, overwrite);
		if (result !== 0) return result;
		const written = [...interactions.values()].filter((each) => each.pact === pact).map(({ id }) => id);
		note({ test: currentTest(), written });
		const specification = specifications.get(pact);
		if (specification === specification4) return result;
		raw.pactffiWithSpecification?.(pact, specification4);
		call(of, join(folder, asSpecification4), overwrite);
		raw.pactffiWithSpecification?.(pact, specification);
		return result;
	};
	wrap('pactffiWritePactFile', (call, args) => write(call, args, args[0]));
	wrap('pactffiWritePactFileByPort', (call, args) => write(call, args, pacts.get(args[0])));
}

const currentTest = () => (process as { [currentTestKey]?: CurrentTest })[currentTestKey];

/** Node loads the library by `process.dlopen`, also for code that a test runner has put into a realm of its own. */
function install(directory: string): void {
	mkdirSync(directory, { recursive: true });
	const load = process.dlopen;
	process.dlopen = (module: object, ...rest: [string, number]) => {
		load.call(process, module, ...rest);
		const { exports } = module as { exports: Addon };
		if (exports.pactffiWritePactFile) observe(exports, directory);
	};
}

const installed = Symbol.for('contract.preload');
const marked = process as { [installed]?: boolean };
const { directory } = recordVariables();
if (directory !== undefined && !marked[installed]) {
	marked[installed] = true;
	install(resolve(directory));
}
