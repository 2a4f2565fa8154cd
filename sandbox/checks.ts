/**
 * Checks of single values: each takes a value and its field name and returns the faults. They are written by hand from
 * Imprint's spec and share no code with the compiled schemas, so a bug in one shows against the other.
 */

/** `_type` exists only for the compiler: the type of a valid value. */
export type Check<T> = ((value: unknown, field: string) => readonly string[]) & { readonly _type?: T };
export type Fields = Readonly<Record<string, Check<unknown>>>;

/** The type of a valid object; every field is optional. */
export type Shape<F extends Fields> = {
	readonly [name in keyof F]?: F[name] extends Check<infer T> ? T : never;
};

function check<T>(rule: string, isValid: (value: unknown) => boolean): Check<T> {
	return (value, field) => (isValid(value) ? [] : [`${field}: must be ${rule}`]);
}

function textThat(rule: string, isValid: (value: string) => boolean): Check<string> {
	const isWellFormed = check<string>(rule, (value) => isValid(String(value)));
	return (value, field) => (typeof value === 'string' ? isWellFormed : text)(value, field);
}

export const text = check<string>('a string', (value) => typeof value === 'string');
export const integer = check<number>('an integer', Number.isInteger);
export const map = check<Readonly<Record<string, unknown>>>('an object', isObject);
export const email = textThat('a well-formed email address', isEmailAddress);
export const phone = textThat('a phone number in E.164 format', (value) => /^\+?[1-9]\d{1,14}$/.test(value));

export function objectWith<F extends Fields>(fields: F): Check<Shape<F>> {
	return (value, field) => (isObject(value) ? checkFields(value, fields, `${field}.`) : map(value, field));
}

/** Fields may be absent and unknown fields are allowed: Imprint's schemas are open. */
export function checkFields(object: object, fields: Fields, prefix = ''): readonly string[] {
	const known = Object.entries(object).filter(([name]) => Object.hasOwn(fields, name));
	return known.flatMap(([name, value]) => fields[name]?.(value, `${prefix}${name}`) ?? []);
}

export function isObject(value: unknown): value is object {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The dot-string form of RFC 5321: no quoted local parts, no address literals, at least two domain labels. */
function isEmailAddress(address: string): boolean {
	const [, name = '', domain = ''] = /^(.*)@(.*)$/s.exec(address) ?? [];
	const labels = domain.split('.');
	return (
		address.length <= 254 &&
		name.length <= 64 &&
		name.split('.').every((atom) => /^[\w!#$%&'*+/=?^`{|}~-]+$/.test(atom)) &&
		labels.length >= 2 &&
		labels.every((label) => /^[a-z\d]([a-z\d-]{0,61}[a-z\d])?$/i.test(label))
	);
}
