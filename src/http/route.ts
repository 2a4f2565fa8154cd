/**
 * The way to the provider: straight, or for https through a proxy's tunnel (CONNECT), and by which certificates it is
 * known. Loopback and plain http never go through a proxy, and the name localhost never leads to another machine.
 */
import type { Agent } from 'node:http';
import type { RequestOptions } from 'node:https';
import type { LookupFunction } from 'node:net';
import type { ConnectionOptions as TlsOptions } from 'node:tls';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { percentDecoded } from '../json/text';
import { defaultPrefix, type ProviderVariables, providerVariables } from '../system/environment';
import { isLoopback } from './target';
import { secureContextOf, type TlsMaterial } from './tls';

export type ConnectionOptions = RequestOptions & Pick<TlsOptions, 'ALPNProtocols'>;

export interface Route {
	/** Host and port of the proxy, for messages; undefined where there is none. */
	readonly proxy: string | undefined;
	/** What the variables of the provider are called, for messages. */
	readonly names: ProviderVariables;
	/** For one request. The signal ends what stands between here and the proxy. */
	connection(signal: AbortSignal): ConnectionOptions;
}

export interface RouteOptions {
	/** Those of the default prefix by default. */
	readonly names?: ProviderVariables;
	readonly tls?: TlsMaterial | undefined;
	/** The proxy on the way to a URL; asked once, and not for loopback or plain http, which are never proxied. */
	readonly proxyFor?: (url: URL) => URL | undefined;
}

export function routeTo(
	provider: URL,
	{ tls, proxyFor, names = providerVariables(defaultPrefix) }: RouteOptions = {},
): Route {
	const isTunnelled = provider.protocol === 'https:' && !isLoopback(provider);
	const proxy = isTunnelled ? proxyFor?.(provider) : undefined;
	const common: ConnectionOptions = {
		...(tls && provider.protocol === 'https:' ? { secureContext: secureContextOf(tls) } : {}),
		// An explicit value overrides NODE_TLS_REJECT_UNAUTHORIZED.
		rejectUnauthorized: true,
		ALPNProtocols: ['http/1.1'],
		...(provider.hostname === 'localhost' ? { lookup: lookupLocalhost } : {}),
	};
	// Each request has a connection of its own: an idle one may be closed just as it is used again.
	if (!proxy) return { proxy: undefined, names, connection: () => ({ ...common, agent: false }) };
	const tunnel = tunnelThrough(proxy, tls?.ca);
	return { proxy: nameOf(proxy), names, connection: (signal) => ({ ...common, agent: tunnel(signal) }) };
}

/** Asks no name server and no hosts file (RFC 6761, 6.3). */
const lookupLocalhost: LookupFunction = (_, { all, family }, callback) => {
	const addresses = [
		{ address: '127.0.0.1', family: 4 },
		{ address: '::1', family: 6 },
	].filter((each) => family === undefined || family === 0 || each.family === Number(String(family).replace('IPv', '')));
	const [first] = addresses;
	if (all) callback(null, addresses);
	else callback(null, first?.address ?? '127.0.0.1', first?.family ?? 4);
};

const nameOf = ({ hostname, port, protocol }: URL) => `${hostname}:${port || (protocol === 'https:' ? '443' : '80')}`;

/** Makes an agent for one request. Our certificate is the provider's business; the proxy is only trusted by the same CA. */
function tunnelThrough(proxy: URL, ca: TlsMaterial['ca']): (signal: AbortSignal) => Agent {
	const [bare, headers] = [withoutCredentials(proxy), credentialsFor(proxy)];
	const secureContext = ca === undefined ? {} : { secureContext: secureContextOf({ ca }) };
	return (signal) => new HttpsProxyAgent(bare, { headers, signal, rejectUnauthorized: true, ...secureContext });
}

/** The agent logs the URL where DEBUG asks it to, so its user and password travel beside it. */
export function withoutCredentials(proxy: URL): URL {
	const bare = new URL(proxy);
	bare.username = '';
	bare.password = '';
	return bare;
}

export function credentialsFor(proxy: URL): Readonly<Record<string, string>> {
	const user = `${percentDecoded(proxy.username)}:${percentDecoded(proxy.password)}`;
	return user === ':' ? {} : { 'Proxy-Authorization': `Basic ${Buffer.from(user).toString('base64')}` };
}
