/** The one file that reads the environment. Values are checked here; nobody else looks at `process.env`. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Url } from 'node:url';
import { getProxyForUrl } from 'proxy-from-env';
import { InputError } from '../json/input-error';

/** What the variables say; an empty one counts as not set. */
export type Environment = Readonly<ReturnType<typeof readEnvironment>>;

/** The variables of a run, and why those of its file could not be read. */
export interface Variables {
	/** Those of the process, and beneath them those of the file. */
	readonly values: NodeJS.ProcessEnv;
	readonly fault?: InputError;
}

/** The variables of the process alone. */
export const ownVariables = (): Variables => ({ values: process.env });

/**
 * The variables of the process, and beneath them those of `.env` in `folder` or of the file that `CONTRACT_ENV_FILE`
 * names; where it names none, no file's. Of the file only those that `isKnown` count: it is often a whole project's.
 */
export async function readVariables(
	folder: string,
	isKnown: (name: string) => boolean,
	own: NodeJS.ProcessEnv = process.env,
): Promise<Variables> {
	const named = own.CONTRACT_ENV_FILE;
	if (named === '') return { values: own };
	try {
		// Few have the file, and everybody waits for what is loaded.
		const file = named ?? join(folder, '.env');
		if (named === undefined && !existsSync(file)) return { values: own };
		const { readEnvFile } = await import('./env-file');
		const read = await readEnvFile(file, named !== undefined);
		const kept = Object.fromEntries(Object.entries(read).filter(([name]) => isShared(name) || isKnown(name)));
		// The library that chooses a proxy looks for these by itself.
		for (const name of ['HTTPS_PROXY', 'NO_PROXY']) if (kept[name] !== undefined) own[name] ??= kept[name];
		return { values: { ...kept, ...own } };
	} catch (error) {
		if (!(error instanceof InputError)) throw error;
		return { values: own, fault: error };
	}
}

/** Known whatever the project. */
const isShared = (name: string) => /^(PACT_BROKER_\w+|HTTPS_PROXY|NO_PROXY)$/.test(name);

const withheld = new Set<string>();

/** From now on no child process gets the variables of these names. */
export function withholdFromChildren(names: readonly string[]): void {
	for (const name of names) withheld.add(name);
}

/** The names of the variables for a provider that is not the local one. */
export type ProviderVariables = Readonly<ReturnType<typeof providerVariables>>;

export const providerVariables = (prefix: string) => ({
	baseUrl: `${prefix}_BASE_URL`,
	apiKey: `${prefix}_API_KEY`,
	authScheme: `${prefix}_AUTH_SCHEME`,
	caFile: `${prefix}_CA_FILE`,
	clientCert: `${prefix}_CLIENT_CERT`,
	clientKey: `${prefix}_CLIENT_KEY`,
	passphrase: `${prefix}_CLIENT_KEY_PASSPHRASE`,
});

/** The prefix where no config names one. */
export const defaultPrefix = 'PROVIDER';

/**
 * Reads the variables; those of the provider begin with `prefix`. Throws {@link InputError} where one has no possible
 * meaning.
 */
export function readEnvironment({ values: variables, fault }: Variables = ownVariables(), prefix = defaultPrefix) {
	if (fault) throw fault;
	const given = (name: string) => variables[name] || undefined;
	const names = providerVariables(prefix);
	const authScheme = given(names.authScheme) ?? 'bearer';
	if (authScheme !== 'bearer' && authScheme !== 'basic') {
		throw new InputError(`${names.authScheme} is neither "bearer" nor "basic". Set it to one of them, or unset it.`);
	}
	const apiKey = given(names.apiKey);
	if (apiKey !== undefined && !/^[\x21-\x7e]+$/.test(apiKey)) {
		throw new InputError(`${names.apiKey} holds a space, a line end or a character beyond ASCII. Copy the key again.`);
	}
	if (variables[names.baseUrl] === '') {
		throw new InputError(`${names.baseUrl} is set but empty. Set it to the provider, or unset it for the local one.`);
	}
	return {
		/** What the variables of the provider are called. */
		names,
		/** The provider to verify, in place of the local one. */
		baseUrl: given(names.baseUrl),
		apiKey,
		/** `bearer` unless it says `basic`. */
		authScheme,
		/** The file of the certificates that the provider is trusted by beside those that Node trusts. */
		caFile: given(names.caFile),
		/** Node forgets it for a connection that a CA of ours is added to. */
		nodeCaFile: given('NODE_EXTRA_CA_CERTS'),
		/** The files of the certificate that the provider is shown. */
		clientCertFile: given(names.clientCert),
		clientKeyFile: given(names.clientKey),
		clientKeyPassphrase: given(names.passphrase),
		/** Quiet, and a stale contract is an error instead of being replaced. */
		isCi: Boolean(variables.CI) && variables.CI !== 'false',
		broker: {
			baseUrl: given('PACT_BROKER_BASE_URL'),
			token: given('PACT_BROKER_TOKEN'),
			username: given('PACT_BROKER_USERNAME'),
			password: given('PACT_BROKER_PASSWORD'),
			/** The file of the certificates that it is trusted by, as Pact's own tools have it. */
			caFile: given('SSL_CERT_FILE'),
		},
		/** All variables, for what knows those of every CI. */
		variables,
		/** Where consumer tests leave what they record; `contract record` sets it. */
		recordDirectory: given('CONTRACT_RECORD_DIR'),
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
	const kept = variablesBut(/^(PACT_|https?_proxy$|all_proxy$)/i);
	return { ...kept, PACT_DO_NOT_TRACK: 'true', NO_PROXY: '127.0.0.1,localhost', ...extra };
}

/**
 * The environment for Pact's own command line: of brokers only what `settings` names, none of the switches by which it
 * would trust or tell more than was asked for, and no proxy between it and loopback.
 */
export function environmentForBroker(settings: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
	const kept = variablesBut(/^(PACT|OTEL_|SSL_|NO_PROXY$)/i);
	const direct = [process.env.NO_PROXY ?? process.env.no_proxy ?? '', '127.0.0.1', 'localhost', '::1'];
	const noProxy = direct.filter((each) => each !== '').join(',');
	return { ...kept, PACT_DO_NOT_TRACK: 'true', NO_PROXY: noProxy, no_proxy: noProxy, ...settings };
}

/** Whether the variables ask for color or against it (no-color.org, force-color.org); undefined where they do not say. */
export function wantsColor({ NO_COLOR, FORCE_COLOR, TERM }: NodeJS.ProcessEnv = process.env): boolean | undefined {
	if (NO_COLOR) return false;
	if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
	return TERM === 'dumb' ? false : undefined;
}

const variablesBut = (names: RegExp): NodeJS.ProcessEnv =>
	Object.fromEntries(Object.entries(process.env).filter(([name]) => !names.test(name) && !withheld.has(name)));
