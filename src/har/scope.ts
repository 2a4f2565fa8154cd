/**
 * Which entries of a recording belong to the described API: those for a host of its `servers`, wherever in the document
 * they stand, and below that server's base path. Hosts are compared whole and exactly, and default ports are one port.
 */

import { normalHost } from '../http/target';
import { belowBase, serversOf } from '../openapi/path/server';
import type { Spec } from '../openapi/spec';

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

/** A name for the host of `url`; http and https on their own ports are one. */
export const hostOf = (url: URL): string => withoutDefaultPort(url.host);

const withoutDefaultPort = (host: string) => host.replace(/:(80|443)$/, '');

/** Throws `InputError` where an added host is none. The hosts that `--allow-host` adds have the base paths of all servers. */
export function scopeOf(spec: Spec, added: readonly string[]): Scope {
	const servers = serversOf(spec);
	const bases = new Map<string, Set<string>>();
	const add = (host: string, base: string) => bases.set(host, (bases.get(host) ?? new Set()).add(base));
	for (const { host, base } of servers) if (host !== undefined) add(withoutDefaultPort(host), base);
	const everyBase = servers.length > 0 ? servers.map(({ base }) => base) : [''];
	const addedHosts = new Set(added.map((each) => withoutDefaultPort(normalHost(each))));
	for (const each of addedHosts) for (const base of everyBase) add(each, base);
	return {
		hosts: [...bases.keys()],
		hasHost: (url) => bases.has(hostOf(url)),
		covers: (url, isDescribed) => {
			const host = hostOf(url);
			if (isDescribed && addedHosts.has(host)) return true;
			return [...(bases.get(host) ?? [])].some((base) => belowBase(base)(`${url.pathname}/`) !== undefined);
		},
	};
}
