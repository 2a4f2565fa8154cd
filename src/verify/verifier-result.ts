/** Reads the result of Pact's verifier. */
import { type Json, property } from '../json/json';
import { listOf } from './written';

/** What Pact found wrong with one response. */
export interface Mismatch {
	/** `BodyMismatch`, `StatusMismatch`, `HeaderMismatch`, … */
	readonly type: string;
	/** JSONPath in the body, or the name of the header. */
	readonly path: string;
	/** Pact's sentence. It quotes what the provider sent. */
	readonly text: string;
	readonly expected: string;
}

/** By number; `none` where Pact is content. */
export function readMismatches(json: Json): ReadonlyMap<number, 'none' | readonly Mismatch[]> {
	const found = new Map<number, Mismatch[]>();
	for (const error of [...listOf(property(json, 'errors')), ...listOf(property(json, 'pendingErrors'))]) {
		const number = Number(/ - (\d+)$/.exec(String(property(error, 'interaction')))?.[1]);
		const mismatch = property(error, 'mismatch');
		const several = listOf(property(mismatch, 'mismatches'));
		found.set(number, (several.length > 0 ? several : [mismatch ?? null]).map(readMismatch));
	}
	return new Map(
		listOf(property(json, 'interactionResults')).map((result) => {
			const number = Number(property(result, 'description'));
			return [number, property(result, 'result') === 'OK' ? 'none' : (found.get(number) ?? [])];
		}),
	);
}

function readMismatch(json: Json): Mismatch {
	const text = (key: string) => {
		const value = property(json, key);
		return value === undefined ? '' : String(value);
	};
	return {
		type: text('type'),
		path: text('path') || text('key'),
		text: text('mismatch') || text('message'),
		expected: text('expected'),
	};
}
