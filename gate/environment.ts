/** The one file that reads the environment. Values are checked here; nobody else looks at `process.env`. */
import { InputError } from '../spec/input-error';

export interface Environment {
	/** `IMPRINT_BASE_URL`: the provider to verify, in place of the local one. */
	readonly baseUrl: string | undefined;
	/** `IMPRINT_API_KEY` */
	readonly apiKey: string | undefined;
	/** `IMPRINT_AUTH_SCHEME`: `bearer` unless it says `basic`. */
	readonly authScheme: 'bearer' | 'basic';
	/** `IMPRINT_CUSTOMER_ID`: a customer that exists at the provider. */
	readonly customerId: string | undefined;
	/** `CI`: quiet, and a stale contract is an error instead of being replaced. */
	readonly isCi: boolean;
	/** `CONTRACT_RECORD_DIR`: where consumer tests leave what they record; set by `contract record`. */
	readonly recordDirectory: string | undefined;
}

/** Reads the variables. Throws {@link InputError} where one has no possible meaning. */
export function readEnvironment(variables: NodeJS.ProcessEnv = process.env): Environment {
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
		isCi: Boolean(variables.CI) && variables.CI !== 'false',
		recordDirectory: variables.CONTRACT_RECORD_DIR || undefined,
	};
}

/**
 * What must never be printed or written: our credentials, and the customer's id, which is personal. Read before anything
 * is checked, for a message about a wrong variable must not quote one either.
 */
export function readSecrets(variables: NodeJS.ProcessEnv = process.env): string[] {
	const names = ['IMPRINT_API_KEY', 'IMPRINT_CUSTOMER_ID', 'IMPRINT_CLIENT_KEY_PASSPHRASE'];
	const broker = ['PACT_BROKER_TOKEN', 'PACT_BROKER_PASSWORD'];
	const alone = [...names, ...broker].flatMap((name) => variables[name] ?? []);
	const inUrls = [
		'IMPRINT_BASE_URL',
		'HTTPS_PROXY',
		'https_proxy',
		'HTTP_PROXY',
		'http_proxy',
		'ALL_PROXY',
		'all_proxy',
	];
	return [...alone, ...inUrls.flatMap((name) => secretsIn(variables[name] ?? ''))].filter((each) => each !== '');
}

/** User and password of a URL as they stand there, as they are meant, and as they are sent. */
function secretsIn(url: string): string[] {
	const info = /^(?:[a-z][a-z\d+.-]*:)?(?:\/\/)?([^\s/@]*(?:@[^\s/@]*)*)@/i.exec(url)?.[1];
	if (info === undefined) return [];
	const [user = '', ...rest] = info.split(':');
	const password = rest.join(':');
	const [plainUser, plainPassword] = [user, password].map(decoded);
	const basic = [`${user}:${password}`, `${plainUser}:${plainPassword}`];
	return [user, password, plainUser ?? '', plainPassword ?? '', ...basic];
}

function decoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}

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
