/** The configuration of a project, `contract.config.ts`; `defineConfig` gives the file its types. */

import type { MinCoverage } from './min-coverage';

/** How the tests and the commands make the client. */
export interface ClientOptions {
	/** `http(s)://HOST[:PORT]`, without a path. */
	readonly baseUrl: string;
	readonly apiKey: string;
}

/** A provider on this machine, for runs without a network: what `local` of the config starts. */
export interface LocalProvider {
	readonly url: string;
	/** The key that it accepts. */
	readonly apiKey?: string;
	/** Whether it has a handler for a request; without this, a missing handler looks like any other answer. */
	handles?(method: string, path: string): boolean;
	close(): Promise<void>;
}

/** The values that a provider state supplies to requests, by the names that their paths have in braces. */
export type StateValues = Readonly<Record<string, string>>;

/** Where a value comes from at a remote provider: any that is given by its URL, also on this machine. */
export type RemoteValue =
	/** The environment variable that holds it. */
	| { readonly from: string }
	/** An unused id, in the form of the one in this environment variable. */
	| { readonly unusedLike: string };

export interface ProviderState<Local extends LocalProvider = LocalProvider> {
	/**
	 * Meets the state at the local provider, and returns the values that it supplies; `params` are what the contract gives
	 * it beside its name.
	 */
	readonly local?: (provider: Local, params: Readonly<Record<string, unknown>>) => StateValues | Promise<StateValues>;
	/** The values that it supplies at a remote provider. */
	readonly remote?: Readonly<Record<string, RemoteValue>>;
	/**
	 * A request that changes nothing, sent to a remote provider before the first interaction; its path takes the state's
	 * values. `status` is the answer if the state is met: below 400 something exists, and the answer shows its values;
	 * from 400 on it does not exist.
	 */
	readonly proof?: {
		readonly operationId: string;
		readonly headers?: Readonly<Record<string, string>>;
		readonly body?: object;
		readonly status: number;
	};
}

export interface ProviderConfig<Local extends LocalProvider = LocalProvider> {
	/** The provider's name in the contract. */
	readonly name: string;
	/**
	 * The prefix of the environment variables for a remote provider: with `ACME` they are
	 * ACME_BASE_URL, ACME_API_KEY, ACME_AUTH_SCHEME, ACME_CA_FILE, ACME_CLIENT_CERT, ACME_CLIENT_KEY and
	 * ACME_CLIENT_KEY_PASSPHRASE. The default is `PROVIDER`.
	 */
	readonly variables?: string;
	/** The header that carries the key as it is, such as `X-API-Key`; by default it goes into `Authorization`. */
	readonly apiKeyHeader?: string;
	/** By their names in the contract. */
	readonly states?: Readonly<Record<string, ProviderState<Local>>>;
	/**
	 * Top-level fields of a JSON body that are never changed at a remote provider. A request that has one is not sent there,
	 * unless the contract expects it to be refused.
	 */
	readonly leaveAlone?: readonly string[];
	/** Starts the local provider, on any free port unless one is named; without it, a provider needs a URL. */
	readonly local?: (options: { readonly port?: number }) => Promise<Local>;
	/** The file that gets a handler for a new operation, for messages. */
	readonly localHandlers?: string;
}

export interface ContractConfig<Client = unknown, Local extends LocalProvider = LocalProvider> {
	/** The consumer's name in the contract. */
	readonly consumer: string;
	readonly provider: ProviderConfig<Local>;
	/** The OpenAPI document; `spec/openapi.yaml` by default. */
	readonly spec?: string;
	/** OpenAPI Overlays (1.0 or 1.1) that are applied to it, in this order. */
	readonly overlays?: readonly string[];
	/** Types that are generated from the spec, and the command that does it; the file holds `sha256:` and the spec's digest. */
	readonly types?: { readonly file: string; readonly command: string };
	/** The folder of the recorded pacts; `pacts` by default. */
	readonly pacts?: string;
	/** The folder of the consumer tests, `*.pact.test.ts`; `tests/consumer` by default. */
	readonly tests?: string;
	/**
	 * Runs the consumer tests in place of Jest. Pacts that Node processes write are collected wherever they go; other
	 * languages write below the folder in CONTRACT_RECORD_DIR.
	 */
	readonly record?: { readonly command: string };
	/** Makes the client under test. */
	readonly client?: (options: ClientOptions) => Client;
	/** The folder with one file for each operation that the client uses; `contracts` by default. */
	readonly operations?: string;
	/** The least coverage in percent, of all kinds together (`80`) or by kind (`{ responses: 100 }`). */
	readonly minCoverage?: MinCoverage;
}

/** How the client uses an operation: a file of `operations` exports one. */
export interface OperationUse<Client, Input = never> {
	readonly operationId: string;
	/**
	 * The input of a valid call, which `contract tolerate` makes for every answer that the spec allows. Without one, the
	 * operation is not tried.
	 */
	readonly example?: Input;
	/** Calls the operation with the client. */
	readonly call: (client: Client, input: Input) => Promise<unknown>;
	/** What the client makes of each documented status: it returns, or throws an error of a class. */
	readonly outcomes: Readonly<Record<number, 'returns' | (abstract new (...args: never[]) => Error)>>;
}

export const defineConfig = <Client, Local extends LocalProvider = LocalProvider>(
	config: ContractConfig<Client, Local>,
): ContractConfig<Client, Local> => config;
