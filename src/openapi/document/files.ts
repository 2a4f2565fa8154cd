/**
 * The files of a spec: its document, and beside it those that references lead to. Each of these is read when the first
 * reference to it is followed, so that what is not used costs nothing. Nothing is ever fetched from elsewhere.
 */
import { createHash } from 'node:crypto';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { InputError, reasonOf } from '../../json/input-error';
import { property } from '../../json/json';
import { fileOf, localOf, type Pointer, rootOf } from '../../json/pointer';
import { type Disk, NotAFile } from './disk';
import { metaschemas } from './metaschemas';
import { indexResources, type Resource, type Resources, urlOf } from './resource';
import { parseSource, type Source } from './source';

export interface SpecFile extends Source {
	/** The pointer to its whole content. */
	readonly pointer: Pointer;
	/** Where it was read from. */
	readonly uri: string;
	readonly resources: Resources;
}

export class Files {
	private readonly folder: string;
	private readonly known = new Map<string, SpecFile | string>();
	private readonly resources = new Map<string, Resource[]>();
	private inherited = false;

	/** `main` is the document, in `mainFile` as the user named it; `hasResources`, whether its dialect knows `$id`. */
	constructor(
		private readonly mainFile: string,
		main: Source,
		private readonly hasResources: boolean,
		private readonly disk: Disk,
	) {
		this.folder = dirname(mainFile);
		this.add('', main);
	}

	/** The file that a pointer leads into; it has been read before. */
	of(pointer: Pointer): SpecFile {
		const file = this.known.get(fileOf(pointer));
		if (typeof file !== 'object') throw new Error(`no file of the spec was read for ${pointer}`);
		return file;
	}

	/** The file at a `file:` URL, or why there is none to use. */
	at(url: URL): SpecFile | string {
		let path: string;
		try {
			path = fileURLToPath(url);
		} catch {
			return 'names no file on this machine';
		}
		const isMain = path === resolve(this.mainFile);
		const name = isMain ? '' : relative(resolve(this.folder), path).replaceAll('\\', '/') || '.';
		const found = this.known.get(name) ?? this.read(name);
		this.known.set(name, found);
		return found;
	}

	/** The schema resources that call themselves `uri`, in the files read so far, or the metaschema of that name. */
	named(uri: string): readonly Resource[] {
		const metaschema = this.hasResources && !this.resources.has(uri) ? metaschemas.get(uri) : undefined;
		if (metaschema) this.add(uri, parseSource('.json', JSON.stringify(metaschema), uri));
		return this.resources.get(uri) ?? [];
	}

	/** Whether a file read so far names a property that every object inherits: `toString`, `constructor`. */
	namesInherited(): boolean {
		return this.inherited;
	}

	/** SHA-256, in hex digits, of the content of the files read so far, whatever their layout. */
	digest(): string {
		const read = [...this.known].flatMap(([name, file]) =>
			typeof file === 'object' ? [[name, file.root] as const] : [],
		);
		read.sort(([one], [other]) => (one < other ? -1 : 1));
		return createHash('sha256').update(JSON.stringify(read)).digest('hex');
	}

	/** The file that a pointer leads into, as the user would name it, and the pointer within it. */
	home(pointer: Pointer): { readonly file: string; readonly pointer: Pointer } {
		const name = fileOf(pointer);
		const own = name === '' ? this.of(pointer).home?.(pointer) : undefined;
		if (own) return own;
		if (metaschemas.has(name)) return { file: name, pointer: localOf(pointer) };
		const path = name === '' ? this.mainFile : join(this.folder, name);
		return { file: this.disk.named(path), pointer: localOf(pointer) };
	}

	private add(name: string, source: Source): SpecFile {
		const pointer = rootOf(name);
		const location = pathToFileURL(resolve(name === '' ? this.mainFile : join(this.folder, name))).href;
		// A document of OpenAPI 3.2 may name itself; references count from there.
		const self = property(source.root, '$self');
		const uri = (typeof self === 'string' ? urlOf(self, location)?.href : undefined) ?? location;
		const index = indexResources(pointer, uri, this.hasResources && source.namesItself ? source.root : undefined);
		for (const each of index.all) this.resources.set(each.uri, [...(this.resources.get(each.uri) ?? []), each]);
		const file = { ...source, pointer, uri: location, resources: index };
		this.known.set(name, file);
		this.inherited ||= source.namesInherited;
		return file;
	}

	private read(name: string): SpecFile | string {
		const path = join(this.folder, name);
		try {
			return this.add(name, parseSource(path, this.disk.read(path), `${name}, which`));
		} catch (error) {
			if (error instanceof NotAFile) return `leads to ${name}, which is not a file`;
			const reason = error instanceof InputError ? error.message.replace(/\.$/, '') : undefined;
			return `leads to ${reason ?? `${name}, which cannot be read: ${reasonOf(error)}`}`;
		}
	}
}
