/**
 * What an interaction relies on in a response, by Pact's rules and without Pact: what the contract shows has to come,
 * equal where no matching rule says otherwise, and more may come. A rule that it does not know it refuses to pass over.
 */
import { isDeepStrictEqual } from 'node:util';
import { isObject, type Json, type JsonObject, property } from '../../../src/json/json';
import { child, type Pointer } from '../../../src/json/pointer';

/** What the contract says of one interaction, as the pact writes it. */
export interface Relied {
	readonly status: number;
	readonly contentType: string | undefined;
	readonly body: Json | undefined;
	/** By JSON path. */
	readonly rules: ReadonlyMap<string, readonly JsonObject[]>;
	/** The values of the path that the contract shows: what equals one in the body has to be what was asked for. */
	readonly echoed: readonly string[];
}

export function readRelied(interaction: Json): Relied {
	const response = property(interaction, 'response');
	const body = property(response, 'body');
	const content = property(body, 'content');
	const headers = property(response, 'headers');
	const type = Object.entries(isObject(headers) ? headers : {}).find(([name]) => /^content-type$/i.test(name))?.[1];
	const rules = property(property(response, 'matchingRules'), 'body');
	const path = String(property(property(interaction, 'request'), 'path') ?? '');
	const generator = property(property(property(interaction, 'request'), 'generators'), 'path');
	const expression = property(generator, 'expression');
	return {
		status: Number(property(response, 'status') ?? 200),
		contentType: type === undefined ? undefined : String(Array.isArray(type) ? type[0] : type),
		body: content ?? body,
		rules: new Map(
			Object.entries(isObject(rules) ? rules : {}).map(([at, rule]) => {
				const matchers = property(rule, 'matchers');
				return [normal(at), Array.isArray(matchers) ? (matchers as JsonObject[]) : []];
			}),
		),
		echoed: typeof expression === 'string' ? valuesOf(expression, path) : [],
	};
}

/** The first place where `body` is not what the interaction relies on; `asked` are the values that the path really had. */
export function brokenPromise(relied: Relied, body: Json, asked: readonly string[]): Pointer | undefined {
	if (relied.body === undefined) return undefined;
	return differs(relied, relied.body, body, [], false) ?? otherEcho(relied, relied.body, body, asked, '');
}

type Steps = readonly (string | number)[];

function differs(relied: Relied, expected: Json, actual: Json, at: Steps, byType: boolean): Pointer | undefined {
	const rules = relied.rules.get(at.map((step) => `/${step}`).join('')) ?? [];
	const place = child('', ...at);
	const cascades = rules.length > 0 ? rules.some(({ match }) => match === 'type') : byType;
	for (const rule of rules) {
		if (breaks(rule, expected, actual)) return place;
		// Such a rule is all that is asked of the members.
		if (rule.match === 'eachValue' || rule.match === 'values') return undefined;
	}
	if (isObject(expected)) {
		if (!isObject(actual)) return place;
		for (const [key, value] of Object.entries(expected)) {
			const came = actual[key];
			if (!Object.hasOwn(actual, key) || came === undefined) return place;
			const broken = differs(relied, value, came, [...at, key], cascades);
			if (broken !== undefined) return broken;
		}
		return undefined;
	}
	if (Array.isArray(expected)) {
		if (!Array.isArray(actual)) return place;
		if (!cascades && actual.length !== expected.length) return place;
		for (const [index, came] of (actual as Json[]).entries()) {
			const shown: Json | undefined = expected[Math.min(index, expected.length - 1)];
			const broken = shown === undefined ? undefined : differs(relied, shown, came, [...at, index], cascades);
			if (broken !== undefined) return broken;
		}
		return undefined;
	}
	if (rules.length > 0) return undefined;
	return (cascades ? kindOf(expected) === kindOf(actual) : isDeepStrictEqual(expected, actual)) ? undefined : place;
}

function breaks(rule: JsonObject, expected: Json, actual: Json): boolean {
	switch (rule.match) {
		case 'type': {
			if (kindOf(expected) !== kindOf(actual)) return true;
			if (!Array.isArray(actual)) return false;
			return actual.length < Number(rule.min ?? 0) || actual.length > Number(rule.max ?? Number.POSITIVE_INFINITY);
		}
		case 'regex':
			return isObject(actual) || Array.isArray(actual) || !new RegExp(`^(?:${rule.regex})$`).test(String(actual));
		case 'equality':
			return !isDeepStrictEqual(expected, actual);
		case 'integer':
			return !Number.isInteger(actual);
		case 'number':
		case 'decimal':
			return typeof actual !== 'number';
		case 'boolean':
			return typeof actual !== 'boolean';
		case 'include':
			return typeof actual !== 'string' || !actual.includes(String(rule.value));
		case 'eachValue': {
			if (!isObject(actual)) return true;
			const [example = null] = Object.values(isObject(expected) ? expected : {});
			const rules = Array.isArray(rule.rules) ? (rule.rules as JsonObject[]) : [];
			return Object.values(actual).some((value) => rules.some((each) => breaks(each, example, value)));
		}
		default:
			throw new Error(`The oracle of the teeth does not know the matching rule "${String(rule.match)}". Teach it`);
	}
}

/** Pact does not tell integers from other numbers here. */
const kindOf = (value: Json) => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value);

function otherEcho(
	relied: Relied,
	expected: Json,
	actual: Json | undefined,
	asked: readonly string[],
	at: Pointer,
): Pointer | undefined {
	const index = typeof expected === 'string' ? relied.echoed.indexOf(expected) : -1;
	if (index !== -1) return actual === undefined || actual === asked[index] ? undefined : at;
	if (!isObject(expected)) return undefined;
	for (const [key, value] of Object.entries(expected)) {
		const broken = otherEcho(relied, value, property(actual, key), asked, child(at, key));
		if (broken !== undefined) return broken;
	}
	return undefined;
}

/** `$.statuses['Example Card'][0]` as `/statuses/Example Card/0`. */
function normal(jsonPath: string): string {
	const step = /\.([^.[\]]+)|\['([^']*)'\]|\[(\d+)\]/g;
	if (jsonPath.replace(step, '') !== '$') {
		throw new Error(`The oracle of the teeth does not know the path "${jsonPath}" of a matching rule. Teach it`);
	}
	const steps = jsonPath.matchAll(step);
	return [...steps].map(([, name, quoted, index]) => `/${name ?? quoted ?? index}`).join('');
}

/** What a path has at the places of `${names}` in an expression. */
export function valuesOf(expression: string, path: string): string[] {
	const parts = expression.split(/\$\{[^}]+\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
	return (new RegExp(`^${parts.join('([^/]+)')}$`).exec(path) ?? []).slice(1);
}
