/**
 * Puts Pact's mismatches into words without the provider's values. Pact writes "Expected <what came> to <what was
 * expected>": only the second half is ours to repeat.
 */
import { child, type Pointer } from '../../spec/pointer';
import { shorten } from '../check/wording';
import type { Mismatch } from './replay';

export interface MismatchWords {
	readonly part: 'status' | 'headers' | 'body';
	/** The place in the body; empty for another part. */
	readonly pointer: Pointer;
	readonly text: string;
}

/** The words of one interaction's mismatches. A wrong status explains a wrong body, so it stands alone. */
export function wordsOf(mismatches: readonly Mismatch[]): MismatchWords[] {
	const status = mismatches.find(({ type }) => type === 'StatusMismatch');
	// Pact tells a wrong content type twice, of the body and of the header.
	const isTyped = mismatches.some(({ type }) => type === 'BodyTypeMismatch');
	const others = mismatches.filter(
		({ type, path }) => !(isTyped && type === 'HeaderMismatch' && /^content-type$/i.test(path)),
	);
	const told = (status ? [status] : others).map(inWords);
	const unexplained = 'The response is not what the interaction relies on, and Pact does not say why';
	return told.length > 0 ? told : [{ part: 'body', pointer: '', text: unexplained }];
}

function inWords({ type, path, text, expected }: Mismatch): MismatchWords {
	const next = 'Take it up with the provider, or relax the interaction';
	switch (type) {
		case 'StatusMismatch': {
			const what = `The response has another status than the interaction relies on (${shorten(text)})`;
			return { part: 'status', pointer: '', text: `${what}. ${next}` };
		}
		case 'HeaderMismatch': {
			const what = `The response header "${path}" is not what the interaction relies on (${shorten(expected)})`;
			return { part: 'headers', pointer: '', text: `${what}. ${next}` };
		}
		case 'BodyTypeMismatch': {
			const what = `The response has another content type than the interaction relies on (${shorten(expected)})`;
			return { part: 'headers', pointer: '', text: `${what}. ${next}` };
		}
		case 'BodyMismatch': {
			const pointer = pointerOf(path);
			const what = `The response body${pointer === '' ? '' : ` ${pointer}`} ${expectation(text)}`;
			return { part: 'body', pointer, text: `${what}. ${next}` };
		}
		default: {
			const what = `The response is not what the interaction relies on (${shorten(type)})`;
			return { part: 'body', pointer: '', text: `${what}. ${next}` };
		}
	}
}

function expectation(text: string): string {
	const missing = /missing the following keys: (.*)$/s.exec(text)?.[1];
	if (missing !== undefined) return `lacks ${shorten(missing)}, which the interaction relies on`;
	const separator = Math.max(
		...['be', 'match', 'have', 'contain', 'include'].map((verb) => text.lastIndexOf(` to ${verb} `)),
	);
	if (separator === -1) return 'is not what the interaction relies on';
	return `is not what the interaction relies on: it ought${shorten(text.slice(separator), 160)}`;
}

/** `$.statuses['Example Card'][0]` as a JSON pointer. */
export function pointerOf(jsonPath: string): Pointer {
	const steps = jsonPath.matchAll(/\.([^.[\]]+)|\['((?:[^'\\]|\\.)*)'\]|\[(\d+)\]/g);
	return [...steps].reduce((pointer, [, name, quoted, index]) => {
		return child(pointer, name ?? quoted?.replaceAll(/\\(.)/g, '$1') ?? index ?? '');
	}, '');
}
