/** The one table of options, and what each command takes of it. Parser, types and help are made from here. */
import { dateOf, flag, formatOf, formats, type Option, off, orElse, rateOf, text, texts, value, whole } from './option';

export const options = {
	spec: orElse('spec/openapi.yaml', text('FILE', 'the OpenAPI description')),
	format: orElse('text', value('FORMAT', formats.join(', '), formatOf)),
	output: text('FILE', 'write the report there; the terminal has it as text'),
	strict: flag('warnings disagree too'),
	filter: text('TEXT', 'only where the description has TEXT'),
	providerUrl: text('URL', 'the provider; without it that of IMPRINT_BASE_URL, and without that the local one'),
	allowHosts: texts(
		'allow-host',
		'HOST[:PORT]',
		'a host to trust beside those that the description names; for check one whose entries in a recording are judged too',
	),
	timeout: orElse(10_000, whole('MS', 'time for each answer', 600_000)),
	rate: value('N', 'at most N requests a second', rateOf),
	restore: off('no-restore', 'leave what the run changes as it is; without it a remote customer is put back'),
	har: text('FILE', 'write what was exchanged, redacted'),
	showValues: flag("show what the provider sent, which may be somebody's data"),
	debug: flag('tell everything that is sent'),
	workers: whole('N', 'how many tests run at a time', 1_000),
	port: whole('N', 'the port (default any that is free)', 65_535),
	fromBroker: flag('the contract that the broker has, and publish the result there'),
	provider: text('NAME', 'the provider there (default as in pacts/)'),
	selectors: texts(
		'selector',
		'JSON',
		'a consumer version selector (default main branch, deployed or released, this branch)',
	),
	wipSince: value('YYYY-MM-DD', 'work-in-progress pacts since then too', dateOf),
	providerVersion: text('V', 'the version that its result is of (default made from the spec)'),
	providerBranch: text('B', 'the branch of that version (default main; local for the local provider)'),
	publishes: off('no-publish', 'publish nothing'),
	pacticipant: text('NAME', 'of what (default the consumer of pacts/)'),
	version: text('V', "the consumer's version there (default CI's or git's commit)"),
	branch: text('B', 'the branch of that version (default as CI or git have it)'),
	buildUrl: text('URL', 'the build that made the version or the result (default as CI has it)'),
	tags: texts('tag', 'T', 'a tag of that version'),
	allowDirty: flag('with changes not committed'),
	merges: { ...flag('join what the version has already'), name: 'merge' },
	dryRun: flag('only say what would go'),
	environment: text(
		'NAME',
		"where to (default, but for record-deployment: the newest version of the provider's main branch)",
	),
	retryWhileUnknown: orElse(0, whole('N', 'ask again so often', 1_000)),
	retryInterval: orElse(10, whole('SECONDS', 'ask again every so many seconds', 3_600)),
} satisfies Record<string, Option<unknown>>;

export type OptionName = keyof typeof options;

export interface Command {
	readonly help: string;
	readonly options: readonly OptionName[];
	/** What files it takes, as the help has them; none where it takes options only. */
	readonly files?: string;
	/** Options that it cannot do without, and what is said where they are missing. */
	readonly required?: { readonly [Name in OptionName]?: string };
	/** What is wrong with options and files that are each right. */
	readonly refusal?: (given: ReadonlySet<OptionName>, files: readonly string[]) => string | undefined;
}

const common = ['spec', 'format', 'output', 'strict'] as const;
const provider = ['providerUrl', 'allowHosts', 'timeout', 'rate', 'restore', 'har', 'showValues', 'debug'] as const;
const brokerPacts = ['provider', 'selectors', 'wipSince', 'providerVersion', 'providerBranch'] as const;
/** Of `verify`, what has a meaning only with `--from-broker`. */
export const fromBrokerAlone = [...brokerPacts, 'buildUrl', 'publishes'] as const;
const version = ['version', 'branch', 'buildUrl', 'tags', 'allowDirty'] as const;
const deploy = ['pacticipant', 'version', 'environment'] as const;
const retry = ['retryWhileUnknown', 'retryInterval'] as const;

export const commands = {
	record: { help: 'run the consumer tests; if they pass, replace pacts/', options: [...common, 'workers'] },
	merge: {
		help: 'make one contract of what several machines recorded',
		options: common,
		files: 'DIR…',
		refusal: (_, { length }) =>
			length === 0 ? 'it takes the folders that were recorded into. Say contract merge DIR….' : undefined,
	},
	check: {
		help: 'hold pacts (default pacts/*.json) or .har recordings against the spec',
		options: [...common, 'allowHosts', 'showValues', 'filter'],
		files: '[FILE…]',
	},
	verify: {
		help: 'replay pacts, and check every body that comes back',
		options: [...common, ...provider, 'filter', 'fromBroker', ...fromBrokerAlone],
		files: '[PACT…]',
		refusal: (given, files) => {
			if (given.has('fromBroker')) {
				return files.length > 0 ? '--from-broker takes the pacts from the broker. Leave out the files.' : undefined;
			}
			const alone = fromBrokerAlone.find((name) => given.has(name));
			return alone && `${wordOf(alone)} has a meaning only with --from-broker. Add that, or leave it out.`;
		},
	},
	gate: {
		help: 'record, check, verify, and one verdict; with a Pact Broker then publish and can-i-deploy',
		options: [...common, ...provider, 'workers', ...version, 'environment', ...retry],
	},
	publish: {
		help: 'publish pacts that agree with the spec',
		options: [...common, ...version, 'merges', 'dryRun'],
		files: '[PACT…]',
	},
	'can-i-deploy': {
		help: 'ask the broker whether a version may be deployed',
		options: [...common, ...deploy, ...retry],
	},
	'record-deployment': {
		help: 'tell the broker that it was',
		options: [...common, ...deploy],
		required: { environment: 'where to is missing. Say --environment NAME.' },
	},
	sandbox: { help: 'start the local provider alone', options: ['port'] },
} as const satisfies Record<string, Command>;

export type CommandName = keyof typeof commands;
type Of<Name extends CommandName> = (typeof commands)[Name];
type Required<Name extends CommandName> = Of<Name> extends { required: infer Table } ? keyof Table : never;
type ValueOf<Name extends OptionName> = ReturnType<(typeof options)[Name]['read']>;

/** A command with the values of all its options. */
export type Invoked<Name extends CommandName> = Name extends CommandName
	? { readonly command: Name } & {
			readonly [Each in Of<Name>['options'][number]]: Each extends Required<Name>
				? NonNullable<ValueOf<Each>>
				: ValueOf<Each>;
		} & (Of<Name> extends { files: string } ? { readonly files: readonly string[] } : unknown)
	: never;

/** As it stands on the command line: `--provider-url` */
export function wordOf(name: OptionName): string {
	const { name: own }: Option<unknown> = options[name];
	return `--${own ?? name.replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`)}`;
}
