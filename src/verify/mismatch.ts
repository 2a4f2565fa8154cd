/**
 * Puts Pact's mismatches into words without the provider's values, which Pact's own sentences quote; what was received is
 * shown only with --show-values.
 */
import { isCredential } from '../check/parameter/headers';
import { type Wording, mismatch as words } from '../check/wording';
import { type Disclosure, namesOnly, shorten } from '../exchange/disclosure';
import { type Exchange, header, type Places } from '../exchange/exchange';
import type { FindingDraft } from '../exchange/finding';
import { child, type Pointer, valueAt } from '../json/pointer';
import { counted } from '../json/text';
import { location } from './copy';
import type { HttpInteraction } from './state-values';
import { expectedStatus } from './status';
import type { Mismatch } from './verifier-result';
import type { Written } from './written';

/** Where a mismatch was found, and what may be shown of it. */
interface Context {
	readonly interaction: HttpInteraction;
	readonly written: Written;
	readonly live: Exchange;
	readonly disclosure: Disclosure;
}

/** What Pact found wrong with one response. A wrong status explains a wrong body, so it stands alone. */
export function judgeMismatches(mismatches: readonly Mismatch[], context: Context): FindingDraft[] {
	const status = mismatches.find(({ type }) => type === 'StatusMismatch');
	// Pact reports a wrong content type twice, of the body and of the header.
	const isTyped = mismatches.some(({ type }) => type === 'BodyTypeMismatch');
	const others = mismatches.filter(
		({ type, path }) => !(isTyped && type === 'HeaderMismatch' && /^content-type$/i.test(path)),
	);
	const relevant = status ? [status] : others;
	const { ref, exchange } = context.interaction;
	const drafts = relevant.map((mismatch): FindingDraft => {
		const { part, pointer, wording } = inWords(mismatch, context);
		return {
			code: 'provider.mismatch',
			...wording,
			fix,
			at: { file: ref.file, pointer: exchange.places.response[part] + pointer },
			...(part === 'body' ? { instance: pointer } : {}),
			// The same fault is the same with other values.
			detail: inWords(mismatch, { ...context, disclosure: namesOnly }).wording.title,
		};
	});
	if (drafts.length > 0) return drafts;
	const title = 'Response: Pact reports a mismatch and does not say which.';
	const at = { file: ref.file, pointer: exchange.places.response.body };
	return [{ code: 'provider.mismatch', title, fix, at, instance: '' }];
}

const fix = ['Report it to the provider.', 'Relax the matcher in the consumer test if this value may vary.'];

/** `pointer` is the place in the body; empty for another part. */
function inWords(mismatch: Mismatch, { interaction, written, live, disclosure }: Context) {
	const { type, expected } = mismatch;
	const path = mismatch.path.toLowerCase() === location ? 'Location' : mismatch.path;
	const received = (part: 'headers' | 'body', place: string) =>
		(disclosure.showsValues ? receivedAt(live, part, place) : undefined) ?? 'another value (withheld)';
	const found = (part: keyof Places['response'], wording: Wording, pointer: Pointer = '') => ({
		part,
		pointer,
		wording,
	});
	switch (type) {
		case 'StatusMismatch':
			return found(
				'status',
				words('Response status', expectedStatus(written, interaction), String(live.response.status)),
			);
		case 'HeaderMismatch':
			return found('headers', words(`Response header "${path}"`, shorten(expected), received('headers', path)));
		case 'BodyTypeMismatch':
			return found('headers', words('Response content type', shorten(expected), received('headers', 'content-type')));
		case 'BodyMismatch': {
			const place = pointerOf(path);
			const { body } = interaction.exchange.response;
			// What the contract names may be named; another key is the provider's.
			const isNamed = body.kind === 'json' && valueAt(body.value, place) !== undefined;
			const pointer = isNamed ? place : disclosure.place(place);
			const where = `Response body${pointer === '' ? '' : ` ${pointer}`}`;
			return found(
				'body',
				lengths(where, mismatch, valueIn(live, place)) ?? expectation(where, mismatch, () => received('body', place)),
				pointer,
			);
		}
		default:
			return found('body', { title: `Response: Pact reports ${shorten(type)}.` });
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

const valueIn = ({ response: { body } }: Exchange, place: Pointer): unknown =>
	body.kind === 'json' ? valueAt(body.value, place) : undefined;

/** A list of another length than the contract allows. How many items came is nobody's data. */
function lengths(where: string, { text }: Mismatch, value: unknown): Wording | undefined {
	const [, exact] = /^Expected a List with (\d+) elements but /.exec(text) ?? [];
	const [, bound, size] = / to have (minimum|maximum) size of (\d+)$/.exec(text) ?? [];
	const isEmpty = text.startsWith('Expected an empty List but ');
	const count = exact ?? size ?? (isEmpty ? '0' : undefined);
	if (count === undefined || !Array.isArray(value)) return undefined;
	const atLeast = bound === undefined ? '' : bound === 'minimum' ? 'at least ' : 'at most ';
	return words(where, `${atLeast}${counted(count, 'item')}`, counted(value.length, 'item'));
}

/** Of Pact's sentence only its kind is used: even its second half may quote what was received. */
function expectation(where: string, { text, expected }: Mismatch, received: () => string): Wording {
	const missing = /missing the following keys: (.*)$/s.exec(text)?.[1]?.split(', ');
	if (missing) {
		const known = missing.filter((key) => expected.includes(JSON.stringify(key)));
		const fields = known.length > 0 ? known.map((key) => `"${key}"`).join(', ') : 'a field';
		return { title: `${where}: ${shorten(fields)}, which the contract expects, is missing.` };
	}
	const example = shorten(expected, 120);
	if (text.includes(' to be equal to ')) return words(where, example, received());
	if (text.includes(' to be the same type as ')) return words(where, `the type of ${example}`, received());
	return words(where, `a match of the contract's matcher (example ${example})`, received());
}

/** `$.statuses['Example Card'][0]` as a JSON pointer. */
function pointerOf(jsonPath: string): Pointer {
	const steps = jsonPath.matchAll(/\.([^.[\]]+)|\['((?:[^'\\]|\\.)*)'\]|\[(\d+)\]/g);
	return [...steps].reduce((pointer, [, name, quoted, index]) => {
		return child(pointer, name ?? quoted?.replaceAll(/\\(.)/g, '$1') ?? index ?? '');
	}, '');
}
