/** Reads the command line into one of the commands; refuses anything else, and names the right form. */
import { parseArgs } from 'node:util';
import { InputError } from '../json/input-error';
import { didYouMean } from '../json/text';
import { type Command, type CommandName, commands, type Invoked } from './command-table';
import type { Option } from './option';
import { type OptionName, options, wordOf } from './options';
import { usage } from './usage';

export type Invocation =
	| Invoked<CommandName>
	/** `of`: the command whose page is printed; undefined for the page of all. */
	| { readonly command: 'help'; readonly of: CommandName | undefined }
	| { readonly command: 'version' };

/** Throws {@link InputError}. */
export function parseInvocation(args: readonly string[]): Invocation {
	const [command, ...rest] = args;
	switch (command) {
		case undefined:
			throw new InputError(['A command is missing.', '', ...usage().split('\n')]);
		case 'help':
		case '--help':
		case '-h':
			return { command: 'help', of: rest[0] === undefined ? undefined : commandOf(rest[0]) };
		case '--version':
			return { command: 'version' };
		default:
			return asksForHelp(rest) ? { command: 'help', of: commandOf(command) } : read(commandOf(command), rest);
	}
}

const isCommand = (word: string): word is CommandName => Object.hasOwn(commands, word);

/** Throws {@link InputError} for a word that is no command. */
function commandOf(word: string): CommandName {
	if (isCommand(word)) return word;
	const known = Object.keys(commands);
	const hint = didYouMean(word, known) || '.';
	throw new InputError(
		`There is no command "${word}"${hint} Commands: ${known.join(', ')}; \`contract help\` explains them.`,
	);
}

/** Whether help is asked for, whatever else is right or wrong. What follows `--` are files. */
function asksForHelp(args: readonly string[]): boolean {
	const end = args.indexOf('--');
	return args.slice(0, end === -1 ? args.length : end).some((each) => each === '--help' || each === '-h');
}

function read(name: CommandName, args: string[]): Invocation {
	const command: Command = commands[name];
	const refuse = (reason: string) => new InputError(`contract ${name}: ${reason}`);
	const { given, files } = tokensOf(command, args, refuse);
	const reason = command.refusal?.(new Set(given.keys()), files);
	if (reason !== undefined) throw refuse(reason);
	const values = command.options.map((each) => {
		const value = table[each].read(given.get(each) ?? [], wordOf(each));
		const missing = value === undefined ? command.required?.[each] : undefined;
		if (missing !== undefined) throw refuse(missing);
		return [each, value] as const;
	});
	const own = {
		command: name,
		given: new Set(given.keys()),
		...Object.fromEntries(values),
		...(command.files === undefined ? {} : { files }),
	};
	// The type is made from the same table as the values.
	return own as unknown as Invocation;
}

const table: Readonly<Record<OptionName, Option<unknown>>> = options;

/** The values of each given option, in order. Node's own messages differ from version to version, so they are ours. */
function tokensOf({ options: names, files: takesFiles }: Command, args: string[], refuse: (reason: string) => Error) {
	const byWord = new Map(names.map((name) => [wordOf(name), name]));
	const config = names.map((name) => [wordOf(name).slice(2), { type: isFlag(name) ? 'boolean' : 'string' }] as const);
	const { tokens } = parseArgs({ args, options: Object.fromEntries(config), strict: false, tokens: true });
	const given = new Map<OptionName, string[]>();
	const files: string[] = [];
	for (const token of tokens) {
		if (token.kind === 'positional') files.push(token.value);
		if (token.kind === 'positional' && takesFiles === undefined) {
			throw refuse(`"${token.value}" is one word too many, for it takes options only. Leave it out.`);
		}
		if (token.kind !== 'option') continue;
		const { rawName: word, value } = token;
		const name = byWord.get(word);
		if (name === undefined) throw refuse(unknown(word, [...byWord.keys()]));
		// An empty value is a variable that was not set; a dash begins the next option.
		const isMissing = !value || (!token.inlineValue && value.startsWith('-'));
		if (isFlag(name) && value !== undefined) throw refuse(`${word} takes no value. Say it alone.`);
		if (!isFlag(name) && isMissing) throw refuse(`${word} needs a value. Say ${word}=VALUE.`);
		given.set(name, [...(given.get(name) ?? []), value ?? '']);
	}
	return { given, files };
}

const isFlag = (name: OptionName) => table[name].takes === undefined;

function unknown(word: string, known: readonly string[]): string {
	if (!/key|token|secret|pass|credential|auth/i.test(word)) {
		const hint = didYouMean(word, known) || '.';
		return `there is no option ${word}${hint} Options: ${known.join(', ')}.`;
	}
	const next = 'Set the variable that docs/sandbox.md or docs/broker.md names, or write it into .env';
	return `${word} is never taken from the command line, where anybody can read it. ${next}.`;
}
