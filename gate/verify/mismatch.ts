/**
 * Puts Pact's mismatches into words without the provider's values. Pact writes "Expected <what came> to <what was
 * expected>": only the second half is ours to repeat.
 */
import { child, type Pointer } from '../../spec/pointer';
import { shorten } from '../check/wording';
import type { Mismatch } from './replay';

export interface MismatchWords {
	/** The place in the body; undefined where the mismatch is not in the body. */
	readonly pointer: Pointer | undefined;
	readonly text: string;
}

/** A wrong status explains a wrong body, so it stands alone. */
export function wordsOf(mismatches: readonly Mismatch[]): MismatchWords[] {
	const status = mismatches.find(({ type }) => type === 'StatusMismatch');
	const told = (status ? [status] : mismatches).map(inWords);
	return told.length > 0 ? told : [{ pointer: undefined, text: 'The response is not what the interaction expects' }];
}

function inWords({ type, path, text, expected }: Mismatch): MismatchWords {
	const next = 'Take it up with the provider, or relax the interaction';
	switch (type) {
		case 'StatusMismatch':
			return {
				pointer: undefined,
				text: `The response has another status than the interaction relies on (${shorten(text)}). ${next}`,
			};
		case 'HeaderMismatch':
			return {
				pointer: undefined,
				text: `The response header "${path}" is not what the interaction relies on (${shorten(expected)}). ${next}`,
			};
		case 'BodyTypeMismatch':
			return {
				pointer: undefined,
				text: `The response has another content type than the interaction relies on (${shorten(expected)}). ${next}`,
			};
		case 'BodyMismatch': {
			const pointer = pointerOf(path);
			return { pointer, text: `The response body${pointer === '' ? '' : ` ${pointer}`} ${expectation(text)}. ${next}` };
		}
		default:
			return {
				pointer: undefined,
				text: `The response is not what the interaction relies on (${shorten(type)}). ${next}`,
			};
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
