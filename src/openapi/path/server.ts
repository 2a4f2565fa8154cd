/**
 * The servers of a spec (OpenAPI 3.1, 4.8.5 Server Object): which hosts requests may be sent to, and what a path may
 * begin with. A variable stands for its default and the values of its `enum`; without an `enum`, for any text as well.
 */
import { isObject, property } from '../../json/json';
import { child, type Pointer } from '../../json/pointer';
import { asPattern } from '../../json/text';
import type { Located, SpecDocument } from '../document/document';
import { listAt, mapAt, textOf } from '../part';
import { Unverifiable } from '../schema/reading';
import { pathItemAt } from './path-item';

export interface Server {
	/** Undefined where the URL is relative, or a variable that may be any text leaves the host open. */
	readonly host: string | undefined;
	/** Percent-encoded, without the slash at the end. It may hold {@link anyText}, or a variable without values. */
	readonly base: string;
}

/** The part of a spec that can name servers. */
interface ServerPlaces {
	readonly document: SpecDocument;
	readonly operations: { readonly operations: readonly { readonly pointer: Pointer; readonly pathPointer: Pointer }[] };
}

/** Stands for any text: it is valid in a path and not in a host. */
const anyText = '%00';

/** How a URL's path writes the brace of a variable that has no values. */
const openVariable = '%7B';

/** Beyond this many combinations of values, a variable stands for any text beside the first ones. */
const most = 256;

/** The servers of the document, of its path items and of its operations. */
export const serversOf = (places: ServerPlaces): Server[] =>
	ownersIn(places).flatMap(({ value }) => readServers(property(value, 'servers')));

/** Throws {@link Unverifiable} where a list of servers, or one of them, is malformed: such a server is passed over. */
export function refuseMalformedServers(places: ServerPlaces): void {
	for (const { pointer, value } of ownersIn(places)) {
		const at = child(pointer, 'servers');
		for (const [index, server] of listAt(at, property(value, 'servers')).entries()) {
			const located = { pointer: child(at, index), value: mapAt(child(at, index), server) };
			if (textOf(located, 'url') === undefined) throw new Unverifiable(located.pointer, 'a server must have a "url"');
		}
	}
}

function ownersIn({ document, operations: { operations } }: ServerPlaces): Located[] {
	const items = new Set(operations.map(({ pathPointer }) => pathPointer));
	return [
		{ pointer: '', value: document.root },
		...[...items].flatMap((item) => pathItemAt(document, item).layers),
		...operations.map(({ pointer }) => document.at(pointer)),
	];
}

/** The base paths of a list of servers, each once; a variable without values names none. */
export function basePathsOf(servers: unknown): Set<string> {
	const bases = readServers(servers).map(({ base }) => base);
	return new Set(bases.filter((base) => base !== '' && !base.includes(openVariable)));
}

/**
 * What is left of a path below `base`; undefined where it does not begin with it. A base ends before a variable without
 * values.
 */
export function belowBase(base: string): (path: string) => string | undefined {
	const known = (base.split(openVariable)[0] ?? '').replace(/\/+$/, '');
	if (!known.includes(anyText)) {
		return (path) => (path.startsWith(`${known}/`) ? path.slice(known.length) : undefined);
	}
	const pattern = new RegExp(`^${known.split(anyText).map(asPattern).join('[^/]+')}(?=/)`);
	return (path) => {
		const found = pattern.exec(path);
		return found ? path.slice(found[0].length) : undefined;
	};
}

function readServers(servers: unknown): Server[] {
	return (Array.isArray(servers) ? servers : []).flatMap(urlsOf).map(readServer);
}

/** Each URL that a server can have. A variable that is not declared keeps its braces. */
function urlsOf(server: unknown): string[] {
	const url = property(server, 'url');
	if (typeof url !== 'string') return [];
	let urls = [url];
	for (const [written, name = ''] of new Map([...url.matchAll(/\{([^}]*)\}/g)].map(([text, each]) => [text, each]))) {
		const values = valuesOf(property(property(server, 'variables'), name));
		if (values.length === 0) continue;
		const filled = (value: string) => (each: string) => each.replaceAll(written, () => value);
		const all = urls.flatMap((each) => values.map((value) => filled(value)(each)));
		urls = all.length > most ? [...all.slice(0, most), ...urls.map(filled(anyText))] : all;
	}
	return urls;
}

function valuesOf(variable: unknown): string[] {
	const listed = property(variable, 'enum');
	const stated = [property(variable, 'default'), ...(Array.isArray(listed) ? listed : [])];
	const values = stated.filter((each) => each !== undefined && !isObject(each)).map(String);
	const isOpen = isObject(variable) && !Array.isArray(listed);
	return [...new Set(isOpen ? [...values, anyText] : values)];
}

function readServer(url: string): Server {
	const [start = '', scheme = 'http:', authority = ''] = /^(?:([^/]*:)?\/\/([^/?#]*))?/.exec(url) ?? [];
	// A variable at the beginning stands for scheme and host.
	const path = url.slice(start.length).replace(new RegExp(`^(?:${anyText}[^/]*)?/?`), '/');
	const base = new URL(`http://nowhere.invalid${path}`).pathname.replace(/\/+$/, '');
	return { host: hostOf(scheme, authority), base };
}

/** The host in a URL's authority, where it is named in full. */
function hostOf(scheme: string, authority: string): string | undefined {
	const url = `${scheme}//${authority}`;
	if (authority.includes('{') || !URL.canParse(url)) return undefined;
	const { protocol, host } = new URL(url);
	return isOverHttp(protocol) ? host : undefined;
}

/** Whether a URL's scheme is HTTP's own or that of WebSocket, which begins as HTTP. */
export const isOverHttp = (protocol: string): boolean => /^(http|ws)s?:$/.test(protocol);
