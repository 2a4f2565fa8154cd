/**
 * The hosts of `servers` and their base paths, wherever in the document they stand (OpenAPI 3.1, 4.8.5 Server Object):
 * which requests belong to the API, and where requests may be sent. Unlike a base path, which may hold any text where a
 * variable lists no values, a host is one that the document names in full.
 */

import { isObject, property } from '../../json/json';
import type { SpecDocument } from '../document/document';
import type { OperationIndex } from './operation';
import { pathItemAt } from './path-item';

export interface Server {
	/** Undefined where its URL is relative: where the description is served from is not known. */
	readonly host: string | undefined;
	/** Without the last slash. */
	readonly base: string;
}

interface Described {
	readonly document: SpecDocument;
	readonly operations: OperationIndex;
}

/** The servers of the document, of its path items and of its operations (OpenAPI 3.1, 4.8.5). */
export function serversOf({ document, operations }: Described): Server[] {
	const items = new Set(operations.operations.map(({ pathPointer }) => pathPointer));
	const owners = [
		document.root,
		...[...items].flatMap((item) => pathItemAt(document, item).layers.map(({ value }) => value)),
		...operations.operations.map(({ pointer }) => document.at(pointer).value),
	];
	return owners.flatMap((owner) => {
		const servers = property(owner, 'servers');
		return (Array.isArray(servers) ? servers : []).flatMap((server) => urlsOf(server).flatMap(readServer));
	});
}

/** What a variable without values may stand for is not known: a host with one names no host, and a base path ends before it. */
function readServer(url: string): Server[] {
	const authority = /^(?:[a-z][a-z\d+.-]*:)?\/\/([^/]*)/i.exec(url)?.[1];
	const known = url.split('{')[0] ?? '';
	if (authority?.includes('{') || !URL.canParse(known, nowhere)) return [];
	const { protocol, host, pathname } = new URL(known, nowhere);
	if (!isOverHttp(protocol)) return [];
	const base = pathname.replace(/\/+$/, '');
	return [{ host: authority === undefined ? undefined : host, base }];
}

const nowhere = 'http://nowhere.invalid';

/** Whether a URL's scheme is HTTP's own or that of WebSocket, which begins as HTTP. */
export const isOverHttp = (protocol: string): boolean => /^(http|ws)s?:$/.test(protocol);

/** More than a few hundred combinations are a mistake in the document; the first ones do. */
const mostUrls = 256;

/** Each URL that a server can have: its variables at their default and at each value that they list (4.8.6). */
function urlsOf(server: unknown): string[] {
	const url = property(server, 'url');
	if (typeof url !== 'string') return [];
	const names = new Set([...url.matchAll(/\{([^}]*)\}/g)].map(([, name = '']) => name));
	let urls = [url];
	for (const name of names) {
		const variable = property(property(server, 'variables'), name);
		const listed = property(variable, 'enum');
		const values = [property(variable, 'default'), ...(Array.isArray(listed) ? listed : [])];
		const texts = [...new Set(values.filter((each) => each !== undefined && !isObject(each)).map(String))];
		if (texts.length === 0) continue;
		urls = urls.flatMap((each) => texts.map((text) => each.replaceAll(`{${name}}`, text))).slice(0, mostUrls);
	}
	return urls;
}
