/**
 * Puts Pact's mismatches into words without the provider's values, which Pact's own sentences quote; what was received is
 * said where values may be shown.
 */
import { isCredential } from '../check/parameter/headers';
import { type Disclosure, namesOnly, shorten } from '../exchange/disclosure';
import { type Exchange, header, type Places } from '../exchange/exchange';
import type { Draft } from '../exchange/finding';
import { child, type Pointer, valueAt } from '../json/pointer';
import type { Mismatch } from './replay';
import type { HttpInteraction } from './state-values';

/** Where a mismatch was found, and what may be shown of it. */
interface Context {
	readonly interaction: HttpInteraction;
	readonly live: Exchange;
	readonly disclosure: Disclosure;
}

/** What Pact found wrong with one response. A wrong status explains a wrong body, so it stands alone. */
export function judgeMismatches(mismatches: readonly Mismatch[], context: Context): Draft[] {
	const status = mismatches.find(({ type }) => type === 'StatusMismatch');
	// Pact reports a wrong content type twice, of the body and of the header.
	const isTyped = mismatches.some(({ type }) => type === 'BodyTypeMismatch');
	const others = mismatches.filter(
		({ type, path }) => !(isTyped && type === 'HeaderMismatch' && /^content-type$/i.test(path)),
	);
	const relevant = status ? [status] : others;
	const { ref, exchange } = context.interaction;
	const drafts = relevant.map((mismatch): Draft => {
		const { part, pointer, text } = inWords(mismatch, context);
		return {
			code: 'provider.mismatch',
			message: text,
			at: { file: ref.file, pointer: exchange.places.response[part] + pointer },
			...(part === 'body' ? { instance: pointer } : {}),
			// The same fault is the same with other values.
			detail: inWords(mismatch, { ...context, disclosure: namesOnly }).text,
		};
	});
	if (drafts.length > 0) return drafts;
	const unexplained = 'The response is not what the interaction relies on, and Pact does not say why';
	const at = { file: ref.file, pointer: exchange.places.response.body };
	return [{ code: 'provider.mismatch', message: unexplained, at, instance: '', detail: unexplained }];
}

/** `pointer` is the place in the body; empty for another part. */
function inWords(mismatch: Mismatch, { interaction, live, disclosure }: Context) {
	const { type, path, text, expected } = mismatch;
	const received = (part: 'headers' | 'body', place: string) => {
		const value = disclosure.showsValues ? receivedAt(live, part, place) : undefined;
		return value === undefined ? '' : `; it is ${value}`;
	};
	const words = (part: keyof Places['response'], what: string, pointer: Pointer = '') => {
		return { part, pointer, text: `${what}. Take it up with the provider, or relax the interaction` };
	};
	switch (type) {
		case 'StatusMismatch':
			return words('status', `The response has another status than the interaction relies on (${shorten(text)})`);
		case 'HeaderMismatch': {
			const what = `The response header "${path}" is not what the interaction relies on (${shorten(expected)})`;
			return words('headers', what + received('headers', path));
		}
		case 'BodyTypeMismatch': {
			const what = `The response has another content type than the interaction relies on (${shorten(expected)})`;
			return words('headers', what + received('headers', 'content-type'));
		}
		case 'BodyMismatch': {
			const place = pointerOf(path);
			const { body } = interaction.exchange.response;
			// What the contract names may be named; another key is the provider's.
			const isNamed = body.kind === 'json' && valueAt(body.value, place) !== undefined;
			const pointer = isNamed ? place : disclosure.place(place);
			const what = `The response body${pointer === '' ? '' : ` ${pointer}`} ${expectation(mismatch)}`;
			return words('body', what + received('body', place), pointer);
		}
		default:
			return words('body', `The response is not what the interaction relies on (${shorten(type)})`);
	}
}

/** What stands at a place in the body, or in a header that holds no credential, as it is written. */
export function receivedAt({ response }: Exchange, part: 'headers' | 'body', place: string): string | undefined {
	const { headers, body } = response;
	if (part === 'headers' && isCredential(place)) return undefined;
	const value =
		part === 'headers'
			? header(headers, place.toLowerCase())
			: JSON.stringify(body.kind === 'json' ? valueAt(body.value, place) : undefined);
	return value === undefined ? undefined : shorten(value);
}

/** Of Pact's sentence only its kind is used: even its second half may quote what was received. */
function expectation({ text, expected }: Mismatch): string {
	const missing = /missing the following keys: (.*)$/s.exec(text)?.[1]?.split(', ');
	if (missing) {
		const known = missing.filter((key) => expected.includes(JSON.stringify(key)));
		return `lacks ${known.length > 0 ? shorten(known.join(', ')) : 'a field'}, which the interaction relies on`;
	}
	const example = shorten(expected, 120);
	if (text.includes(' to be equal to ')) return `is not what the interaction relies on: it ought to equal ${example}`;
	if (text.includes(' to be the same type as ')) {
		return `is not what the interaction relies on: it ought to be of the type of ${example}`;
	}
	if (text.includes(' to have minimum size ')) return 'has fewer items than the interaction relies on';
	return `does not match the rule that the interaction relies on; its example is ${example}`;
}

/** `$.statuses['Example Card'][0]` as a JSON pointer. */
function pointerOf(jsonPath: string): Pointer {
	const steps = jsonPath.matchAll(/\.([^.[\]]+)|\['((?:[^'\\]|\\.)*)'\]|\[(\d+)\]/g);
	return [...steps].reduce((pointer, [, name, quoted, index]) => {
		return child(pointer, name ?? quoted?.replaceAll(/\\(.)/g, '$1') ?? index ?? '');
	}, '');
}
