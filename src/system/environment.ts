/** The one file that reads the environment. Values are checked here; nobody else looks at `process.env`. */
import { existsSync } from 'node:fs';
import type { Url } from 'node:url';
import { getProxyForUrl } from 'proxy-from-env';
import { InputError } from '../json/input-error';

export interface Environment {
	/** `IMPRINT_BASE_URL`: the provider to verify, in place of the local one. */
	readonly baseUrl: string | undefined;
	/** `IMPRINT_API_KEY` */
	readonly apiKey: string | undefined;
	/** `IMPRINT_AUTH_SCHEME`: `bearer` unless it says `basic`. */
	readonly authScheme: 'bearer' | 'basic';
	/** `IMPRINT_CUSTOMER_ID`: a customer that exists at the provider. */
	readonly customerId: string | undefined;
	/** `IMPRINT_CA_FILE`: certificates that the provider is trusted by beside those that Node trusts. */
	readonly caFile: string | undefined;
	/** `NODE_EXTRA_CA_CERTS`: Node forgets it for a connection that a CA of ours is added to. */
	readonly nodeCaFile: string | undefined;
	/** `IMPRINT_CLIENT_CERT` and `IMPRINT_CLIENT_KEY`: the files of the certificate that the provider is shown. */
	readonly clientCertFile: string | undefined;
	readonly clientKeyFile: string | undefined;
	/** `IMPRINT_CLIENT_KEY_PASSPHRASE` */
	readonly clientKeyPassphrase: string | undefined;
	/** `CI`: quiet, and a stale contract is an error instead of being replaced. */
	readonly isCi: boolean;
	/** `PACT_BROKER_BASE_URL`, `PACT_BROKER_TOKEN`, `PACT_BROKER_USERNAME`, `PACT_BROKER_PASSWORD`: as they are set, an empty one as not. */
	readonly broker: {
		readonly baseUrl: string | undefined;
		readonly token: string | undefined;
		readonly username: string | undefined;
		readonly password: string | undefined;
		/** `SSL_CERT_FILE`: certificates that it is trusted by, as Pact's own tools have it. */
		readonly caFile: string | undefined;
	};
	/** All variables, for what knows those of every CI. */
	readonly variables: Readonly<NodeJS.ProcessEnv>;
	/** `CONTRACT_RECORD_DIR`: where consumer tests leave what they record; `contract record` sets it. */
	readonly recordDirectory: string | undefined;
}

/** The variables of a run, and why those of its file could not be read. */
export interface Variables {
	readonly values: NodeJS.ProcessEnv;
	readonly fault?: InputError;
}

/** The variables of the process alone. */
export const ownVariables = (): Variables => ({ values: process.env });

/**
 * The variables of the process, and beneath them those of `.env` in the working directory or of the file that
 * `CONTRACT_ENV_FILE` names; where it names none, no file's.
 */
export async function readVariables(own: NodeJS.ProcessEnv = process.env): Promise<Variables> {
	const named = own.CONTRACT_ENV_FILE;
	if (named === '') return { values: own };
	try {
		// Few have the file, and everybody waits for what is loaded.
		const file = named ?? '.env';
		if (named === undefined && !existsSync(file)) return { values: own };
		const { readEnvFile } = await import('./env-file');
		const read = await readEnvFile(file, named !== undefined);
		// The library that chooses a proxy looks for these by itself.
		for (const name of ['HTTPS_PROXY', 'NO_PROXY']) if (read[name] !== undefined) own[name] ??= read[name];
		return { values: { ...read, ...own } };
	} catch (error) {
		if (!(error instanceof InputError)) throw error;
		return { values: own, fault: error };
	}
}

