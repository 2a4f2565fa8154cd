/**
 * The formats that are known here: those of JSON Schema 2020-12 (validation, 7.3) and of OpenAPI's registry of formats.
 * Each is judged to the letter of what defines it, or known to ask for nothing that could be judged.
 */
import { isIPv4 } from 'node:net';
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

/** Of numbers. Beyond 2^53 a double stands for several integers, so a bound counts in when one of them is below it. */
const numbers = {
	int8: between(-(2 ** 7), 2 ** 7 - 1),
	int16: between(-(2 ** 15), 2 ** 15 - 1),
	int32: between(-(2 ** 31), 2 ** 31 - 1),
	int64: between(-(2 ** 63), 2 ** 63),
	uint8: between(0, 2 ** 8 - 1),
	uint16: between(0, 2 ** 16 - 1),
	uint32: between(0, 2 ** 32 - 1),
	uint64: between(0, 2 ** 64),
	'double-int': between(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER),
	float: (value: number) => Number.isFinite(Math.fround(value)),
	double: (value: number) => Number.isFinite(value),
};

/** These say what a value is for, or in which notation, and rule nothing out. */
const annotations = [
	...['binary', 'password', 'commonmark', 'html', 'http-date', 'media-range', 'decimal', 'decimal128', 'unixtime'],
	...['sf-binary', 'sf-boolean', 'sf-decimal', 'sf-integer', 'sf-string', 'sf-token'],
];

function between(least: number, most: number): (value: number) => boolean {
	return (value) => Number.isInteger(value) && value >= least && value <= most;
}

/** With the `u` flag (JSON Schema 2020-12, core 6.4), without the leniency that a spec's own patterns get. */
function isRegex(text: string): boolean {
	return orUndefined(() => new RegExp(text, 'u')) !== undefined;
}

/** Every format by name, in the shape that ajv takes. */
export const formats = {
	...texts,
	...Object.fromEntries(
		Object.entries(numbers).map(([name, validate]) => [name, { type: 'number' as const, validate }]),
	),
	...Object.fromEntries(annotations.map((name) => [name, true as const])),
};

export const isKnownFormat = (name: string): boolean => Object.hasOwn(formats, name);
