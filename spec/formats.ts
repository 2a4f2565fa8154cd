/**
 * The formats that the gate asserts: those of ajv-formats, with RFC 3339 taken at its word
 * (ajv-formats accepts a space for the T and an offset without a colon).
 */
import { fullFormats } from 'ajv-formats/dist/formats';

const written = {
	'date-time': /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/,
	time: /^\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/,
};

function strictly(name: keyof typeof written): (value: string) => boolean {
	const format: unknown = fullFormats[name];
	const validate = typeof format === 'object' && format && 'validate' in format ? format.validate : undefined;
	if (typeof validate !== 'function') throw new Error(`ajv-formats no longer defines ${name}`);
	return (value) => written[name].test(value) && Boolean(validate(value));
}

/** Every format by name, in the shape that ajv takes. */
export const formats = { ...fullFormats, 'date-time': strictly('date-time'), time: strictly('time') };

export const isKnownFormat = (name: string): boolean => Object.hasOwn(formats, name);
