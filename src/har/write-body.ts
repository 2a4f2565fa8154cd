/** Writes a body as the content of a recording: as text where it is text, else as bytes in base64. */
import type { Body } from '../exchange/exchange';
import { isObject, type Json } from '../json/json';
import type { Redactor } from '../redact/redact';
import { type Undecoded, undecoded } from './har';
import { maskedJson } from './mask';

export interface Showing {
	/** Whether what the provider sent stays. */
	readonly showValues: boolean;
	/** Takes our own secrets out, whatever stays. */
	readonly redactor: Pick<Redactor, 'data'>;
}

export interface Written {
	readonly text: string;
	readonly encoding?: 'base64';
	readonly _undecoded?: Undecoded;
}

/** `bytes` are those that `body` was read from. */
export function contentOf(
	body: Body,
	bytes: Buffer,
	isField: (key: string) => boolean,
	{ showValues, redactor }: Showing,
): Written {
	const inBase64 = (each: Uint8Array) => ({
		text: Buffer.from(showValues ? redacted(each, redactor) : '*', 'latin1').toString('base64'),
		encoding: 'base64' as const,
	});
	switch (body.kind) {
		case 'none':
			return { text: '' };
		case 'json':
			return {
				text: JSON.stringify(withoutSecrets(showValues ? body.value : maskedJson(body.value, isField), redactor)),
			};
		case 'text': {
			const why = (['content-encoding', 'charset'] as const).find((each) => undecoded[each] === body.fault);
			const mark = why === undefined ? {} : { _undecoded: why };
			if (!showValues) return { text: '*', ...mark };
			return why === undefined ? { text: redactor.data(body.text) } : { ...inBase64(bytes), ...mark };
		}
		case 'binary':
			return inBase64(body.bytes);
		default:
			return body satisfies never;
	}
}

/** One character for each byte. */
const redacted = (bytes: Uint8Array, { data }: Showing['redactor']) => data(Buffer.from(bytes).toString('latin1'));

/**
 * Text by text, so that what is left is JSON. Of a value that holds a secret its shape is left, so that it is judged
 * alike.
 */
function withoutSecrets(value: Json, redactor: Showing['redactor']): Json {
	const cleaned = (text: string) => (redactor.data(text) === text ? text : shapeOf(text));
	if (typeof value === 'string') return cleaned(value);
	// JSON cannot write a number that is larger than any.
	if (typeof value === 'number') {
		return Number.isFinite(value) ? Number(cleaned(String(value))) : Math.sign(value) * Number.MAX_VALUE;
	}
	if (Array.isArray(value)) return value.map((each: Json) => withoutSecrets(each, redactor));
	if (!isObject(value)) return value;
	const members = Object.entries(value);
	return Object.fromEntries(members.map(([key, each]) => [redactor.data(key), withoutSecrets(each, redactor)]));
}

const shapeOf = (text: string) =>
	text.replace(/\p{Lu}|(\p{L})|\p{N}/gu, (each, other) => (other ? 'a' : /\p{N}/u.test(each) ? '1' : 'A'));
