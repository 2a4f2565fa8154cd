/** Reads the command line into one of the commands. What it does not understand it refuses, with the way to say it right. */
import { parseArgs } from 'node:util';
import { InputError } from '../json/input-error';

export const formats = ['text', 'json', 'junit', 'github', 'html'] as const;
export type Format = (typeof formats)[number];

export interface CommonOptions {
	readonly spec: string;
	readonly format: Format;
	readonly output: string | undefined;
	readonly strict: boolean;
}
export interface ProviderOptions {
	readonly providerUrl: string | undefined;
	readonly allowHosts: readonly string[];
	/** Milliseconds for each answer. */
	readonly timeout: number;
	/** Requests per second at the most. */
	readonly rate: number | undefined;
	/** Whether what the run changed at a remote provider is put back. */
	readonly restore: boolean;
	/** The file that takes what was exchanged. */
	readonly har: string | undefined;
	/** Whether findings and the HAR file show what the provider sent. */
	readonly showValues: boolean;
	/** Whether everything that is sent is told, and a fault of our own with its stack. */
	readonly debug: boolean;
}

/** What a version of the consumer is called at the broker; what is undefined comes from CI or git. */
export interface VersionOptions {
	readonly version: string | undefined;
	readonly branch: string | undefined;
	readonly buildUrl: string | undefined;
	readonly tags: readonly string[];
	/** Whether a work tree with changes that are not committed is published all the same. */
	readonly allowDirty: boolean;
}

/** How a verification takes the contract from the broker, and publishes its result there. */
export interface BrokerSource {
	/** The provider's name at the broker; undefined for that of the pacts on disk. */
	readonly provider: string | undefined;
	/** Consumer version selectors, each as the JSON that was given; none for the default ones. */
	readonly selectors: readonly string[];
	/** YYYY-MM-DD: work-in-progress pacts since then are verified too. */
	readonly wipSince: string | undefined;
	readonly providerVersion: string | undefined;
	readonly providerBranch: string | undefined;
	readonly buildUrl: string | undefined;
	/** Whether the result is published. */
	readonly publishes: boolean;
}

export interface DeployOptions {
	/** The application at the broker; undefined for the consumer of the pacts on disk. */
	readonly pacticipant: string | undefined;
	/** Undefined for CI's or git's commit. */
	readonly version: string | undefined;
}

export interface DeployQuestion {
	/** The environment that it goes to; undefined for the newest verified version of the provider's main branch. */
	readonly environment: string | undefined;
	/** How often it is asked again while the answer is not known yet. */
	readonly retryWhileUnknown: number;
	/** Seconds between. */
	readonly retryInterval: number;
}

export type Invocation =
	| ({ readonly command: 'record'; readonly workers: number | undefined } & CommonOptions)
	| ({ readonly command: 'merge'; readonly folders: readonly string[] } & CommonOptions)
	| ({
			readonly command: 'publish';
			readonly files: readonly string[];
			/** Whether what is published joins what the version has already. */
			readonly merges: boolean;
			readonly dryRun: boolean;
	  } & CommonOptions &
			VersionOptions)
	| ({ readonly command: 'can-i-deploy' } & CommonOptions & DeployOptions & DeployQuestion)
	| ({ readonly command: 'record-deployment'; readonly environment: string } & CommonOptions & DeployOptions)
	| ({
			readonly command: 'check';
			readonly files: readonly string[];
			/** Hosts whose entries in a recording are judged too. */
			readonly allowHosts: readonly string[];
			readonly filter: string | undefined;
			readonly showValues: boolean;
	  } & CommonOptions)
	| ({
			readonly command: 'verify';
			readonly files: readonly string[];
			readonly filter: string | undefined;
			/** Undefined where the pacts are those on disk. */
			readonly fromBroker: BrokerSource | undefined;
	  } & CommonOptions &
			ProviderOptions)
	| ({ readonly command: 'gate'; readonly workers: number | undefined } & CommonOptions &
			ProviderOptions &
			VersionOptions &
			DeployQuestion)
	| { readonly command: 'sandbox'; readonly port: number }
	| { readonly command: 'help' }
	| { readonly command: 'version' };

const string = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const list = { type: 'string', multiple: true } as const;
const common = { spec: string, format: string, output: string, strict: flag } as const;
const allowHost = { 'allow-host': list } as const;
const showValues = { 'show-values': flag } as const;
const provider = {
	...{ 'provider-url': string, ...allowHost, timeout: string, rate: string },
	...{ 'no-restore': flag, har: string, ...showValues, debug: flag },
} as const;

