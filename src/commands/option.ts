/** The kinds of options: what each takes, how it is read, and what is said of a value that cannot be. */
import { InputError } from '../json/input-error';

export const formats = ['text', 'json', 'junit', 'github', 'html'] as const;
export type Format = (typeof formats)[number];

export interface Option<Value> {
	/** Its name on the command line, where that is not its key in the table. */
	readonly name?: string;
	/** What its value is called in the help; none for a flag. */
	readonly takes?: string;
	readonly help: string;
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

export function texts(name: string, takes: string, help: string): Option<readonly string[]> {
	return { name, takes, help: `${help}; repeatable`, read: (given) => given };
}

export function whole(takes: string, help: string, most: number): Option<number | undefined> {
	return value(takes, help, (given, option) => {
		if (/^[1-9]\d{0,8}$/.test(given) && Number(given) <= most) return Number(given);
		throw new InputError(`${option} takes a whole number from 1 to ${most}, not "${given}".`);
	});
}

export function formatOf(given: string): Format {
	const format = formats.find((each) => each === given);
	if (format) return format;
	throw new InputError(`There is no format "${given}". Formats: ${formats.join(', ')}.`);
}

export function rateOf(given: string, option: string): number {
	if (/^\d{1,4}(\.\d{1,3})?$/.test(given) && Number(given) > 0) return Number(given);
	throw new InputError(`${option} takes requests per second, such as 2 or 0.5, not "${given}".`);
}

export function dateOf(given: string, option: string): string {
	if (/^\d{4}-\d\d-\d\d$/.test(given)) return given;
	throw new InputError(`${option} takes a date, such as 2026-01-31, not "${given}".`);
}
