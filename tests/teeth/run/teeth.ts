/** Derives the mutants and judges them, several at a time. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import config from '../../../contract.config';
import type { Json } from '../../../src/json/json';
import { property } from '../../../src/json/json';
import { loadSpec } from '../../../src/openapi/spec';
import { projectRoot } from '../../../src/system/project';
import { deriveMutants } from '../derive/derive';
import { kinds, type Mutant } from '../mutant';
import { startHonest } from './honest';
import { type Judgement, judgeMutant, type Verify, verifyInProcess } from './judge';

export interface TeethOptions {
	/** Every so-manieth mutant of each kind. */
	readonly sample?: number;
	/** Only mutants whose kind is the text, or whose name has it; or one of them. */
	readonly only?: string | readonly string[];
	readonly workers?: number;
	readonly onProgress?: (done: number, all: number) => void;
	/** The description that mutants are derived from, and the one that verification is given. */
	readonly spec?: string;
	readonly specOfVerification?: string;
	/** What applies to both; that of the config unless it is named. */
	readonly overlays?: readonly string[];
	readonly pact?: string;
	readonly verify?: Verify;
}

export async function runTeeth(options: TeethOptions = {}): Promise<Judgement[]> {
	const { workers = 2, onProgress = () => {}, verify = verifyInProcess } = options;
	const specFile = options.spec ?? join(projectRoot, 'spec', 'openapi.yaml');
	const overlays = options.overlays ?? (config.overlays ?? []).map((each) => join(projectRoot, each));
	const spec = await loadSpec(specFile, { overlays });
	const pact = options.pact ?? join(projectRoot, 'pacts', 'imprint-client-imprint.json');
	const list = property(JSON.parse(await readFile(pact, 'utf8')) as Json, 'interactions');
	const interactions = Array.isArray(list) ? (list as Json[]) : [];
	const honest = await startHonest();
	try {
		const withKey = { invite: honest.invite, ask: honest.askWithKey };
		const mutants = chosen(await deriveMutants(spec, interactions, withKey), options);
		const files = { spec: options.specOfVerification ?? specFile, overlays, pact };
		const bench = { spec, files, interactions, honest, verify };
		const judgements = new Map<Mutant, Judgement>();
		const left = [...mutants];
		onProgress(0, mutants.length);
		await Promise.all(
			Array.from({ length: workers }, async () => {
				for (let mutant = left.shift(); mutant; mutant = left.shift()) {
					judgements.set(mutant, await judgeMutant(mutant, bench));
					onProgress(judgements.size, mutants.length);
				}
			}),
		);
		return mutants.flatMap((mutant) => judgements.get(mutant) ?? []);
	} finally {
		await honest.close();
	}
}

function chosen(mutants: readonly Mutant[], { sample = 1, only }: TeethOptions): Mutant[] {
	const texts = only === undefined ? [''] : [only].flat();
	const named = mutants.filter(({ kind, name }) => texts.some((text) => kind === text || name.includes(text)));
	if (named.length === 0) throw new Error(`no mutant has "${only}" in its name`);
	return kinds.flatMap((kind) =>
		named.filter((mutant) => mutant.kind === kind).filter((_, index) => index % sample === 0),
	);
}
