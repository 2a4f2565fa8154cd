/**
 * The formats that are known here: those of JSON Schema 2020-12 (validation, 7.3) and of OpenAPI's registry of formats.
 * Each is judged to the letter of what defines it, or known to ask for nothing that could be judged.
 */
import { isIPv4 } from 'node:net';
import { compareNumerals, isMultipleOf, type Numeral } from '../../json/decimal';
import { orUndefined } from '../../json/input-error';
import { isEmail, isHostname, isIdnEmail, isIdnHostname, isIPv6 } from './host';
import { duration, isDate, isDateTime, isLocalDateTime, isLocalTime, isTime } from './instant';
import { uriFormats } from './uri';

/** Of strings. */
const texts = {
	...uriFormats,
	'date-time': isDateTime,
	date: isDate,
	time: isTime,
	'date-time-local': isLocalDateTime,
	'time-local': isLocalTime,
	duration,
	email: isEmail,
	'idn-email': isIdnEmail,
	hostname: isHostname,
	'idn-hostname': isIdnHostname,
	ipv4: isIPv4,
	ipv6: isIPv6,
	uuid: /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i,
	'json-pointer': /^(?:\/(?:[^~/]|~[01])*)*$/,
	'relative-json-pointer': /^(?:0|[1-9]\d*)(?:[+-][1-9]\d*)?(?:#|(?:\/(?:[^~/]|~[01])*)*)$/,
	regex: isRegex,
	byte: /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/,
	base64url: /^(?:[A-Za-z0-9_-]{4})*(?:[A-Za-z0-9_-]{2}(?:==)?|[A-Za-z0-9_-]{3}=?)?$/,
	char: /^.$/su,
};

/** Of numbers, to the digit. */
export const numberFormats: Readonly<Record<string, (value: Numeral) => boolean>> = {
	int8: between('-128', '127'),
	int16: between('-32768', '32767'),
	int32: between('-2147483648', '2147483647'),
	int64: between('-9223372036854775808', '9223372036854775807'),
	uint8: between('0', '255'),
	uint16: between('0', '65535'),
	uint32: between('0', '4294967295'),
	uint64: between('0', '18446744073709551615'),
	'double-int': between('-9007199254740991', '9007199254740991'),
	float: (value) => Number.isFinite(Math.fround(Number(value))),
	double: (value) => Number.isFinite(Number(value)),
};

/** These say what a value is for, or in which notation, and rule nothing out. */
const annotations = [
	...['binary', 'password', 'commonmark', 'html', 'http-date', 'media-range', 'decimal', 'decimal128', 'unixtime'],
	...['sf-binary', 'sf-boolean', 'sf-decimal', 'sf-integer', 'sf-string', 'sf-token'],
];

function between(least: string, most: string): (value: Numeral) => boolean {
	return (value) => isMultipleOf(1, value) && compareNumerals(least, value) <= 0 && compareNumerals(value, most) <= 0;
}

/** With the `u` flag (JSON Schema 2020-12, core 6.4), without the leniency that a spec's own patterns get. */
function isRegex(text: string): boolean {
	return orUndefined(() => new RegExp(text, 'u')) !== undefined;
}

/** Every format by name, in the shape that ajv takes. */
export const formats = {
	...texts,
	...Object.fromEntries(
		// `exact-keywords.ts` judges these.
		Object.keys(numberFormats).map((name) => [name, true as const]),
	),
	...Object.fromEntries(annotations.map((name) => [name, true as const])),
};

export const isKnownFormat = (name: string): boolean => Object.hasOwn(formats, name);

/** What a format may rule out; undefined where it rules nothing out, or is unknown. */
export function rulesOut(name: unknown): 'text' | 'number' | undefined {
	if (typeof name !== 'string') return undefined;
	if (Object.hasOwn(numberFormats, name)) return 'number';
	return Object.hasOwn(texts, name) ? 'text' : undefined;
}
