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
 * `CONTRACT_ENV_FILE` means no file.
 */
export async function readVariables(own: NodeJS.ProcessEnv = process.env): Promise<Variables> {
	const named = own.CONTRACT_ENV_FILE;
	if (named === '') return { values: own };
	try {
		// The parser is loaded only if there is a file: start-up time.
		const file = named ?? '.env';
		if (named === undefined && !existsSync(file)) return { values: own };
		const { readEnvFile } = await import('./env-file');
		const read = await readEnvFile(file, named !== undefined);
		// proxy-from-env reads these from process.env.
		for (const name of ['HTTPS_PROXY', 'NO_PROXY']) if (read[name] !== undefined) own[name] ??= read[name];
		return { values: { ...read, ...own } };
	} catch (error) {
		if (!(error instanceof InputError)) throw error;
		return { values: own, fault: error };
	}
}

/** Throws {@link InputError} if a variable is invalid. */
export function readEnvironment({ values: variables, fault }: Variables = ownVariables()) {
	if (fault) throw fault;
	const given = (name: string) => variables[name] || undefined;
	const authScheme = variables.IMPRINT_AUTH_SCHEME || 'bearer';
	if (authScheme !== 'bearer' && authScheme !== 'basic') {
		throw new InputError('IMPRINT_AUTH_SCHEME is neither "bearer" nor "basic". Set it to one of them, or unset it.');
	}
	const apiKey = given('IMPRINT_API_KEY');
	if (apiKey !== undefined && !/^[\x21-\x7e]+$/.test(apiKey)) {
		throw new InputError('IMPRINT_API_KEY holds a space, a line end or a character beyond ASCII. Copy the key again.');
	}
	const customerId = given('IMPRINT_CUSTOMER_ID');
	if (customerId !== undefined && (!/^[\w.~-]+$/.test(customerId) || /^\.+$/.test(customerId))) {
		throw new InputError('IMPRINT_CUSTOMER_ID holds a character that cannot stand in a path. Copy the id again.');
	}
	if (variables.IMPRINT_BASE_URL === '') {
		throw new InputError('IMPRINT_BASE_URL is set but empty. Set it to the provider, or unset it for the local one.');
	}
	return {
		/** The provider to verify, in place of the local one. */
		baseUrl: given('IMPRINT_BASE_URL'),
		apiKey,
		authScheme,
		/** A customer that exists at the provider. */
		customerId,
		/** File of CA certificates, in addition to Node's. */
		caFile: given('IMPRINT_CA_FILE'),
		/** Node ignores it for a connection with a `ca` option, so it is added there. */
		nodeCaFile: given('NODE_EXTRA_CA_CERTS'),
		/** The TLS client certificate. */
		clientCertFile: given('IMPRINT_CLIENT_CERT'),
		clientKeyFile: given('IMPRINT_CLIENT_KEY'),
		clientKeyPassphrase: given('IMPRINT_CLIENT_KEY_PASSPHRASE'),
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
		/** All variables, to detect the CI service. */
		variables,
		/** The folder for recordings of consumer tests; `contract record` sets it. */
		recordDirectory: given('CONTRACT_RECORD_DIR'),
	};
}

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
	const kept = variablesBut(/^(PACT_|IMPRINT_|https?_proxy$|all_proxy$)/i);
	return { ...kept, PACT_DO_NOT_TRACK: 'true', NO_PROXY: '127.0.0.1,localhost', ...extra };
}

/**
 * The environment for Pact's command line: broker settings only from `settings`, no variables that change TLS trust or
 * telemetry, no proxy for loopback.
 */
export function environmentForBroker(settings: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
	const kept = variablesBut(/^(PACT|IMPRINT_|OTEL_|SSL_|NO_PROXY$)/i);
	const direct = [process.env.NO_PROXY ?? process.env.no_proxy ?? '', '127.0.0.1', 'localhost', '::1'];
	const noProxy = direct.filter((each) => each !== '').join(',');
	return { ...kept, PACT_DO_NOT_TRACK: 'true', NO_PROXY: noProxy, no_proxy: noProxy, ...settings };
}

/** By no-color.org and force-color.org; undefined if no variable decides. */
export function wantsColor({ NO_COLOR, FORCE_COLOR, TERM }: NodeJS.ProcessEnv = process.env): boolean | undefined {
	if (NO_COLOR) return false;
	if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
	return TERM === 'dumb' ? false : undefined;
}

const variablesBut = (names: RegExp): NodeJS.ProcessEnv =>
	Object.fromEntries(Object.entries(process.env).filter(([name]) => !names.test(name)));