const version = {
	...{ version: string, branch: string, 'build-url': string },
	...{ tag: list, 'allow-dirty': flag },
} as const;
const deploy = { pacticipant: string, version: string, environment: string } as const;
const retry = { 'retry-while-unknown': string, 'retry-interval': string } as const;
const broker = {
	...{ 'from-broker': flag, provider: string, selector: list, 'wip-since': string },
	...{ 'provider-version': string, 'provider-branch': string, 'build-url': string, 'no-publish': flag },
} as const;

const commands = [
	...(['record', 'merge', 'check', 'verify', 'gate'] as const),
	...(['publish', 'can-i-deploy', 'record-deployment', 'sandbox'] as const),
];

export const usage = `Usage: contract COMMAND [OPTIONS]

  contract record           run the consumer tests; if they pass, replace pacts/
  contract check [FILE…]    hold pacts (default pacts/*.json) or .har
                            recordings against the spec
  contract verify [PACT…]   replay pacts, and check every body that comes back
  contract gate             record, check, verify, and one verdict; with a
                            Pact Broker then publish and can-i-deploy
  contract merge DIR…       make one contract of what several machines
                            recorded
  contract publish [PACT…]  publish pacts that agree with the spec
  contract can-i-deploy     ask the broker whether a version may be deployed
  contract record-deployment  tell the broker that it was
  contract sandbox          start the local provider alone

  --spec FILE               the OpenAPI description (default spec/openapi.yaml)
  --format FORMAT           ${formats.join(', ')} (default text)
  --output FILE             write the report there; the terminal has it as text
  --strict                  warnings disagree too
  --filter TEXT             check, verify: only where the description has TEXT
  --provider-url URL        verify, gate: the provider; without it that of
                            IMPRINT_BASE_URL, and without that the local one
  --allow-host HOST[:PORT]  verify, gate: a host to trust beside those that the
                            description names; check: a host whose entries in
                            a recording are judged too; repeatable
  --timeout MS              verify, gate: time for each answer (default 10000)
  --rate N                  verify, gate: at most N requests a second
  --no-restore              verify, gate: leave what the run changes as it is;
                            without it a remote customer is put back
  --har FILE                verify, gate: write what was exchanged, redacted
  --show-values             check, verify, gate: show what the provider sent,
                            which may be somebody's data
  --debug                   verify, gate: tell everything that is sent
  --workers N               record, gate: how many tests run at a time
  --port N                  sandbox: the port (default any that is free)

The Pact Broker is that of PACT_BROKER_BASE_URL; see docs/broker.md.

  --from-broker             verify: the contract that the broker has, and
                            publish the result there, with
  --provider NAME             the provider there (default: as in pacts/)
  --selector JSON             a consumer version selector; repeatable (default
                              main branch, deployed or released, this branch)
  --wip-since YYYY-MM-DD      work-in-progress pacts since then too
  --provider-version V        (default: made from the spec)
  --provider-branch B         (default main; local for the local provider)
  --no-publish                publish nothing
  --version V, --branch B, --build-url URL, --tag T
                            publish, gate: what the consumer's version is
                            called there (default: as CI or git have it)
  --allow-dirty             publish, gate: with changes not committed
  --merge                   publish: join what the version has already
  --dry-run                 publish: only say what would go
  --pacticipant NAME, --version V
                            can-i-deploy, record-deployment: of what (default
                            the consumer of pacts/, at CI's or git's commit)
  --environment NAME        can-i-deploy, record-deployment, gate: where to
                            (default, but for record-deployment: the newest
                            version of the provider's main branch)
  --retry-while-unknown N   can-i-deploy, gate: ask again so often, every
  --retry-interval SECONDS  so many seconds (default 0 times, 10 seconds)

  --help, --version         this text; the version

Exit codes: 0 all agree, 1 something disagrees, 2 wrong usage or unreadable
input, 3 could not be judged.
`;

