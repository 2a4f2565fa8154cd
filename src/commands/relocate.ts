/** Options that name files, seen from another folder. */
import { gitFileIn, gitName } from '../system/git-file';
import { type Command, type CommandName, commands } from './command-table';
import type { Option, Target } from './option';
import { type OptionName, options as table } from './options';

/** What of a command's options names files. */
export interface Located {
	readonly given: ReadonlySet<OptionName>;
	readonly config?: string | undefined;
	readonly files?: readonly string[];
	readonly reports?: readonly Target[];
}

/** The options with `move` applied to each file. */
export function relocated(
	options: Located & { readonly command: CommandName },
	move: (file: string) => string,
): Located {
	const command: Command = commands[options.command];
	const all = Object.entries(options).map(([name, value]) => {
		if (name === 'files' && command.takesFiles !== false)
			return [name, (value as readonly string[]).map((each) => moved(each, move))];
		if (name === 'reports') return [name, (value as readonly Target[]).map((each) => target(each, move))];
		const option: Option<unknown> | undefined = Object.hasOwn(table, name) ? table[name as OptionName] : undefined;
		if (!option?.isFile || value === undefined) return [name, value];
		return [name, Array.isArray(value) ? value.map(move) : move(value as string)];
	});
	return Object.fromEntries(all) as Located;
}

function moved(name: string, move: (file: string) => string): string {
	const file = gitFileIn(name);
	return file ? gitName({ ...file, path: move(file.path) }) : move(name);
}

const target = ({ format, file }: Target, move: (file: string) => string): Target => {
	return { format, file: file === undefined ? undefined : move(file) };
};
