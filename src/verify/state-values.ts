/**
 * Values that a provider state supplies: which ones a request needs, and where the contract expects them to come back.
 * Pact puts them into requests only; that the id which comes back is the id that was asked for is judged here.
 */
import type { Exchange } from '../exchange/exchange';
import { isObject, type Json } from '../json/json';
import { child, type Pointer, valueAt } from '../json/pointer';
import { asPattern, percentDecoded } from '../json/text';
import type { PactInteraction } from '../pact/pact-interaction';

export type HttpInteraction = Extract<PactInteraction, { kind: 'http' }>;

export const namesNeeded = ({ stateValues }: HttpInteraction): string[] => [
	...new Set(stateValues.flatMap(({ expression }) => namesIn(expression))),
];

/** The places in the body where the contract expects a supplied value back and another one came; `name` is the value's. */
export function wrongReturnedIds({ stateValues, exchange: expected }: HttpInteraction, live: Exchange) {
	const [want, got] = [expected.response.body, live.response.body];
	if (want.kind !== 'json' || got.kind !== 'json' || expected.response.status !== live.response.status) return [];
	return stateValues.flatMap(({ expression, example }) => {
		const supplied = valuesIn(expression, live.request.path);
		return [...valuesIn(expression, example)].flatMap(([name, value]) =>
			placesOf(want.value, value)
				.filter((pointer) => {
					const received = valueAt(got.value, pointer);
					return received !== undefined && String(received) !== supplied.get(name);
				})
				.map((pointer) => ({ pointer, name })),
		);
	});
}

const namesIn = (expression: string): string[] =>
	[...expression.matchAll(/\$\{([^}]+)\}/g)].map((match) => match[1] ?? '');

/** The values that `text` has at the places of `${names}` in `expression`, percent-decoded. */
function valuesIn(expression: string, text: string): Map<string, string> {
	const pattern = expression
		.split(/\$\{[^}]+\}/)
		.map(asPattern)
		.join('([^/]+)');
	const match = new RegExp(`^${pattern}$`).exec(text);
	if (!match) return new Map();
	return new Map(namesIn(expression).map((name, index) => [name, percentDecoded(match[index + 1] ?? '')]));
}

function placesOf(value: Json, wanted: string, at: Pointer = ''): Pointer[] {
	if (value === wanted || (typeof value === 'number' && String(value) === wanted)) return [at];
	if (Array.isArray(value)) return value.flatMap((item: Json, index) => placesOf(item, wanted, child(at, index)));
	if (!isObject(value)) return [];
	return Object.entries(value).flatMap(([key, member]) => placesOf(member, wanted, child(at, key)));
}
