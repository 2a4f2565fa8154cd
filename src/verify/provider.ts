/**
 * The provider under verification: where it is, how it is addressed, and how it meets a provider state. Local: what the
 * config starts. Remote: what the environment names.
 */

import { randomInt, randomUUID } from 'node:crypto';
import type { LocalProvider, ProviderState, RemoteValue, StateValues } from '../config/config';
import type { Settings } from '../config/settings';
import { textIn } from '../json/exact';
import { InputError, reasonOf } from '../json/input-error';
import type { Environment, ProviderVariables } from '../system/environment';
import { variablesOf } from './state-variables';
import type { StateParams, StateResult } from './states';

export interface Provider {
	/** `local`: started for this run, with nothing to lose; `remote`: somebody's; what the run changes there is restored. */
	readonly kind: 'local' | 'remote';
	readonly url: URL;
	/** For messages; never holds a credential. */
	readonly name: string;
	/** The header that carries the credentials; undefined leaves what the contract holds. */
	readonly credentials: readonly [name: string, value: string] | undefined;
	/** The provider states of the config, by name; undefined where there is none. */
	readonly states: Settings['provider']['states'];
	/** The fields that no request may change there. */
	readonly leaveAlone: readonly string[];
	/** What the variables of the provider are called. */
	readonly variables: ProviderVariables;
	/** Why it has no handler for a request, and what to do; undefined where it has one, or nobody knows. */
	unhandled(method: string, path: string): { readonly title: string; readonly fix: string } | undefined;
	/** Supplies the values of a state, or says what is missing. */
	meet(name: string, state: ProviderState, params: StateParams): Promise<StateResult>;
	/** The config file, for messages. */
	readonly configFile: string;
	close(): Promise<void>;
}

/** Names the config in messages where there is none. */
const configName = 'contract.config.ts';

/** Throws {@link InputError} where the local provider does not start. */
export async function localProvider(
	{ provider, file = configName }: Settings,
	environment: Environment,
): Promise<Provider> {
	const { local, states, apiKeyHeader, localHandlers = 'the file of provider.local' } = provider;
	if (!local) {
		const url = `Set ${environment.names.baseUrl}, or pass --provider-url URL`;
		throw new InputError(`There is no provider to verify: ${file} has no provider.local. ${url}.`);
	}
	const { started, url } = await start(() => local({})).catch((error: unknown) => {
		throw new InputError(`The local provider of ${file} does not start: ${reasonOf(error)}.`);
	});
	return {
		kind: 'local',
		url,
		name: 'the local provider',
		credentials: credentialsOf(started.apiKey, 'bearer', apiKeyHeader),
		states,
		leaveAlone: [],
		variables: environment.names,
		unhandled(method, path) {
			if (started.handles?.(method, path) !== false) return undefined;
			const title = `The local provider has no handler for ${method} ${path}.`;
			return { title, fix: `Add one in ${localHandlers}.` };
		},
		configFile: file,
		async meet(name, state, params) {
			if (state.local) return met(name, state, params, await state.local(started, params));
			const fix = [`Add provider.states["${name}"].local to ${file}.`];
			return { kind: 'unmet', state: name, reason: 'the config does not say how', fix };
		},
		close: () => started.close(),
	};
}

async function start(local: () => Promise<LocalProvider>) {
	const started = await local();
	return { started, url: new URL(started.url) };
}

export function remoteProvider(
	url: URL,
	{ provider, file = configName }: Settings,
	environment: Environment,
): Provider {
	const { apiKey, authScheme, names, variables } = environment;
	const { states, apiKeyHeader, leaveAlone = [] } = provider;
	return {
		kind: 'remote',
		url,
		name: url.host,
		credentials: credentialsOf(apiKey, authScheme, apiKeyHeader),
		states,
		leaveAlone,
		variables: names,
		unhandled: () => undefined,
		configFile: file,
		async meet(name, state, params) {
			const values: Record<string, string> = {};
			for (const [parameter, value] of Object.entries(state.remote ?? {})) {
				const supplied = suppliedBy(value, variables);
				if (supplied !== undefined) values[parameter] = supplied;
			}
			const missing = variablesOf(state).filter((variable) => !variables[variable]);
			if (missing.length === 0 || isUnused(state)) return met(name, state, params, values);
			const fix = [setVariables(state, url.host)];
			return {
				kind: 'unmet',
				state: name,
				reason: `${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} not set`,
				fix,
			};
		},
		close: async () => {},
	};
}

/** What the contract gives the state counts as supplied, as it does for Pact. */
function met(state: string, of: ProviderState, params: StateParams, values: StateValues): StateResult {
	const given = Object.entries(params).filter(([, value]) => typeof value === 'string' || typeof value === 'number');
	const all = {
		...Object.fromEntries(given.map(([name, value]) => [name, textIn(params, name) ?? String(value)])),
		...values,
	};
	return { kind: 'met', state, values: all, isUnused: isUnused(of) };
}

/** Whether the state says that something does not exist. */
export function isUnused({ proof, remote = {} }: ProviderState): boolean {
	if (proof !== undefined) return proof.status >= 400;
	const values = Object.values(remote);
	return values.length > 0 && values.every((each) => 'unusedLike' in each);
}

/** For a state that needs something of the provider's. */
export const setVariables = (state: ProviderState, provider: string): string => {
	const names = variablesOf(state);
	return names.length === 0
		? `Correct the state's proof, or what it stands for at ${provider}.`
		: `Set ${names.join(' and ')} to an id that exists at ${provider}.`;
};

/** Undefined where the variable is not set. Throws {@link InputError} for a value that cannot stand in a path. */
function suppliedBy(value: RemoteValue, variables: NodeJS.ProcessEnv): string | undefined {
	const name = 'from' in value ? value.from : value.unusedLike;
	const given = variables[name] || undefined;
	if (given !== undefined && (!/^[\w.~-]+$/.test(given) || /^\.+$/.test(given))) {
		throw new InputError(`${name} holds a character that cannot stand in a path. Copy the value again.`);
	}
	return 'from' in value ? given : unusedIdLike(given);
}

function credentialsOf(
	apiKey: string | undefined,
	scheme: Environment['authScheme'],
	header: string | undefined,
): Provider['credentials'] {
	if (apiKey === undefined) return undefined;
	if (header !== undefined) return [header, apiKey];
	const value = scheme === 'basic' ? `Basic ${Buffer.from(`${apiKey}:`).toString('base64')}` : `Bearer ${apiKey}`;
	return ['Authorization', value];
}

/** Below this many random digits, an invented id could be somebody's. */
const enoughDigits = 12;

/** An id that nobody has, of the form of one that somebody has where that leaves enough to chance; else a UUID. */
function unusedIdLike(id = ''): string {
	// A number stays one; of fifteen digits it is exact and hardly anybody's.
	if (/^\d+$/.test(id) && id.length < enoughDigits) return String(1e14 + randomInt(2 ** 47));
	if ((id.match(/\d/g) ?? []).length >= enoughDigits && !isUuid(id)) {
		return id.replace(/\d/g, () => String(randomInt(10)));
	}
	const uuid = randomUUID();
	return isUuid(id) && id === id.toUpperCase() ? uuid.toUpperCase() : uuid;
}

const isUuid = (text: string) => /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text);
