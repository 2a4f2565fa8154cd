/** The help: one page of all commands, and one for each. Made from the table of options. */

import { type Command, type CommandName, commands, fromBrokerAlone } from './command-table';
import type { Option } from './option';
import { type OptionName, options, wordOf } from './options';

/** Where the explanations begin, and where lines end. */
const [column, width] = [28, 80];

const names = Object.keys(commands) as CommandName[];

export const usage = (command?: CommandName): string => (command === undefined ? overview() : page(command));

const overview = () => `Usage: contract COMMAND [OPTIONS]

${names.map((name) => entry(`contract ${name}${filesOf(name)}`, commands[name].help)).join('\n')}

${entry('contract help COMMAND', 'the options of a command, and examples')}
${entry('contract --version', 'the version')}

The provider is that of the variable PREFIX_BASE_URL, or the local one; the
config names the prefix, PROVIDER by default (docs/sandbox.md).
The Pact Broker is that of PACT_BROKER_BASE_URL (docs/broker.md).

Exit codes: 0 all agree, 1 something disagrees, 2 wrong usage or unreadable
input, 3 could not be judged.
`;

function page(name: CommandName): string {
	const { help, examples, options: own }: Command = commands[name];
	return `Usage: contract ${name}${filesOf(name)} [OPTIONS]

${help.charAt(0).toUpperCase()}${help.slice(1)}.

${own.map((option) => optionLine(name, option)).join('\n')}

Examples:
${examples.map(([line, effect]) => `  ${line}\n      ${effect}`).join('\n')}
`;
}

function filesOf(name: CommandName): string {
	const { files }: Command = commands[name];
	return files === undefined ? '' : ` ${files}`;
}

function optionLine(command: CommandName, name: OptionName): string {
	const { takes, help }: Option<unknown> = options[name];
	const isForBroker = command === 'verify' && fromBrokerAlone.some((each) => each === name);
	return entry(
		`${wordOf(name)}${takes === undefined ? '' : ` ${takes}`}`,
		`${isForBroker ? '--from-broker: ' : ''}${help}`,
	);
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
