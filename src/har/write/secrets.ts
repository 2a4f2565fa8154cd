/**
 * Our own secrets, which a request carries and a provider may send back: the key, and the customer's id. Each gets one
 * stand-in of its shape, so that a path that holds it remains a path.
 */
import type { Pairs } from '../../exchange/exchange';
import { maskFor, shortestWithin } from '../../redact/mask';
import type { Shapes } from './stand-in';

export interface Secrets {
	/** `text` with every secret replaced, in each form in which it is written. */
	outOf(text: string): string;
	/** The same of a path and query, where a short secret is found as well: between slashes. */
	outOfTarget(target: string): string;
}

export function secretsFrom(secrets: readonly string[], shapes: Shapes): Secrets {
	const forms = new Map<string, string>();
	const whole = new Map<string, string>();
	for (const secret of secrets) {
		if (secret === '') continue;
		const standIn = shapes.of(secret);
		const [asJson, inJson] = [secret, standIn].map((each) => JSON.stringify(each)) as [string, string];
		whole.set(secret, standIn);
		forms.set(asJson, inJson);
		// A short text would be found everywhere, so it is replaced only where it is a whole value.
		if (secret.length < shortestWithin) continue;
		for (const each of [secret, `${secret}:`, `:${secret}`].flatMap(inBase64)) forms.set(each, shapes.of(each));
		const encoded = encodeURIComponent(secret);
		forms.set(encoded, encodeURIComponent(standIn));
		forms.set(encoded.replaceAll('%20', '+'), encodeURIComponent(standIn).replaceAll('%20', '+'));
		forms.set(asJson.slice(1, -1), inJson.slice(1, -1));
		forms.set(secret, standIn);
	}
	// The longer first: one may hold another.
	const ordered = [...forms].sort(([one], [other]) => other.length - one.length);
	// Forms that nobody reads again: escaped twice, within other base64.
	const maskOdd = maskFor([...whole.keys()].filter((each) => each.length >= shortestWithin));
	const outOf = (text: string) =>
		maskOdd(ordered.reduce((rest, [form, standIn]) => rest.replaceAll(form, () => standIn), text));
	return {
		outOf,
		outOfTarget: (target) => outOf(target.replace(/[^/?&=#]+/g, (each) => whole.get(each) ?? each)),
	};
}

/** What stands at its end depends on what follows, so it is left out. */
const inBase64 = (text: string): string[] =>
	(['base64', 'base64url'] as const).map((encoding) =>
		Buffer.from(text)
			.toString(encoding)
			.replace(/=+$/, '')
			.slice(0, Math.floor((Buffer.byteLength(text) * 4) / 3)),
	);

const names = /^(?:proxy-)?authorization$|^(?:set-)?cookie2?$|api-?key|token|secret|password|signature|credential/i;

/** Whether a header or a parameter carries a credential by its name; `keys` are those that the description names. */
export const isCredential = (name: string, keys: ReadonlySet<string>): boolean =>
	names.test(name) || keys.has(name.toLowerCase());

/** The pairs with `*` for each credential. */
export const withoutCredentials = (pairs: Pairs, keys: ReadonlySet<string>): Pairs =>
	pairs.map(([name, value]) => [name, isCredential(name, keys) ? '*' : value]);
