/** Reads and validates environment variables; no other file reads `process.env`. */
import { existsSync } from 'node:fs';
import type { Url } from 'node:url';
import { getProxyForUrl } from 'proxy-from-env';
import { InputError } from '../json/input-error';

/** An empty variable counts as not set. */
export type Environment = Readonly<ReturnType<typeof readEnvironment>>;

/** The variables of a run; `fault` if its `.env` file could not be read. */
export interface Variables {
	readonly values: NodeJS.ProcessEnv;
	readonly fault?: InputError;
}

/** The variables of the process alone. */
export const ownVariables = (): Variables => ({ values: process.env });

/**
 * The variables of the process, then those of `.env` in the working directory or of the file in `CONTRACT_ENV_FILE`; an empty
 * `CONTRACT_ENV_FILE` means no file. Only `isKnown` variables are taken from the file: it often belongs to a whole project.
 */
export async function readVariables(
	isKnown: (name: string) => boolean,
	own: NodeJS.ProcessEnv = process.env,
): Promise<Variables> {
	const named = own.CONTRACT_ENV_FILE;
	if (named === '') return { values: own };
	try {
		// The parser is loaded only if there is a file: start-up time.
		const file = named ?? '.env';
		if (named === undefined && !existsSync(file)) return { values: own };
		const { readEnvFile } = await import('./env-file');
		const read = await readEnvFile(file, named !== undefined);
		const kept = Object.fromEntries(Object.entries(read).filter(([name]) => isShared(name) || isKnown(name)));
		// proxy-from-env reads these from process.env.
		for (const name of ['HTTPS_PROXY', 'NO_PROXY']) if (kept[name] !== undefined) own[name] ??= kept[name];
		return { values: { ...kept, ...own } };
	} catch (error) {
		if (!(error instanceof InputError)) throw error;
		return { values: own, fault: error };
	}
}

/** Variables of every project. */
const isShared = (name: string) => /^(PACT_BROKER_\w+|HTTPS_PROXY|NO_PROXY)$/.test(name);

const withheld = new Set<string>();

/** Keeps these variables out of the environment of all child processes. */
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

/** The prefix without a config. */
export const defaultPrefix = 'PROVIDER';

/**
 * The provider's variables begin with `prefix`. Throws {@link InputError} if a variable is invalid.
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
		authScheme,
		/** File of CA certificates, in addition to Node's. */
		caFile: given(names.caFile),
		/** Node ignores it for a connection with a `ca` option, so it is added there. */
		nodeCaFile: given('NODE_EXTRA_CA_CERTS'),
		/** The TLS client certificate. */
		clientCertFile: given(names.clientCert),
		clientKeyFile: given(names.clientKey),
		clientKeyPassphrase: given(names.passphrase),
		/** No progress output, and a stale contract is an error instead of being replaced. */
		isCi: Boolean(variables.CI) && variables.CI !== 'false',
		broker: {
			baseUrl: given('PACT_BROKER_BASE_URL'),
			token: given('PACT_BROKER_TOKEN'),
			username: given('PACT_BROKER_USERNAME'),
			password: given('PACT_BROKER_PASSWORD'),
			/** File of CA certificates; the variable that Pact's own tools read. */
			caFile: given('SSL_CERT_FILE'),
		},
		/** The files that the variables name, and the one that holds variables. */
		files: [
			...[names.caFile, names.clientCert, names.clientKey, 'NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE'].map(given),
			variables.CONTRACT_ENV_FILE ?? '.env',
		].filter((each) => each),
		/** All variables, to detect the CI service. */
		variables,
	};
}

/** What `contract record` sets for the consumer tests: where they leave what they record, and the spec that it judges by. */
export const recordVariables = () => ({
	directory: process.env.CONTRACT_RECORD_DIR || undefined,
	spec: process.env.CONTRACT_SPEC || undefined,
	overlays: process.env.CONTRACT_OVERLAYS ? (JSON.parse(process.env.CONTRACT_OVERLAYS) as string[]) : undefined,
});

/**
 * The proxy for `url`, by `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY`, upper or lower case; npm's settings take precedence.
 * Throws {@link InputError} if it is not the URL of an http or https proxy, without quoting it: it may hold a password.
 */
export function proxyFor(url: URL): URL | undefined {
	// The library parses a string with the deprecated url.parse; of an object it reads these three.
	const { protocol, host, port } = url;
	const named = getProxyForUrl({ protocol, host, port } as Url);
	if (named === '') return undefined;
	// Without a scheme the library assumes that of the URL; curl and others assume http.
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
 * The environment for a child process that uses Pact: without broker settings, analytics, a proxy for loopback, or the API
 * key.
 */
export function environmentForPact(extra: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
	const kept = variablesBut(/^(PACT_|https?_proxy$|all_proxy$)/i);
	return { ...kept, PACT_DO_NOT_TRACK: 'true', NO_PROXY: '127.0.0.1,localhost', ...extra };
}

/**
 * The environment for Pact's command line: broker settings only from `settings`, no variables that change TLS trust or
 * telemetry, and `proxy` for every request.
 */
export function environmentForBroker(settings: NodeJS.ProcessEnv, proxy: string): NodeJS.ProcessEnv {
	const kept = variablesBut(/^(PACT|OTEL_|SSL_|(https?|all|no)_proxy$)/i);
	const proxies = { HTTP_PROXY: proxy, HTTPS_PROXY: proxy, http_proxy: proxy, https_proxy: proxy };
	return { ...kept, PACT_DO_NOT_TRACK: 'true', ...proxies, ...settings };
}

/** The environment for the client in a thread of ours: no variable of the provider, and no proxy for loopback. */
export const environmentForClient = (): NodeJS.ProcessEnv => ({
	...variablesBut(/^(https?_proxy|all_proxy)$/i),
	NO_PROXY: '127.0.0.1,localhost',
});

/** By no-color.org and force-color.org; undefined if no variable decides. */
export function wantsColor({ NO_COLOR, FORCE_COLOR, TERM }: NodeJS.ProcessEnv = process.env): boolean | undefined {
	if (NO_COLOR) return false;
	if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
	return TERM === 'dumb' ? false : undefined;
}

const variablesBut = (names: RegExp): NodeJS.ProcessEnv =>
	Object.fromEntries(Object.entries(process.env).filter(([name]) => !names.test(name) && !withheld.has(name)));
