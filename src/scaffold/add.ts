/** `contract add`: the use and the Pact test of one more operation. */
import { existsSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import type { Settings } from '../config/settings';
import { InputError, orUndefined } from '../json/input-error';
import { didYouMean } from '../json/text';
import type { Operation } from '../openapi/path/operation';
import type { Spec } from '../openapi/spec';
import { packageName } from '../system/project';
import { credentialsOf } from './draft/credentials';
import { type Draft, draftOf } from './draft/draft';
import { type NewFile, writeNew } from './files';
import { kebab } from './names';
import { testFile } from './write/test-file';
import { useFile } from './write/use-file';

type Places = Pick<Settings, 'root' | 'operations' | 'tests'>;

/** The two files of an operation; `config` is the file of the config, from the root. */
export function filesOf(draft: Draft, { operations, tests }: Places, config: string): NewFile[] {
	const name = kebab(draft.operation.name);
	const use = `${operations}/${name}.ts`;
	const client = `${operations}/client.ts`;
	const own = packageName();
	return [
		{ file: use, text: useFile(draft, own) },
		{
			file: `${tests}/${name}.pact.test.ts`,
			text: testFile(draft, { packageName: own, folder: tests, client, use, config }),
		},
	];
}

/** Returns what to print. Throws {@link InputError}; then nothing is written. */
export async function addOperation(name: string, spec: Spec, settings: Settings): Promise<string> {
	const { root, file: config = 'contract.config.ts', operations } = settings;
	const operation = operationNamed(spec, name);
	const client = join(root, operations, 'client.ts');
	const text = orUndefined(() => readFileSync(client, 'utf8'));
	if (text === undefined || !/\bexport class Client\b/.test(text)) {
		const found = text === undefined ? 'does not exist' : 'exports no class Client';
		throw new InputError(
			`${operations}/client.ts ${found}; generated tests call it. Run contract init where there is none.`,
		);
	}
	const draft = draftOf(spec, operation, credentialsOf(spec));
	if (draft.interactions.length === 0) throw new InputError(sentences(draft.omitted));
	const files = filesOf(draft, settings, relative(root, config));
	const existing = files.find(({ file }) => existsSync(join(root, file)));
	if (existing) throw new InputError(`${existing.file} exists already, so nothing was written. Move it away first.`);
	const written = await writeNew(root, files);
	const next = [...statesToAdd(draft, settings, basename(config)), 'Next: npx --no-install contract record'];
	return [...written, ...sentences(draft.omitted), ...next, ''].join('\n');
}

/** The provider states that the config does not have, for which verification would ask. */
function statesToAdd({ interactions }: Draft, { provider }: Settings, config: string): string[] {
	const names = new Set(interactions.flatMap(({ state }) => (state ? [state.name] : [])));
	const missing = [...names].filter((name) => !Object.hasOwn(provider.states ?? {}, name));
	return missing.map((name) => `For contract verify, add "${name}" to provider.states in ${config}.`);
}

export const sentences = (omitted: readonly string[]): string[] =>
	omitted.map((each) => each.replace(/^no\b/, 'No').replace(/\.?$/, '.'));

/** By `operationId`, or by method and path. Throws {@link InputError}. */
function operationNamed({ operations: { operations }, document }: Spec, name: string): Operation {
	const found =
		operations.find((each) => each.name === name) ?? operations.find((each) => `${each.method} ${each.path}` === name);
	if (found) return found;
	const known = operations.map((each) => each.name);
	const hint = didYouMean(name, known, Math.max(2, name.length / 3)) || '.';
	const list = known.length <= 12 ? known.join(', ') : `${known.slice(0, 12).join(', ')} and ${known.length - 12} more`;
	throw new InputError(`${document.file} has no operation "${name}"${hint} Operations: ${list || 'none'}.`);
}
