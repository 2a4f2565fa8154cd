/** Refuses a file for a report or a recording where the run, or the next one, reads that very file. */
import type { Stats } from 'node:fs';
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { InputError, orUndefined } from '../json/input-error';
import { placeOf } from '../system/atomic-file';

export interface ReadFiles {
	readonly spec: string;
	/** Files, and folders whose pacts and recordings are read. */
	readonly inputs: readonly string[];
	/** Whether what is in the folders of a folder is read too. */
	readonly isDeep: boolean;
}

/** Throws {@link InputError} where a target is read, or two are one file. */
export async function refuseRead(targets: readonly string[], read: ReadFiles): Promise<void> {
	if (targets.length === 0) return;
	const known = await Promise.all(targets.map(targetAt));
	const seen = new Map<string, string>();
	for (const { file, id } of known) {
		if (id !== undefined && seen.has(id)) throw new InputError(`Two reports go to ${file}. Name a file for each.`);
		if (id !== undefined) seen.set(id, file);
	}
	const present = known.filter(({ isPresent }) => isPresent);
	const code = present.find(({ file }) => /\.[cm]?[jt]sx?$/i.test(file));
	if (code) throw new InputError(`${code.file} is source code, so no report may replace it. Name another file.`);
	for await (const { id, folder } of inputsOf(read, present.length > 0)) {
		const found = present.find((each) => each.id === id);
		if (found)
			throw new InputError(`${found.file} is read by this run, so no report may replace it. Name another file.`);
		const inside = known.find(
			(each) => each.folder !== undefined && each.folder === folder && isContractName(each.file),
		);
		if (inside) {
			throw new InputError(
				`${inside.file} would be read as a contract, so no report may be there. Name a file in another folder.`,
			);
		}
	}
}

interface Place {
	/** The same for each name of a file; undefined for a terminal and other devices, which any number may use. */
	readonly id: string | undefined;
	/** Where the file is, without links; undefined for what is no folder's own. */
	readonly folder: string | undefined;
}

async function targetAt(file: string): Promise<Place & { readonly file: string; readonly isPresent: boolean }> {
	const found = await stat(file).catch(() => undefined);
	const place = found && !found.isFile() ? undefined : await placeOf(file).catch(() => undefined);
	const id = found ? idOf(found) : place && `new ${asFound(place)}`;
	return { file, id, folder: place && dirname(place), isPresent: found?.isFile() === true };
}

/** On macOS and Windows, `A.json` and `a.json` are one file. */
const asFound = (place: string) =>
	join(dirname(place), process.platform === 'linux' ? basename(place) : basename(place).toLowerCase());

const idOf = (found: Stats): string | undefined =>
	found.isCharacterDevice() ? undefined : `${found.dev} ${found.ino}`;

/** `isWhole`: also the files that only the content of others names. */
async function* inputsOf({ spec, inputs, isDeep }: ReadFiles, isWhole: boolean): AsyncGenerator<Place> {
	for (const file of inputs) yield* placesAt(file, isDeep);
	if (!isWhole) return;
	const open = [spec];
	const seen = new Set<string>();
	for (let file = open.pop(); file !== undefined; file = open.pop()) {
		const found = await stat(file).catch(() => undefined);
		const id = found?.isFile() ? idOf(found) : undefined;
		if (id === undefined || seen.has(id)) continue;
		seen.add(id);
		yield { id, folder: undefined };
		open.push(...referredIn(await readFile(file, 'utf8').catch(() => ''), file));
	}
}

async function* placesAt(file: string, isDeep: boolean): AsyncGenerator<Place> {
	const found = await stat(file).catch(() => undefined);
	if (!found?.isDirectory()) {
		if (found) yield { id: idOf(found), folder: undefined };
		return;
	}
	const names = await readdir(file, { recursive: isDeep }).catch(() => []);
	const files = names.map((name) => join(file, name)).filter(isContractName);
	for (const each of files) yield* placesAt(each, false);
	for (const folder of new Set([file, ...files.map(dirname)])) {
		yield { id: undefined, folder: await realpath(folder).catch(() => folder) };
	}
}

const isContractName = (file: string) => /\.(json|har)$/i.test(file);

/** What follows `$ref`, and whatever else looks like the name of a file that holds schemas. */
const reference =
	/\$(?:ref|dynamicRef)["']?\s*:\s*(?:"([^"#]+)|'([^'#]+)|([^\s"'#,}]+))|([^\s"'#,{}[\]]+\.(?:ya?ml|json))(?=["'\s#,}\]]|$)/gi;

function referredIn(text: string, file: string): string[] {
	const names = [...text.matchAll(reference)].flatMap((match) => match.slice(1).filter((each) => each !== undefined));
	return [...new Set(names)].flatMap((name) => {
		const path = orUndefined(() => fileURLToPath(new URL(name.replaceAll('\\/', '/'), pathToFileURL(file))));
		return path === undefined ? [] : [path];
	});
}
