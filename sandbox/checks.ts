/**
 * Hand-written checks of single values: each takes a value and the name of its field, and returns the faults it finds.
 * They are written from Imprint's description, apart from the gate's compiled schemas, so that each can catch the other.
 */

/** `_type` is for the compiler alone: what a value without a fault is. */
export type Check<T> = ((value: unknown, field: string) => readonly string[]) & { readonly _type?: T };
export type Fields = Readonly<Record<string, Check<unknown>>>;

/** An object whose fields, where they are there, have no fault. */
export type Shape<F extends Fields> = {
	readonly [name in keyof F]?: F[name] extends Check<infer T> ? T : never;
};

export const text: Check<string> = (value, field) => (typeof value === 'string' ? [] : [`${field}: must be a string`]);

export const email: Check<string> = (value, field) => {
	if (typeof value !== 'string') return text(value, field);
	return isEmailAddress(value) ? [] : [`${field}: must be a well-formed email address`];
};

export const phone: Check<string> = (value, field) => {
	if (typeof value !== 'string') return text(value, field);
	return /^\+?[1-9]\d{1,14}$/.test(value) ? [] : [`${field}: must be a phone number in E.164 format`];
};

export const integer: Check<number> = (value, field) =>
	Number.isInteger(value) ? [] : [`${field}: must be an integer`];

export const map: Check<Readonly<Record<string, unknown>>> = (value, field) =>
	isObject(value) ? [] : [`${field}: must be an object`];

export function objectWith<F extends Fields>(fields: F): Check<Shape<F>> {
	return (value, field) => (isObject(value) ? checkFields(value, fields, `${field}.`) : map(value, field));
}

/** A field may be absent, and one that no check knows may be there: Imprint's schemas are open. */
export function checkFields(object: object, fields: Fields, prefix = ''): readonly string[] {
	return Object.entries(object).flatMap(([name, value]) => {
		const check = Object.hasOwn(fields, name) ? fields[name] : undefined;
		return check?.(value, `${prefix}${name}`) ?? [];
	});
}

export function isObject(value: unknown): value is object {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The dot-string form of RFC 5321: no quoted names, no address literals, and a domain of two labels or more. */
function isEmailAddress(address: string): boolean {
	const at = address.lastIndexOf('@');
	const name = address.slice(0, Math.max(at, 0));
	const labels = address.slice(at + 1).split('.');
	return (
		address.length <= 254 &&
		name.length <= 64 &&
		name.split('.').every((atom) => /^[\w!#$%&'*+/=?^`{|}~-]+$/.test(atom)) &&
		labels.length >= 2 &&
		labels.every((label) => /^[a-z\d]([a-z\d-]{0,61}[a-z\d])?$/i.test(label))
	);
}
