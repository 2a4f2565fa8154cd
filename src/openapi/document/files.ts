/**
 * The files of a description: its document, and beside it those that references lead to. Each of these is read when the
 * first reference to it is followed, so that what is not used costs nothing. Nothing is ever fetched from elsewhere.
 */
import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { InputError, reasonOf } from '../../json/input-error';
import { fileOf, localOf, type Pointer, rootOf } from '../../json/pointer';
import { indexResources, type Resource, type Resources } from './resource';
import { parseSource, type Source } from './source';

export interface DescriptionFile extends Source {
	/** The pointer to its whole content. */
	readonly pointer: Pointer;
	/** Where it was read from. */
	readonly uri: string;
	readonly resources: Resources;
}

export interface Files {
	/** The file that a pointer leads into; it has been read before. */
	of(pointer: Pointer): DescriptionFile;
	/** The file at a `file:` URL, or why there is none to use. */
	at(url: URL): DescriptionFile | string;
	/** The schema resources that call themselves `uri`, in the files read so far. */
	named(uri: string): readonly Resource[];
	/** Every `$dynamicAnchor` of this name in the files read so far. */
	anchored(name: string): readonly Pointer[];
	/** Of the content of the files read so far, however it is laid out: hex digits of SHA-256. */
	digest(): string;
	/** Whether one of the files read so far names a property as every object inherits one. */
	namesInherited(): boolean;
	/** The path of the file, as the user would name it, and the pointer within it. */
	home(pointer: Pointer): { readonly file: string; readonly pointer: Pointer };
}

/** `main` is the document, in `mainFile` as the user named it; `hasResources`, whether its dialect knows `$id`. */
export function createFiles(mainFile: string, main: Source, hasResources: boolean): Files {
	const folder = dirname(mainFile);
	const known = new Map<string, DescriptionFile | string>();
	const resources = new Map<string, Resource[]>();
	let namesInherited = false;

	function add(name: string, source: Source): DescriptionFile {
		const pointer = rootOf(name);
		const uri = pathToFileURL(resolve(name === '' ? mainFile : join(folder, name))).href;
		const index = indexResources(pointer, uri, hasResources && source.namesItself ? source.root : undefined);
		for (const each of index.all) resources.set(each.uri, [...(resources.get(each.uri) ?? []), each]);
		const file = { ...source, pointer, uri, resources: index };
		known.set(name, file);
		namesInherited ||= source.namesInherited;
		return file;
	}

	function read(name: string): DescriptionFile | string {
		const path = join(folder, name);
		try {
			// What is no plain file, such as a pipe, might never end.
			if (!statSync(path).isFile()) return `leads to ${name}, which is no plain file`;
			return add(name, parseSource(path, readFileSync(path, 'utf8'), `${name}, which`));
		} catch (error) {
			const reason = error instanceof InputError ? error.message.replace(/\.$/, '') : undefined;
			return `leads to ${reason ?? `${name}, which cannot be read: ${reasonOf(error)}`}`;
		}
	}

	add('', main);
	return {
		of(pointer) {
			const file = known.get(fileOf(pointer));
			if (typeof file !== 'object') throw new Error(`no file of the description was read for ${pointer}`);
			return file;
		},
		at(url) {
			let path: string;
			try {
				path = fileURLToPath(url);
			} catch {
				return 'names no file of this machine';
			}
			const name = path === resolve(mainFile) ? '' : relative(resolve(folder), path).replaceAll('\\', '/');
			const found = known.get(name) ?? read(name);
			known.set(name, found);
			return found;
		},
		anchored: (name) => [...resources.values()].flat().flatMap(({ dynamicAnchors }) => dynamicAnchors.get(name) ?? []),
		namesInherited: () => namesInherited,
		digest() {
			const read = [...known].flatMap(([name, file]) => (typeof file === 'object' ? [[name, file.root] as const] : []));
			read.sort(([one], [other]) => (one < other ? -1 : 1));
			return createHash('sha256').update(JSON.stringify(read)).digest('hex');
		},
		named: (uri) => resources.get(uri) ?? [],
		home(pointer) {
			const name = fileOf(pointer);
			return { file: name === '' ? mainFile : join(folder, name), pointer: localOf(pointer) };
		},
	};
}