/** Reads the variables. Throws {@link InputError} where one has no possible meaning. */
export function readEnvironment({ values: variables, fault }: Variables = ownVariables()): Environment {
	if (fault) throw fault;
	const authScheme = variables.IMPRINT_AUTH_SCHEME || 'bearer';
	if (authScheme !== 'bearer' && authScheme !== 'basic') {
		throw new InputError('IMPRINT_AUTH_SCHEME is neither "bearer" nor "basic". Set it to one of them, or unset it.');
	}
	const apiKey = variables.IMPRINT_API_KEY || undefined;
	if (apiKey !== undefined && !/^[\x21-\x7e]+$/.test(apiKey)) {
		throw new InputError('IMPRINT_API_KEY holds a space, a line end or a character beyond ASCII. Copy the key again.');
	}
	const customerId = variables.IMPRINT_CUSTOMER_ID || undefined;
	if (customerId !== undefined && (!/^[\w.~-]+$/.test(customerId) || /^\.+$/.test(customerId))) {
		throw new InputError('IMPRINT_CUSTOMER_ID holds a character that cannot stand in a path. Copy the id again.');
	}
	if (variables.IMPRINT_BASE_URL === '') {
		throw new InputError('IMPRINT_BASE_URL is set but empty. Set it to the provider, or unset it for the local one.');
	}
	return {
		baseUrl: variables.IMPRINT_BASE_URL || undefined,
		apiKey,
		authScheme,
		customerId,
		caFile: variables.IMPRINT_CA_FILE || undefined,
		nodeCaFile: variables.NODE_EXTRA_CA_CERTS || undefined,
		clientCertFile: variables.IMPRINT_CLIENT_CERT || undefined,
		clientKeyFile: variables.IMPRINT_CLIENT_KEY || undefined,
		clientKeyPassphrase: variables.IMPRINT_CLIENT_KEY_PASSPHRASE || undefined,
		isCi: Boolean(variables.CI) && variables.CI !== 'false',
		broker: {
			baseUrl: variables.PACT_BROKER_BASE_URL || undefined,
			token: variables.PACT_BROKER_TOKEN || undefined,
			username: variables.PACT_BROKER_USERNAME || undefined,
			password: variables.PACT_BROKER_PASSWORD || undefined,
			caFile: variables.SSL_CERT_FILE || undefined,
		},
		variables,
		recordDirectory: variables.CONTRACT_RECORD_DIR || undefined,
	};
}

/**
 * The proxy on the way to `url`, by `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY`, in lower case as well; npm's own settings
 * come first. Throws {@link InputError} where it is none that could make a tunnel; its URL may hold a password and is not
 * quoted.
 */
export function proxyFor(url: URL): URL | undefined {
	// The library parses texts with what Node has deprecated; of an object it takes these three.
	const { protocol, host, port } = url;
	const named = getProxyForUrl({ protocol, host, port } as Url);
	if (named === '') return undefined;
	// Without a scheme the library takes the URL's own; everybody else means http.
	const bare = named.slice(protocol.length + 2);
	const isBare = proxyVariables.some((name) => process.env[name] === bare || process.env[name.toUpperCase()] === bare);
	const proxy = isBare ? `http://${bare}` : named;
	if (URL.canParse(proxy)) {
		const { protocol: scheme, hostname } = new URL(proxy);
		if (/^https?:$/.test(scheme) && hostname !== '') return new URL(proxy);
	}
	throw new InputError(
		`The proxy for ${host} is not the URL of an http or https proxy. Set HTTPS_PROXY (or ALL_PROXY) to ` +
			'http://[USER:PASSWORD@]HOST[:PORT], with special characters percent-encoded, or name the host in NO_PROXY.',
	);
}

const proxyVariables = ['https_proxy', 'all_proxy', 'npm_config_https_proxy', 'npm_config_proxy'];

/**
 * The environment for a child process that uses Pact: no broker that was not asked for, no analytics,
 * no proxy between Pact and loopback, no key that it has no use for.
 */
export function environmentForPact(extra: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
	const kept = Object.entries(process.env).filter(
		([name]) => !/^(PACT_|IMPRINT_|https?_proxy$|all_proxy$)/i.test(name),
	);
	return { ...Object.fromEntries(kept), PACT_DO_NOT_TRACK: 'true', NO_PROXY: '127.0.0.1,localhost', ...extra };
}

/**
 * The environment for Pact's own command line: of brokers only what `settings` names, none of the switches by which it
 * would trust or tell more than was asked for, and no proxy between it and loopback.
 */
export function environmentForBroker(settings: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
	const kept = Object.entries(process.env).filter(([name]) => !/^(PACT|IMPRINT_|OTEL_|SSL_|NO_PROXY$)/i.test(name));
	const direct = [process.env.NO_PROXY ?? process.env.no_proxy ?? '', '127.0.0.1', 'localhost', '::1'];
	const noProxy = direct.filter((each) => each !== '').join(',');
	return {
		...Object.fromEntries(kept),
		...{ PACT_DO_NOT_TRACK: 'true', NO_PROXY: noProxy, no_proxy: noProxy },
		...settings,
	};
}
