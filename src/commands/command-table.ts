/** The one table of commands: what each does, and what it takes of the table of options. */
import { type OptionName, type options, wordOf } from './options';

export interface Command {
	readonly help: string;
	/** Two command lines, each with what it does. */
	readonly examples: readonly (readonly [line: string, effect: string])[];
	readonly options: readonly OptionName[];
	/** What files it takes, as the help has them; none where it takes options only. */
	readonly files?: string;
	/** False where they are no files. */
	readonly takesFiles?: false;
	/** Options that it cannot do without, and what is said where they are missing. */
	readonly required?: { readonly [Name in OptionName]?: string };
	/** What is wrong with options and files that are each right. */
	readonly refusal?: (given: ReadonlySet<OptionName>, files: readonly string[]) => string | undefined;
}

const common = ['config', 'spec', 'overlays', 'reports', 'output', 'strict', 'color', 'noColor'] as const;
const provider = ['providerUrl', 'allowHosts', 'timeout', 'rate', 'restore', 'har', 'showValues', 'debug'] as const;
const brokerPacts = ['provider', 'selectors', 'wipSince', 'providerVersion', 'providerBranch'] as const;
/** Of `verify`, what has a meaning only with `--from-broker`. */
export const fromBrokerAlone = [...brokerPacts, 'buildUrl', 'publishes'] as const;
const version = ['version', 'branch', 'buildUrl', 'tags', 'allowDirty'] as const;
const deploy = ['pacticipant', 'version', 'environment'] as const;
const retry = ['retryWhileUnknown', 'retryInterval'] as const;

