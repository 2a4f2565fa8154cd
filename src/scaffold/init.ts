/** `contract init`: config, client, and the test of one operation, in a folder that may have nothing else. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { findConfig } from '../config/read-config';
import { settingsOf } from '../config/settings';
import { property } from '../json/json';
import { loadSpec, type Spec } from '../openapi/spec';
import { packageName } from '../system/project';
import { filesOf, sentences } from './add';
import { type Credentials, credentialsOf } from './draft/credentials';
import { type Draft, draftOf } from './draft/draft';
import { addIgnored, addToPackage, packageIn, writeNew } from './files';
import { kebab, upperSnake } from './names';
import { findSpec } from './spec-file';
import { clientFile } from './write/client-file';
import { configFile } from './write/config-file';

/** Returns what to print. Throws `InputError` where there is no usable spec; then nothing is written. */
export async function initProject(root: string, specFile = findSpec(root)): Promise<string> {
	const spec = await loadSpec(specFile);
	const own = await readFile(join(root, 'package.json'), 'utf8').catch(() => undefined);
	const named = own === undefined ? undefined : packageIn(own).name;
	const consumer = kebab(typeof named === 'string' ? named.replace(/^@[^/]*\//, '') : basename(root));
	const title = titleOf(spec);
	const provider = kebab(title);
	const credentials = credentialsOf(spec);
	const draft = firstDraft(spec, credentials);
	const names = {
		...{ packageName: packageName(), consumer, spec: relative(root, resolve(root, specFile)).replaceAll('\\', '/') },
		...{ provider, variables: upperSnake(title) || 'PROVIDER' },
	};
	const parameters = draft?.inputs.path.map(({ name }) => name) ?? [];
	const found = findConfig(root);
	const existing = found !== undefined && dirname(found) === root ? basename(found) : undefined;
	const config = existing ?? 'contract.config.ts';
	const written = await writeNew(root, [
		{ file: config, text: configFile(names, credentials, draft?.interactions ?? [], parameters) },
		{ file: 'contracts/client.ts', text: clientFile(title, credentials) },
		...(draft ? filesOf(draft, settingsOf({}, root), config) : []),
	]);
	const omitted = draft ? draft.omitted : allOmitted(spec, credentials);
	const steps = [
		...(isInstalled(root) ? [] : [`npm install --save-dev ${packageName()}`]),
		'npx --no-install contract gate',
	];
	const next = ['', 'Next:', ...steps.map((step) => `  ${step}`)];
	return [...written, await addIgnored(root), await addToPackage(root), ...sentences(omitted), ...next, ''].join('\n');
}

/** Of the first operation that changes nothing and of which a test can be made, else of the first one. */
function firstDraft(spec: Spec, credentials: Credentials): Draft | undefined {
	const { operations } = spec.operations;
	const isSafe = ({ method }: { readonly method: string }) => method === 'GET' || method === 'HEAD';
	for (const operation of [...operations.filter(isSafe), ...operations.filter((each) => !isSafe(each))]) {
		const draft = draftOf(spec, operation, credentials);
		if (draft.interactions.length > 0) return draft;
	}
	return undefined;
}

function allOmitted(spec: Spec, credentials: Credentials): string[] {
	const { operations } = spec.operations;
	if (operations.length === 0) return [`${spec.document.file} has no operation, so there is no test`];
	return operations.slice(0, 3).flatMap((operation) => draftOf(spec, operation, credentials).omitted);
}

function titleOf({ document }: Spec): string {
	const title = property(document.root.info, 'title');
	return typeof title === 'string' && kebab(title) !== 'operation' ? title : 'provider';
}

/** In this folder or one above it. */
function isInstalled(root: string): boolean {
	for (let at = root; ; at = dirname(at)) {
		if (existsSync(join(at, 'node_modules', packageName(), 'package.json'))) return true;
		if (at === dirname(at)) return false;
	}
}
