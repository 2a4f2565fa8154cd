/** Reads the command line into one of the commands. What it does not understand it refuses, with the way to say it right. */
import { parseArgs } from 'node:util';
import { InputError } from '../spec/input-error';

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

export type Invocation =
	| ({ readonly command: 'record'; readonly workers: number | undefined } & CommonOptions)
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
	  } & CommonOptions &
			ProviderOptions)
	| ({ readonly command: 'gate'; readonly workers: number | undefined } & CommonOptions & ProviderOptions)
	| { readonly command: 'sandbox'; readonly port: number }
	| { readonly command: 'help' }
	| { readonly command: 'version' };

const string = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const common = { spec: string, format: string, output: string, strict: flag } as const;
const allowHost = { 'allow-host': { type: 'string', multiple: true } } as const;
const showValues = { 'show-values': flag } as const;
const provider = {
	...{ 'provider-url': string, ...allowHost, timeout: string, rate: string },
	...{ 'no-restore': flag, har: string, ...showValues, debug: flag },
} as const;

const commands = ['record', 'check', 'verify', 'gate', 'sandbox'] as const;

export const usage = `Usage: contract COMMAND [OPTIONS]

  contract record           run the consumer tests; if they pass, replace pacts/
  contract check [FILE…]    hold pacts (default pacts/*.json) or .har
                            recordings against the spec
  contract verify [PACT…]   replay pacts, and check every body that comes back
  contract gate             record, check, verify, and one verdict
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
			const { values, positionals } = read(command, rest, { ...common, ...provider, filter: string }, true);
			return { command, ...commonOf(values), ...providerOf(values), files: positionals, filter: values.filter };
		}
		case 'gate': {
			const { values } = read(command, rest, { ...common, ...provider, workers: string }, false);
			return {
				command,
				...commonOf(values),
				...providerOf(values),
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
			const next = 'Set IMPRINT_API_KEY, IMPRINT_AUTH_SCHEME or what docs/sandbox.md names, or write it into .env';
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
