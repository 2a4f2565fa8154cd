/**
 * Which entries of a recording belong to the described API: those for a host of its `servers`, anywhere in the
 * document, and below that server's base path. Hosts are compared whole and exactly, and default ports are one port.
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
	 * path of the spec is enough.
	 */
	covers(url: URL, isDescribed: boolean): boolean;
}

/** A name for the host of `url`; http and https on their own ports are one. */
export const hostOf = (url: URL): string => withoutDefaultPort(url.host);

const withoutDefaultPort = (host: string) => host.replace(/:(80|443)$/, '');

/**
 * Throws `InputError` if an added host is malformed. The hosts that `--allow-host` adds have the base paths of all
 * servers.
 */
export function scopeOf(spec: Spec, added: readonly string[]): Scope {
	const servers = serversOf(spec);
	const stated = servers.flatMap(({ host }) => (host === undefined ? [] : [withoutDefaultPort(host)]));
	const addedHosts = added.map((each) => withoutDefaultPort(normalHost(each)));
	const hosts = [...new Set([...stated, ...addedHosts])];
	return {
		hosts,
		hasHost: (url) => hosts.includes(hostOf(url)),
		covers: (url, isDescribed) => {
			const wanted = hostOf(url);
			const isAdded = addedHosts.includes(wanted);
			if (isAdded && (isDescribed || servers.length === 0)) return true;
			const own = servers.filter(({ host = '' }) => isAdded || withoutDefaultPort(host) === wanted);
			return own.some(({ base }) => belowBase(base)(`${url.pathname}/`) !== undefined);
		},
	};
}
