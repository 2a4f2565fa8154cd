/** The config with its defaults, as every command uses it. */
import { defaultPrefix } from '../system/environment';
import type { ContractConfig, ProviderConfig } from './config';

/** Where there is no config, what it would name is undefined or empty. */
export interface Settings {
	/** The project's folder. */
	readonly root: string;
	/** The name of the config file; undefined where there is none. */
	readonly file: string | undefined;
	readonly consumer: string | undefined;
	readonly provider: Omit<ProviderConfig, 'name' | 'variables'> & {
		readonly name: string | undefined;
		/** The prefix of its environment variables. */
		readonly variables: string;
	};
	/** Files and folders are relative to the root. */
	readonly spec: string;
	readonly overlays: readonly string[];
	readonly pacts: string;
	readonly tests: string;
	readonly operations: string;
	readonly record: ContractConfig['record'];
	readonly types: ContractConfig['types'];
	readonly client: ContractConfig['client'];
	readonly minCoverage: ContractConfig['minCoverage'];
}

export const defaultSpec = 'spec/openapi.yaml';

export function settingsOf(config: Partial<ContractConfig>, root: string, file?: string): Settings {
	return {
		root,
		file,
		consumer: config.consumer,
		provider: {
			...config.provider,
			name: config.provider?.name,
			variables: config.provider?.variables ?? defaultPrefix,
		},
		spec: config.spec ?? defaultSpec,
		overlays: config.overlays ?? [],
		pacts: config.pacts ?? 'pacts',
		tests: config.tests ?? 'tests/consumer',
		operations: config.operations ?? 'contracts',
		record: config.record,
		types: config.types,
		client: config.client,
		minCoverage: config.minCoverage,
	};
}

/** The settings of a run without a config. */
export const withoutConfig = (root: string): Settings => settingsOf({}, root);
