/**
 * Finds what the matching rules of a request match, as Pact does: in a body the rule that names a place most closely
 * counts, and a rule for a type counts for all that is below it.
 */
import { type ExchangeRequest, header, type Pairs } from '../../exchange/exchange';
import type { Json, JsonObject } from '../../json/json';
import { child, type Pointer } from '../../json/pointer';
import { encodedField } from '../../json/text';
import type { MatchingRule } from './pact-matchers';

/** A value of a request that a rule matches. */
export interface Matched {
	readonly rule: MatchingRule;
	readonly value: Json;
	/** In the body; undefined elsewhere. */
	readonly instance?: Pointer;
	/** Two of them are the same to the rule where they have the same key, in a body if the rest of it is the same too. */
	readonly key: string;
	/** The request with another value in its place; undefined if HTTP cannot send it. */
	put(value: Json): ExchangeRequest | undefined;
}

/** `areAlike`: whether items of a list have one key, unless a rule names one of them by its index. */
export function matchedIn(request: ExchangeRequest, rules: readonly MatchingRule[], areAlike: boolean): Matched[] {
	const { matchingRules, ...bare } = request;
	const ofBody = rules.filter(({ part }) => part === 'body');
	const inBody = bare.body.kind === 'json' ? matchedInBody(bare, bare.body.value, ofBody, areAlike) : [];
	return [...inBody, ...rules.flatMap((rule, index) => matchedText(bare, rule, String(index)) ?? [])];
}

/** The deepest level of a body that is searched; real rules are not deeper. */
const deepest = 100;

const cascades = (rule?: MatchingRule) => rule?.matchers.some(({ kind }) => kind === 'type') === true;

function matchedInBody(request: ExchangeRequest, body: Json, rules: readonly MatchingRule[], areAlike: boolean) {
	const found: Matched[] = [];
	walk(body, [], String(header(request.headers, 'content-type')), rules);
	return found;

	/** `ahead` are the rules that may match here or below, `above` is the one that matches what holds `value`. */
	function walk(
		value: Json,
		path: readonly string[],
		key: string,
		ahead: readonly MatchingRule[],
		above?: MatchingRule,
	): void {
		const depth = path.length;
		const inherited = cascades(above) ? above : undefined;
		const own = ahead.filter(({ steps }) => steps.length === depth);
		const rule = own.reduce((best, each) => (!best || each.weight >= best.weight ? each : best), inherited);
		const isBranch = typeof value === 'object';
		if (rule && (!isBranch || (rule !== inherited && Array.isArray(value)))) {
			const put = (other: Json): ExchangeRequest => {
				return { ...request, body: { kind: 'json', value: replaced(body, path, other) } };
			};
			found.push({ rule, value, instance: child('', ...path), key: `${key} ${typeof value}`, put });
		}
		const below = ahead.filter(({ steps }) => steps.length > depth);
		if (!isBranch || value === null || depth >= deepest || (below.length === 0 && !cascades(rule))) return;
		const isOneKey = areAlike && Array.isArray(value) && below.every(({ steps }) => steps[depth] === null);
		for (const [name, member] of Object.entries(value)) {
			const next = below.filter(({ steps }) => steps[depth] === null || steps[depth] === name);
			walk(member, [...path, name], child(key, isOneKey ? '*' : name), next, rule);
		}
	}
}

/** The text outside the body that a rule matches: the path, a query parameter or a header. */
function matchedText(request: ExchangeRequest, rule: MatchingRule, key: string): Matched | undefined {
	const { path, query, headers } = request;
	const [name, index] = rule.steps;
	if (rule.part === 'path') {
		const put = (text: Json) => (isPath(String(text)) ? { ...request, path: String(text) } : undefined);
		return { rule, value: path, key, put };
	}
	if (rule.part === 'body' || typeof name !== 'string') return undefined;
	const isQuery = rule.part === 'query';
	const isOwn = (each: string) => (isQuery ? each === name : each.toLowerCase() === name.toLowerCase());
	const pairs = isQuery ? query : headers;
	const own = pairs.filter(([each]) => isOwn(each));
	const pair = own[isQuery ? Number(index ?? 0) : 0];
	if (pair === undefined) return undefined;
	const others = own.filter((each) => each !== pair);
	const put = (text: Json) => {
		const changed: Pairs = pairs.map((each) => (each === pair ? [each[0], String(text)] : each));
		if (isQuery) return { ...request, query: changed, ...changedEncoding(request, pairs.indexOf(pair), String(text)) };
		return isSendable(String(text)) ? { ...request, headers: changed } : undefined;
	};
	return { rule, value: pair[1], key: `${key} ${JSON.stringify(others)}`, put };
}

/** The encoded query with another text at `index`, if there is one. */
function changedEncoding({ encodedQuery }: ExchangeRequest, index: number, text: string) {
	const [name] = encodedQuery?.[index] ?? [];
	return encodedQuery && name !== undefined
		? { encodedQuery: encodedQuery.with(index, [name, encodedField(text)]) }
		: {};
}

/** Whether a text is a path that HTTP can send: no space, and neither query nor fragment. */
const isPath = (text: string) => /^\/[!"$->@-~]*$/.test(text);

const isSendable = (text: string) => /^[\x20-\x7e]*$/.test(text) && text.trim() === text;

/** `root` with `value` at the place that `keys` lead to. `root` itself stays as it is. */
export function replaced(root: Json, [key, ...rest]: readonly string[], value: Json): Json {
	if (key === undefined) return value;
	const below = replaced((root as JsonObject)[key] as Json, rest, value);
	return Array.isArray(root) ? root.with(Number(key), below) : { ...(root as JsonObject), [key]: below };
}