export const commands = {
	record: {
		help: 'run the consumer tests, and replace pacts/ if all of them pass',
		examples: [
			['contract record', 'records the contract of the consumer tests'],
			['contract record --workers 2', 'runs at most two test files at a time'],
		],
		options: [...common, 'workers'],
	},
	merge: {
		help: 'make one contract of what several machines recorded',
		examples: [
			['contract merge recorded', 'merges every recording below recorded/'],
			['contract merge one two', 'merges what two machines recorded'],
		],
		options: common,
		files: 'DIR…',
		refusal: (_, { length }) =>
			length === 0 ? 'it takes the folders that were recorded into. Say contract merge DIR….' : undefined,
	},
	check: {
		help: 'check pacts (default pacts/*.json) or .har recordings against the spec',
		examples: [
			['contract check', 'checks pacts/ against the spec'],
			['contract check app.har --format html=report.html', 'checks a recording, and writes a page too'],
		],
		options: [...common, 'allowHosts', 'showValues', 'filter'],
		files: '[FILE…]',
	},
	tolerate: {
		help: 'run the client against every answer that the spec allows',
		examples: [
			['contract tolerate', 'tries every answer to every operation that the client uses'],
			['contract tolerate --variant "getPet 404 without /details"', 'tries one answer again'],
		],
		options: [...common, 'operations', 'statuses', 'variants'],
	},
	verify: {
		help: 'replay pacts against the provider, and check every body that comes back',
		examples: [
			['contract verify', 'replays pacts/ against the local provider'],
			['contract verify --provider-url https://sandbox.example.com', 'replays them against a sandbox'],
		],
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
	coverage: {
		help: 'what of the spec pacts (default pacts/*.json) exercise, and what not',
		examples: [
			['contract coverage', 'counts what pacts/ exercises of the spec'],
			['contract coverage --min-coverage responses=100,requestFields=80', 'fails where it is less'],
		],
		options: [...common, 'minCoverage'],
		files: '[PACT…]',
	},
	diff: {
		help: 'what a newer spec breaks for pacts (default pacts/*.json)',
		examples: [
			['contract diff spec/openapi.yaml new.yaml', 'judges pacts/ by the spec and by a newer one'],
			['contract diff git:main:spec/openapi.yaml spec/openapi.yaml', 'compares with the spec of the branch main'],
		],
		options: ['config', 'overlays', 'reports', 'output', 'strict', 'color', 'noColor', 'filter'],
		files: 'OLD NEW [PACT…]',
		refusal: (_, { length }) =>
			length < 2 ? 'it takes the old spec and the new one. Say contract diff OLD NEW [PACT…].' : undefined,
	},
	gate: {
		help: 'record, check, tolerate, verify, coverage; with a broker also publish',
		examples: [
			['contract gate --strict', 'fails on warnings too'],
			['contract gate --format junit=report.xml', 'prints the report as text, and writes it as JUnit'],
		],
		options: [...common, ...provider, 'workers', 'minCoverage', ...version, 'environment', ...retry],
	},
	accept: {
		help: 'accept a finding of the last run, in accepted.yaml',
		examples: [
			['contract accept afcc1f4e9876 --reason "known, ticket 7"', 'accepts the finding of this id'],
			['contract accept afcc1f4e9876 --reason "known" --until 2027-01-31', 'accepts it until that day'],
		],
		options: ['config', 'reason', 'until', 'from'],
		files: 'FINGERPRINT',
		takesFiles: false,
		required: { reason: 'the reason is missing. Say --reason TEXT.' },
		refusal: (_, { length }) =>
			length === 1 ? undefined : 'it takes the id of one finding, as the report prints it. Say contract accept ID.',
	},
	init: {
		help: 'begin a project: config, client, and the test of one operation',
		examples: [
			['contract init --spec api.yaml', 'writes them for this spec'],
			['contract init', 'takes the one spec that it finds here'],
		],
		options: ['spec'],
	},
	add: {
		help: 'write the use and the Pact test of an operation, from the spec',
		examples: [
			['contract add getPet', 'writes contracts/get-pet.ts and its test'],
			['contract add "GET /pets"', 'names an operation without operationId'],
		],
		options: ['config', 'spec', 'overlays'],
		files: 'OPERATION_ID',
		takesFiles: false,
		refusal: (_, { length }) =>
			length === 1 ? undefined : 'it takes one operationId of the spec. Say contract add OPERATION_ID.',
	},
	publish: {
		help: 'publish pacts that agree with the spec',
		examples: [
			['contract publish', "publishes pacts/ under CI's or git's commit"],
			['contract publish --dry-run', 'prints what would be published'],
		],
		options: [...common, ...version, 'merges', 'dryRun'],
		files: '[PACT…]',
	},
	'can-i-deploy': {
		help: 'ask the broker whether a version may be deployed',
		examples: [
			['contract can-i-deploy --environment production', 'asks about this commit'],
			['contract can-i-deploy --retry-while-unknown 6', 'asks again while the broker does not know'],
		],
		options: [...common, ...deploy, ...retry],
	},
	'record-deployment': {
		help: 'record at the broker that a version was deployed',
		examples: [
			['contract record-deployment --environment production', 'records this commit'],
			['contract record-deployment --environment test --version 1.2.0', 'records another version'],
		],
		options: [...common, ...deploy],
		required: { environment: 'where to is missing. Say --environment NAME.' },
	},
	sandbox: {
		help: 'start the local provider alone',
		examples: [
			['contract sandbox', 'starts it on a free port'],
			['contract sandbox --port 8080', 'starts it on port 8080'],
		],
		options: ['config', 'port'],
	},
} as const satisfies Record<string, Command>;

export type CommandName = keyof typeof commands;
type Of<Name extends CommandName> = (typeof commands)[Name];
type Required<Name extends CommandName> = Of<Name> extends { required: infer Table } ? keyof Table : never;
type ValueOf<Name extends OptionName> = ReturnType<(typeof options)[Name]['read']>;

/** A command with the values of all its options. */
export type Invoked<Name extends CommandName> = Name extends CommandName
	? { readonly command: Name; readonly given: ReadonlySet<OptionName> } & {
			readonly [Each in Of<Name>['options'][number]]: Each extends Required<Name>
				? NonNullable<ValueOf<Each>>
				: ValueOf<Each>;
		} & (Of<Name> extends { files: string } ? { readonly files: readonly string[] } : unknown)
	: never;
