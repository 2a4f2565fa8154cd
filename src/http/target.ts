/**
 * Which hosts may be contacted: those that the description's `servers` name, loopback, and what `--allow-host` adds.
 * Compared whole and exactly: a sandbox and its production can differ in one label of the name.
 */
import { InputError } from '../json/input-error';
import { serversOf } from '../openapi/path/server';
import type { Spec } from '../openapi/spec';

/** Whether a key or a client certificate would go along, and the variable for the key. */
export interface KeyOfTarget {
	readonly isSent: boolean;
	readonly variable: string;
}

/**
 * Checks `url` before anything is sent.
 * Throws {@link InputError}, which says which hosts are allowed.
 */
export function allowedTarget(url: string, spec: Spec, extraHosts: readonly string[], key: KeyOfTarget): URL {
	const target = URL.canParse(url) ? new URL(url) : undefined;
	if (!target || !['http:', 'https:'].includes(target.protocol)) {
		throw new InputError(
			'The provider URL is not an http or https URL. Give it as --provider-url https://HOST[:PORT].',
		);
	}
	if (target.username !== '' || target.password !== '') {
		throw new InputError(`The provider URL holds credentials. Put the key into ${key.variable} instead.`);
	}
	if (target.search !== '' || target.hash !== '') {
		throw new InputError('The provider URL has a query or a fragment. Give only https://HOST[:PORT][/BASE].');
	}
	const described = serversOf(spec).flatMap(({ host }) => host ?? []);
	const allowed = new Set([...described, ...extraHosts.map(normalHost)]);
	if (!isLoopback(target) && ![...described, ...extraHosts].some((host) => isAt(target, host))) {
		throw new InputError(
			`The host ${target.host} is not allowed. Allowed: ${[...allowed, 'loopback'].join(', ')}. ` +
				`Add --allow-host ${target.host} to contact it.`,
		);
	}
	if (key.isSent && target.protocol === 'http:' && !isLoopback(target)) {
		throw new InputError(`Credentials would go to ${target.host} in plain text. Use https.`);
	}
	return target;
}

/** A host without a port stands for its scheme's own. */
const isAt = ({ protocol, host }: URL, allowed: string) => new URL(`${protocol}//${allowed}`).host === host;

/** A name or address that Node's connections lead to this machine alone. */
export const isLoopback = ({ hostname }: URL): boolean =>
	hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);

/** A host as `--allow-host` names it, as URLs write it. Throws {@link InputError}. */
export function normalHost(host: string): string {
	if (!URL.canParse(`https://${host}`) || /[/\\@?#*\s]/.test(host)) {
		throw new InputError(`--allow-host takes a host with or without a port, not "${host}".`);
	}
	return new URL(`https://${host}`).host;
}
