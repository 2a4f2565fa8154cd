/**
 * Which entries of a recording belong to the described API: those for a host of its `servers`, wherever in the document
 * they stand, and below that server's base path. Hosts are compared whole and exactly, and default ports are one port.
 */
import { isObject, property } from '../../spec/json';
import { pathItemAt } from '../../spec/path/path-item';
import type { Spec } from '../../spec/spec';
import { normalHost } from '../verify/target';

export interface Scope {
	/** The hosts that belong to the API. */
	readonly hosts: readonly string[];
	/** Whether `url` is for one of them. */
	hasHost(url: URL): boolean;
	/**
	 * Whether `url` lies below a base path of its host. A host that was added may serve the API without one, so there a
	 * path that is described will do.
	 */
	covers(url: URL, isDescribed: boolean): boolean;
}

interface Server {
	/** Undefined where its URL is relative: where the description is served from is not known. */
	readonly host: string | undefined;
	/** Without the last slash. */
	readonly base: string;
}

/** A name for the host of `url`; http and https on their own ports are one. */
export const hostOf = (url: URL): string => withoutDefaultPort(url.host);

const withoutDefaultPort = (host: string) => host.replace(/:(80|443)$/, '');

/** Throws `InputError` where an added host is none. The hosts that `--allow-host` adds have the base paths of all servers. */
export function scopeOf(spec: Spec, added: readonly string[]): Scope {
	const servers = serversOf(spec);
	const bases = new Map<string, Set<string>>();
	const add = (host: string, base: string) => bases.set(host, (bases.get(host) ?? new Set()).add(base));
	for (const { host, base } of servers) if (host !== undefined) add(host, base);
	const everyBase = servers.length > 0 ? servers.map(({ base }) => base) : [''];
	const addedHosts = new Set(added.map((each) => withoutDefaultPort(normalHost(each))));
	for (const each of addedHosts) for (const base of everyBase) add(each, base);
	return {
		hosts: [...bases.keys()],
		hasHost: (url) => bases.has(hostOf(url)),
		covers: (url, isDescribed) => {
			const host = hostOf(url);
			if (isDescribed && addedHosts.has(host)) return true;
			return [...(bases.get(host) ?? [])].some((base) => url.pathname === base || url.pathname.startsWith(`${base}/`));
		},
	};
}

/** The servers of the document, of its path items and of its operations (OpenAPI 3.1, 4.8.5). */
function serversOf({ document, operations }: Spec): Server[] {
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
	return [{ host: authority === undefined ? undefined : withoutDefaultPort(host), base }];
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