/** Throws {@link InputError}. */
export function parseInvocation(args: readonly string[]): Invocation {
	const [command, ...rest] = args;
	if (commands.some((each) => each === command) && asksForHelp(rest)) return { command: 'help' };
	switch (command) {
		case 'record': {
			const { values } = read(command, rest, { ...common, workers: string }, false);
			return { command, ...commonOf(values), workers: wholeNumber('--workers', values.workers, 1_000) };
		}
		case 'merge': {
			const { values, positionals } = read(command, rest, common, true);
			if (positionals.length === 0) {
				throw new InputError('contract merge: it takes the folders that were recorded into. Say contract merge DIR….');
			}
			return { command, ...commonOf(values), folders: positionals };
		}
		case 'publish': {
			const own = { ...common, ...version, merge: flag, 'dry-run': flag };
			const { values, positionals } = read(command, rest, own, true);
			return {
				...{ command, ...commonOf(values), ...versionOf(values), files: positionals },
				...{ merges: values.merge ?? false, dryRun: values['dry-run'] ?? false },
			};
		}
		case 'can-i-deploy': {
			const { values } = read(command, rest, { ...common, ...deploy, ...retry }, false);
			const { pacticipant, version } = values;
			return { command, ...commonOf(values), pacticipant, version, ...questionOf(values) };
		}
		case 'record-deployment': {
			const { values } = read(command, rest, { ...common, ...deploy }, false);
			const { pacticipant, version, environment } = values;
			if (environment === undefined) {
				throw new InputError('contract record-deployment: where to is missing. Say --environment NAME.');
			}
			return { command, ...commonOf(values), pacticipant, version, environment };
		}
		case 'check': {
			const { values, positionals } = read(
				command,
				rest,
				{ ...common, ...allowHost, ...showValues, filter: string },
				true,
			);
			return {
				...{ command, ...commonOf(values), files: positionals, filter: values.filter },
				...{ allowHosts: values['allow-host'] ?? [], showValues: values['show-values'] ?? false },
			};
		}
		case 'verify': {
			const { values, positionals } = read(command, rest, { ...common, ...provider, filter: string, ...broker }, true);
			const fromBroker = brokerOf(values, positionals);
			const { filter } = values;
			return { command, ...commonOf(values), ...providerOf(values), files: positionals, filter, fromBroker };
		}
		case 'gate': {
			const own = { ...common, ...provider, workers: string, ...version, environment: string, ...retry };
			const { values } = read(command, rest, own, false);
			return {
				...{ command, ...commonOf(values), ...providerOf(values), ...versionOf(values), ...questionOf(values) },
				workers: wholeNumber('--workers', values.workers, 1_000),
			};
		}
		case 'sandbox': {
			const { values } = read(command, rest, { port: string }, false);
			return { command, port: wholeNumber('--port', values.port, 65_535) ?? 0 };
		}
		case 'help':
		case '--help':
		case '-h':
			return { command: 'help' };
		case '--version':
			return { command: 'version' };
		case undefined:
			throw new InputError(`A command is missing.\n\n${usage}`);
		default:
			throw new InputError(
				`There is no command "${command}". Say the command first: ${commands.join(', ')}; \`contract help\` explains them.`,
			);
	}
}

/** Whether help is asked for, whatever else is right or wrong. What follows `--` are files. */
function asksForHelp(args: readonly string[]): boolean {
	const end = args.indexOf('--');
	return args.slice(0, end === -1 ? args.length : end).some((each) => each === '--help' || each === '-h');
}

type Options = NonNullable<NonNullable<Parameters<typeof parseArgs>[0]>['options']>;

/** Node reads the options; the words for what is wrong are ours, as Node's differ from version to version. */
function read<O extends Options>(command: string, args: string[], options: O, allowPositionals: boolean) {
	const refuse = (reason: string) => new InputError(`contract ${command}: ${reason}`);
	const { tokens } = parseArgs({ args, options, allowPositionals: true, strict: false, tokens: true });
	for (const token of tokens) {
		if (token.kind === 'positional' && !allowPositionals) {
			throw refuse(`"${token.value}" is one word too many, for it takes options only. Leave it out.`);
		}
		if (token.kind !== 'option') continue;
		const option = Object.hasOwn(options, token.name) ? options[token.name] : undefined;
		if (!option && /key|token|secret|pass|credential|auth/i.test(token.name)) {
			const next =
				'Set IMPRINT_API_KEY, IMPRINT_AUTH_SCHEME or what docs/sandbox.md and docs/broker.md name, or write it into .env';
			throw refuse(`${token.rawName} is never taken from the command line, where anybody can read it. ${next}.`);
		}
		if (!option) {
			const known = Object.keys(options).map((name) => `--${name}`);
			throw refuse(`there is no option ${token.rawName}. Options: ${known.join(', ')}.`);
		}
		if (option.type === 'boolean') {
			if (token.value !== undefined) throw refuse(`${token.rawName} takes no value. Say it alone.`);
			continue;
		}
		// An empty value is a variable that was not set; a dash begins the next option.
		if (!token.value || (!token.inlineValue && token.value.startsWith('-'))) {
			throw refuse(`${token.rawName} needs a value. Say ${token.rawName}=VALUE.`);
		}
	}
	return parseArgs({ args, options, allowPositionals, strict: true });
}

