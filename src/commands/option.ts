/** The kinds of options: what each takes, how it is read, and the message for a value that cannot be used. */
import { InputError } from '../json/input-error';
import { didYouMean } from '../json/text';

export const formats = ['text', 'json', 'junit', 'github', 'markdown', 'sarif', 'html'] as const;
export type Format = (typeof formats)[number];

export interface Option<Value> {
	/** Its name on the command line, where that is not its key in the table. */
	readonly name?: string;
	/** What its value is called in the help; none for a flag. */
	readonly takes?: string;
	readonly help: string;
	/** Whether its value is the path of a file. */
	readonly isFile?: boolean;
	/** The value from all that were given, in order; a flag has an empty text for each time. Throws {@link InputError}. */
	read(given: readonly string[], option: string): Value;
}

export const flag = (help: string): Option<boolean> => ({ help, read: (given) => given.length > 0 });

/** A flag that switches off what is on without it. */
export function off(name: string, help: string): Option<boolean> {
	return { name, help, read: (given) => given.length === 0 };
}

export function value<Value>(
	takes: string,
	help: string,
	read: (text: string, option: string) => Value,
): Option<Value | undefined> {
	return {
		...{ takes, help },
		read(given, option) {
			const last = given.at(-1);
			return last === undefined ? undefined : read(last, option);
		},
	};
}

export function orElse<Value>(otherwise: Value, { read, help, ...rest }: Option<Value | undefined>): Option<Value> {
	const own = { ...rest, help: `${help} (default ${otherwise})` };
	return { ...own, read: (given, option) => read(given, option) ?? otherwise };
}

export const text = (takes: string, help: string): Option<string | undefined> => value(takes, help, (given) => given);

export const file = (takes: string, help: string): Option<string | undefined> => ({
	...text(takes, help),
	isFile: true,
});

export function texts(name: string, takes: string, help: string): Option<readonly string[]> {
	return { name, takes, help: `${help}; repeatable`, read: (given) => given };
}

export function whole(takes: string, help: string, most: number): Option<number | undefined> {
	return value(takes, help, (given, option) => {
		if (/^[1-9]\d{0,8}$/.test(given) && Number(given) <= most) return Number(given);
		throw new InputError(`${option} takes a whole number from 1 to ${most}, not "${given}".`);
	});
}

/** A report, and the file that takes it; undefined for the one that is printed, or goes to `--output`. */
export interface Target {
	readonly format: Format;
	readonly file: string | undefined;
}

/** Reads `json` and `html=report.html`. Throws {@link InputError}. */
function targetOf(given: string, option: string): Target {
	const [name = '', ...rest] = given.split('=');
	const format = formats.find((each) => each === name);
	if (format === undefined) {
		const hint = didYouMean(name, formats) || '.';
		// All of it, so that a secret in it is seen as one and masked.
		throw new InputError(`There is no format "${given}"${hint} Formats: ${formats.join(', ')}.`);
	}
	const file = rest.length === 0 ? undefined : rest.join('=');
	if (file === '') throw new InputError(`${option} ${given} names no file. Say ${option} ${name}=FILE.`);
	return { format, file };
}

/** The reports of a run: at most one without a file. Throws {@link InputError}. */
export const reports: Option<readonly Target[]> = {
	name: 'format',
	takes: 'FORMAT[=FILE]',
	help: `the report: ${formats.join(', ')} (default text), printed or written to FILE; repeatable`,
	read(given, option) {
		const targets = given.map((each) => targetOf(each, option));
		const [first, second] = targets.filter(({ file }) => file === undefined);
		if (first && second) {
			const both = `${first.format} and ${second.format}`;
			throw new InputError(`Only one report can be printed, and ${both} have no file. Say ${option} FORMAT=FILE.`);
		}
		return targets;
	},
};

export function rateOf(given: string, option: string): number {
	if (/^\d{1,4}(\.\d{1,3})?$/.test(given) && Number(given) > 0) return Number(given);
	throw new InputError(`${option} takes requests per second, such as 2 or 0.5, not "${given}".`);
}

export function dateOf(given: string, option: string): string {
	if (/^\d{4}-\d\d-\d\d$/.test(given)) return given;
	throw new InputError(`${option} takes a date, such as 2026-01-31, not "${given}".`);
}
