/** The help, made from the table of options. */
import type { Option } from './option';
import { type Command, type CommandName, commands, fromBrokerAlone, type OptionName, options, wordOf } from './options';

/** Where the explanations begin, and where lines end. */
const [column, width] = [28, 80];

const names = Object.keys(commands) as CommandName[];

export function usage(): string {
	const optionNames = Object.keys(options) as OptionName[];
	return `Usage: contract COMMAND [OPTIONS]

${names.map(commandLine).join('\n')}

${optionNames.map(optionLine).join('\n')}
${entry('--help, --version', 'this text; the version')}

The Pact Broker is that of PACT_BROKER_BASE_URL; see docs/broker.md.

Exit codes: 0 all agree, 1 something disagrees, 2 wrong usage or unreadable
input, 3 could not be judged.
`;
}

function commandLine(name: CommandName): string {
	const { files, help }: Command = commands[name];
	return entry(`contract ${name}${files === undefined ? '' : ` ${files}`}`, help);
}

function optionLine(name: OptionName): string {
	const { takes, help }: Option<unknown> = options[name];
	return entry(`${wordOf(name)}${takes === undefined ? '' : ` ${takes}`}`, `${usersOf(name)}${help}`);
}

/** The commands that take the option, unless it goes without saying. */
function usersOf(option: OptionName): string {
	const isAlone = fromBrokerAlone.some((each) => each === option);
	const users = names
		.filter((name) => (commands[name] as Command).options.includes(option))
		.map((name) => (name === 'verify' && isAlone ? 'verify --from-broker' : name));
	return users.length < names.length - 1 ? `${users.join(', ')}: ` : '';
}

/** The explanation beside the term, or below it where the term is long. */
function entry(term: string, explanation: string): string {
	const lines = [''];
	for (const word of explanation.split(' ')) {
		const last = lines.at(-1) ?? '';
		const longer = last === '' ? word : `${last} ${word}`;
		if (longer.length > width - column) lines.push(word);
		else lines.splice(-1, 1, longer);
	}
	const begins = `  ${term}`.padEnd(column);
	const isLong = !begins.endsWith(' ');
	const indented = (isLong ? lines : lines.slice(1)).map((line) => ' '.repeat(column) + line);
	return [isLong ? begins : begins + lines[0], ...indented].join('\n');
}
