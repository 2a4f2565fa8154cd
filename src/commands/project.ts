/** The project that a command runs in: its root, its config and its variables. */
import { dirname, isAbsolute, relative, resolve } from 'node:path';
import { findConfig, readConfig } from '../config/read-config';
import { type Settings, withoutConfig } from '../config/settings';
import { InputError } from '../json/input-error';
import type { Redactor } from '../redact/redact';
import { secretsOf } from '../redact/secrets';
import {
	type Environment,
	readEnvironment,
	readVariables,
	type Variables,
	withholdFromChildren,
} from '../system/environment';
import { stateVariables } from '../verify/state-variables';
import type { CommandName, Invoked } from './command-table';
import { type Located, relocated } from './relocate';

export interface Project<Options> {
	/** The options, with files relative to the root, which is the working directory from now on. */
	readonly options: Options;
	readonly settings: Settings;
	readonly variables: Variables;
}

/** What cannot begin without a config. */
const needsConfig: ReadonlySet<CommandName> = new Set(['record', 'merge', 'tolerate', 'gate', 'add', 'sandbox']);

/** What needs none where it is given pacts and a spec. */
const canBeNamed: ReadonlySet<CommandName> = new Set(['check', 'verify', 'coverage', 'diff']);

/** Goes to the root of the project and reads its config. Throws {@link InputError}. */
export async function openProject<Name extends CommandName>(
	options: Invoked<Name>,
	redactor: Redactor,
	own?: NodeJS.ProcessEnv,
): Promise<Project<Invoked<Name>>> {
	const located = options as Located & { readonly command: CommandName };
	const file = configOf(located);
	const from = process.cwd();
	const root = file === undefined ? from : dirname(file);
	const settings = file === undefined ? withoutConfig(root) : await readConfig(file);
	process.chdir(root);
	const move = (path: string) =>
		isAbsolute(path) || root === from ? path : relative(root, resolve(from, path)) || '.';
	const moved = relocated(located, move) as unknown as Invoked<Name>;
	return { options: moved, settings, variables: await variablesIn(settings, redactor, own) };
}

/** Undefined where there is none, or `check` is given pacts and a spec. Throws {@link InputError} where one is needed. */
function configOf({
	command,
	config,
	files = [],
	given,
}: Located & { readonly command: CommandName }): string | undefined {
	if (config !== undefined) return resolve(config);
	const isNamed =
		command === 'diff' ? files.length > 2 : given.has('spec') && (files.length > 0 || given.has('fromBroker'));
	if (command === 'check' && isNamed) return undefined;
	const found = findConfig(process.cwd());
	const isRequired = canBeNamed.has(command) ? !isNamed : needsConfig.has(command);
	if (found !== undefined || !isRequired) return found;
	const begin = 'Run `contract init --spec FILE` to begin';
	const named = command === 'diff' ? 'diff OLD NEW PACT…' : `${command} PACT… --spec FILE`;
	const other = needsConfig.has(command) ? '' : `, or run \`contract ${named}\``;
	throw new InputError(`There is no contract.config.ts here or in a folder above. ${begin}${other}.`);
}

/** The variables, their secrets given to the redactor. */
async function variablesIn({ provider }: Settings, redactor: Redactor, own?: NodeJS.ProcessEnv): Promise<Variables> {
	const personal = stateVariables(provider.states);
	const isOwn = (name: string) => name.startsWith(`${provider.variables}_`) || personal.includes(name);
	const variables = await readVariables(isOwn, own);
	redactor.add(secretsOf(variables.values, personal));
	withholdFromChildren(Object.keys(variables.values).filter(isOwn));
	return variables;
}

export const environmentOf = ({ variables, settings }: Pick<Project<unknown>, 'variables' | 'settings'>): Environment =>
	readEnvironment(variables, settings.provider.variables);

/** Has the redactor know the secrets of the project here, if there is one, before an error of the command line is printed. */
export async function learnSecrets(redactor: Redactor): Promise<void> {
	try {
		const file = findConfig(process.cwd());
		const settings = file === undefined ? withoutConfig(process.cwd()) : await readConfig(file);
		await variablesIn(settings, redactor);
	} catch {
		// What cannot be read is reported by the command that needs it.
	}
}
