/** Writes new files, never over one that exists, and adds what is missing to `package.json` and `.gitignore`. */
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { codeOf, InputError, reasonAgainstWriting, reasonOf } from '../json/input-error';
import { isObject, type JsonObject, jsonIn } from '../json/json';
import { replaceFile } from '../system/atomic-file';
import { kebab } from './names';

export interface NewFile {
	/** From the project's root. */
	readonly file: string;
	readonly text: string;
}

/** What was done, a line for each file. Throws {@link InputError} for a file that cannot be written. */
export async function writeNew(root: string, files: readonly NewFile[]): Promise<string[]> {
	const lines: string[] = [];
	for (const { file, text } of files) {
		try {
			await mkdir(dirname(join(root, file)), { recursive: true });
			await writeFile(join(root, file), text, { flag: 'wx' });
			lines.push(`wrote ${file}`);
		} catch (error) {
			if (codeOf(error) !== 'EEXIST' || !existsSync(join(root, file))) {
				throw new InputError(`${file} cannot be written: ${reasonAgainstWriting(error)}.`);
			}
			lines.push(`kept ${file}: it exists`);
		}
	}
	return lines;
}

/** Undefined where there is no such file. Throws {@link InputError}. */
async function textOf(root: string, file: string): Promise<string | undefined> {
	return readFile(join(root, file), 'utf8').catch((error: unknown) => {
		if (codeOf(error) === 'ENOENT') return undefined;
		throw new InputError(`${file} cannot be read: ${reasonOf(error)}.`);
	});
}

async function replace(root: string, file: string, text: string): Promise<void> {
	await replaceFile(join(root, file), text).catch((error: unknown) => {
		throw new InputError(`${file} cannot be written: ${reasonAgainstWriting(error)}.`);
	});
}

const ignored = ['node_modules/', '.env'];

export async function addIgnored(root: string): Promise<string> {
	const file = '.gitignore';
	const text = await textOf(root, file);
	const lines = (text ?? '').split(/\r?\n/).map((line) => line.trim().replace(/^\//, '').replace(/\/$/, ''));
	const missing = ignored.filter((each) => !lines.includes(each.replace(/\/$/, '')));
	if (missing.length === 0) return 'kept .gitignore: nothing is missing';
	const begin = text === undefined || text === '' || text.endsWith('\n') ? (text ?? '') : `${text}\n`;
	await replace(root, file, `${begin}${missing.join('\n')}\n`);
	return text === undefined ? 'wrote .gitignore' : `changed .gitignore: ${missing.join(' and ')}`;
}

/** What npm is to run; install scripts that npm 12 asks about, and without which the packages work. */
const additions = {
	scripts: { contract: 'contract', gate: 'contract gate' },
	allowScripts: { '@swc/core': false, 'unrs-resolver': false, '@parcel/watcher': false },
};

/** Adds what is missing to `package.json`; its indentation and the order of its keys stay. */
export async function addToPackage(root: string): Promise<string> {
	const file = 'package.json';
	const text = await textOf(root, file);
	if (text === undefined) {
		const own = { name: kebab(basename(root)), private: true, ...additions };
		await replace(root, file, `${JSON.stringify(own, null, 2)}\n`);
		return 'wrote package.json';
	}
	const json = packageIn(text);
	const added: string[] = [];
	const merged = Object.entries(additions).map(([key, members]) => {
		const own = json[key] ?? {};
		// Whatever else it is, somebody means it.
		if (!isObject(own)) return [key, own] as const;
		const missing = Object.entries(members).filter(([name]) => !Object.hasOwn(own, name));
		added.push(...missing.map(([name]) => `${key}.${name}`));
		return [key, { ...own, ...Object.fromEntries(missing) }] as const;
	});
	if (added.length === 0) return 'kept package.json: nothing is missing';
	const indent = /^([ \t]+)"/m.exec(text)?.[1] ?? '  ';
	const end = text.endsWith('\n') ? '\n' : '';
	await replace(root, file, JSON.stringify({ ...json, ...Object.fromEntries(merged) }, null, indent) + end);
	return `changed package.json: ${added.join(', ')}`;
}

/** Throws {@link InputError}. */
export function packageIn(text: string): JsonObject {
	const json = jsonIn(text.replace(/^\uFEFF/, ''));
	if (isObject(json)) return json;
	throw new InputError('package.json is not a JSON object. Correct it, then run contract init again.');
}
