/** A JSON value as one text: the same for the same value, whatever the order of keys; numbers to the digit. */
import { textIn } from '../json/exact';
import { isObject, type Json } from '../json/json';

export function canonical(value: Json, holder?: object, key?: string | number): string {
	if (Array.isArray(value)) return `[${value.map((each, index) => canonical(each, value, index)).join(',')}]`;
	if (isObject(value)) {
		const members = Object.keys(value)
			.sort()
			.map((name) => `${JSON.stringify(name)}:${canonical(value[name] ?? null, value, name)}`);
		return `{${members.join(',')}}`;
	}
	return textIn(holder, key) ?? JSON.stringify(value);
}
