/**
 * Puts Pact's mismatches into words without the provider's values, which Pact's own sentences quote; what came is told
 * where somebody asked to see it.
 */

import { shorten } from '../exchange/disclosure';
import { child, type Pointer } from '../json/pointer';
import type { Mismatch } from './replay';

export interface MismatchWords {
	readonly part: 'status' | 'headers' | 'body';
	/** The place in the body; empty for another part. */
	readonly pointer: Pointer;
	readonly text: string;
}

/** What may be told of a response. */
export interface Telling {
	/** A place in the body as it may be told. */
	shown(pointer: Pointer): Pointer;
	/** What came at a place in the body, or in a header, in words; undefined where nothing did, or it is withheld. */
	came(part: 'headers' | 'body', place: string): string | undefined;
}

/** The words of one interaction's mismatches. A wrong status explains a wrong body, so it stands alone. */
export function wordsOf(mismatches: readonly Mismatch[], telling: Telling): MismatchWords[] {
	const status = mismatches.find(({ type }) => type === 'StatusMismatch');
	// Pact tells a wrong content type twice, of the body and of the header.
	const isTyped = mismatches.some(({ type }) => type === 'BodyTypeMismatch');
	const others = mismatches.filter(
		({ type, path }) => !(isTyped && type === 'HeaderMismatch' && /^content-type$/i.test(path)),
	);
	const told = (status ? [status] : others).map((each) => inWords(each, telling));
	const unexplained = 'The response is not what the interaction relies on, and Pact does not say why';
	return told.length > 0 ? told : [{ part: 'body', pointer: '', text: unexplained }];
}

function inWords(mismatch: Mismatch, { shown, came }: Telling): MismatchWords {
	const { type, path, text, expected } = mismatch;
	const next = 'Take it up with the provider, or relax the interaction';
	switch (type) {
		case 'StatusMismatch': {
			const what = `The response has another status than the interaction relies on (${shorten(text)})`;
			return { part: 'status', pointer: '', text: `${what}. ${next}` };
		}
		case 'HeaderMismatch': {
			const what = `The response header "${path}" is not what the interaction relies on (${shorten(expected)})${itIs(came('headers', path))}`;
			return { part: 'headers', pointer: '', text: `${what}. ${next}` };
		}
		case 'BodyTypeMismatch': {
			const what = `The response has another content type than the interaction relies on (${shorten(expected)})${itIs(came('headers', 'content-type'))}`;
			return { part: 'headers', pointer: '', text: `${what}. ${next}` };
		}
		case 'BodyMismatch': {
			const place = pointerOf(path);
			const pointer = shown(place);
			const what = `The response body${pointer === '' ? '' : ` ${pointer}`} ${expectation(mismatch)}${itIs(came('body', place))}`;
			return { part: 'body', pointer, text: `${what}. ${next}` };
		}
		default: {
			const what = `The response is not what the interaction relies on (${shorten(type)})`;
			return { part: 'body', pointer: '', text: `${what}. ${next}` };
		}
	}
}

const itIs = (came: string | undefined) => (came === undefined ? '' : `; it is ${shorten(came)}`);

/** Of Pact's sentence only its kind is used: even its second half may quote what came. */
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
export function pointerOf(jsonPath: string): Pointer {
	const steps = jsonPath.matchAll(/\.([^.[\]]+)|\['((?:[^'\\]|\\.)*)'\]|\[(\d+)\]/g);
	return [...steps].reduce((pointer, [, name, quoted, index]) => {
		return child(pointer, name ?? quoted?.replaceAll(/\\(.)/g, '$1') ?? index ?? '');
	}, '');
}