function commonOf(values: { spec?: string; format?: string; output?: string; strict?: boolean }): CommonOptions {
	const format = formats.find((each) => each === (values.format ?? 'text'));
	if (!format) throw new InputError(`There is no format "${values.format}". Formats: ${formats.join(', ')}.`);
	return { spec: values.spec ?? 'spec/openapi.yaml', format, output: values.output, strict: values.strict ?? false };
}

interface ProviderValues {
	readonly 'provider-url'?: string;
	readonly 'allow-host'?: string[];
	readonly timeout?: string;
	readonly rate?: string;
	readonly 'no-restore'?: boolean;
	readonly har?: string;
	readonly 'show-values'?: boolean;
	readonly debug?: boolean;
}

function providerOf(values: ProviderValues): ProviderOptions {
	return {
		providerUrl: values['provider-url'],
		allowHosts: values['allow-host'] ?? [],
		timeout: wholeNumber('--timeout', values.timeout, 600_000) ?? 10_000,
		rate: rateOf(values.rate),
		restore: !values['no-restore'],
		har: values.har,
		showValues: values['show-values'] ?? false,
		debug: values.debug ?? false,
	};
}

function versionOf(values: {
	readonly version?: string;
	readonly branch?: string;
	readonly 'build-url'?: string;
	readonly tag?: string[];
	readonly 'allow-dirty'?: boolean;
}): VersionOptions {
	const { version, branch, tag: tags = [] } = values;
	return { version, branch, buildUrl: values['build-url'], tags, allowDirty: values['allow-dirty'] ?? false };
}

function questionOf(values: {
	readonly environment?: string;
	readonly 'retry-while-unknown'?: string;
	readonly 'retry-interval'?: string;
}): DeployQuestion {
	return {
		environment: values.environment,
		retryWhileUnknown: wholeNumber('--retry-while-unknown', values['retry-while-unknown'], 1_000) ?? 0,
		retryInterval: wholeNumber('--retry-interval', values['retry-interval'], 3_600) ?? 10,
	};
}

interface BrokerValues {
	readonly 'from-broker'?: boolean;
	readonly provider?: string;
	readonly selector?: string[];
	readonly 'wip-since'?: string;
	readonly 'provider-version'?: string;
	readonly 'provider-branch'?: string;
	readonly 'build-url'?: string;
	readonly 'no-publish'?: boolean;
}

function brokerOf(values: BrokerValues, files: readonly string[]): BrokerSource | undefined {
	const { provider, selector: selectors = [], 'wip-since': wipSince } = values;
	const given = Object.keys(broker).find((name) => values[name as keyof BrokerValues] !== undefined);
	if (!values['from-broker']) {
		if (given === undefined) return undefined;
		throw new InputError(
			`contract verify: --${given} has a meaning only with --from-broker. Add that, or leave it out.`,
		);
	}
	if (files.length > 0) {
		throw new InputError('contract verify: --from-broker takes the pacts from the broker. Leave out the files.');
	}
	if (wipSince !== undefined && !/^\d{4}-\d\d-\d\d$/.test(wipSince)) {
		throw new InputError(`--wip-since takes a date, such as 2026-01-31, not "${wipSince}".`);
	}
	return {
		...{ provider, selectors, wipSince, buildUrl: values['build-url'] },
		...{ providerVersion: values['provider-version'], providerBranch: values['provider-branch'] },
		publishes: !values['no-publish'],
	};
}

function rateOf(text: string | undefined): number | undefined {
	if (text === undefined) return undefined;
	if (!/^\d{1,4}(\.\d{1,3})?$/.test(text) || Number(text) === 0) {
		throw new InputError(`--rate takes requests per second, such as 2 or 0.5, not "${text}".`);
	}
	return Number(text);
}

function wholeNumber(option: string, text: string | undefined, most: number): number | undefined {
	if (text === undefined) return undefined;
	if (!/^[1-9]\d{0,8}$/.test(text) || Number(text) > most) {
		throw new InputError(`${option} takes a whole number from 1 to ${most}, not "${text}".`);
	}
	return Number(text);
}
