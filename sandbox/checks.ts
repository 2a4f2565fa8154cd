/**
 * Hand-written checks of single values: each takes a value and the name of its field, and returns the faults it finds.
 * They are written from Imprint's spec, apart from the gate's compiled schemas, so that each can catch the other.
 */

/** `_type` is for the compiler alone: what a value without a fault is. */
export type Check<T> = ((value: unknown, field: string) => readonly string[]) & { readonly _type?: T };
export type Fields = Readonly<Record<string, Check<unknown>>>;

/** An object whose fields, where they are there, have no fault. */
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

/** A field may be absent, and one that no check knows may be there: Imprint's schemas are open. */
export function checkFields(object: object, fields: Fields, prefix = ''): readonly string[] {
	const known = Object.entries(object).filter(([name]) => Object.hasOwn(fields, name));
	return known.flatMap(([name, value]) => fields[name]?.(value, `${prefix}${name}`) ?? []);
}

export function isObject(value: unknown): value is object {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The dot-string form of RFC 5321: no quoted names, no address literals, and a domain of two labels or more. */
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
