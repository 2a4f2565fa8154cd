/** The strings that a provider sent, so that they can be masked in error messages that may quote them. */

import { isFieldName } from '../exchange/disclosure';
import { parseJson } from '../exchange/exchange';
import type { Recorded } from '../http/wire';
import { isObject, type Json } from '../json/json';

/** Header values, keys and values of JSON bodies, and the words of other bodies. */
export function* textsOfAnswers(exchanges: Iterable<Recorded>): Iterable<string> {
	for (const { answer } of exchanges) {
		if (answer.kind !== 'answered') continue;
		for (const [, value] of answer.headers) yield* wordsIn(value);
		yield* textsIn((answer.content ?? answer.body).toString('utf8'));
	}
}

/** The strings of a recording, including those inside its bodies. */
export function* textsOfRecording(entries: Iterable<Json>): Iterable<string> {
	for (const entry of entries) {
		for (const text of leavesOf(entry)) yield* /[{["\s]/.test(text) ? textsIn(text) : [text];
	}
}

function* textsIn(text: string): Iterable<string> {
	yield text;
	const parsed = parseJson(text);
	if (parsed.kind === 'json') yield* leavesOf(parsed.value);
	else yield* wordsIn(text);
}

function* wordsIn(text: string): Iterable<string> {
	yield text;
	yield* text.split(/[\s"'<>=&;,:(){}[\]]+/);
}

function* leavesOf(value: Json): Iterable<string> {
	if (Array.isArray(value)) for (const each of value) yield* leavesOf(each);
	else if (isObject(value)) {
		for (const [key, each] of Object.entries(value)) {
			// A plausible field name is not a secret, and our own messages may contain the same word.
			if (!isFieldName(key)) yield key;
			yield* leavesOf(each);
		}
	} else if (typeof value === 'string' || typeof value === 'number') yield String(value);
}
