/**
 * Reads the matching rules of a pact's request: flat with a JSON path for a key (specification 2), or by category
 * (3 and 4). A rule that cannot be read, such as one with an unknown form of path, matches nothing.
 */
import { isObject, type Json, type JsonObject, property } from '../../json/json';
import { child, type Pointer } from '../../json/pointer';

export type Matcher =
	/** Any value of the example's type; `min` and `max` bound a list. */
	| { readonly kind: 'type'; readonly min?: number; readonly max?: number }
	| { readonly kind: 'regex'; readonly pattern: string }
	| { readonly kind: 'include'; readonly text: string }
	| { readonly kind: 'number' | 'integer' | 'decimal' | 'boolean' }
	/** A point in time, written in a format. */
	| { readonly kind: 'instant'; readonly name: Instant; readonly format: string }
	/** Nothing beside the example. */
	| { readonly kind: 'equal' }
	/** What it admits is not known here. */
	| { readonly kind: 'other' };

/** Each with the format that Pact takes where a matcher has none. */
const instants = {
	...{ date: 'yyyy-MM-dd', time: 'HH:mm:ss' },
	...{ timestamp: "yyyy-MM-dd'T'HH:mm:ssXXX", datetime: "yyyy-MM-dd'T'HH:mm:ssXXX" },
};
export type Instant = keyof typeof instants;
const instantNames = Object.keys(instants) as Instant[];

/** A key or an index; null stands for any. */
type Step = string | null;

export type Part = 'body' | 'path' | 'query' | 'header';

export interface MatchingRule {
	readonly part: Part;
	/** From the part's root; empty for the whole of it. */
	readonly steps: readonly Step[];
	readonly matchers: readonly [Matcher, ...Matcher[]];
	readonly combine: 'and' | 'or';
	/** How specific it is, as Pact counts: of several rules for one place the heaviest applies. */
	readonly weight: number;
	/** Below the matching rules. */
	readonly pointer: Pointer;
}

const parts = new Map<unknown, Part>([
	...(['body', 'path', 'query', 'header'] as const).map((part) => [part, part] as const),
	['headers', 'header'],
]);

/** The rules in `json`, in their order. */
export function readMatchingRules(json: Json): MatchingRule[] {
	return Object.entries(isObject(json) ? json : {}).flatMap(([key, value]) => {
		if (key.startsWith('$')) {
			const [name, ...steps] = stepsOf(key) ?? [];
			return rulesFrom(parts.get(name), steps, value, child('', key));
		}
		const part = parts.get(key);
		if (!isObject(value)) return [];
		if (part === 'path' && !isObject(value[''])) return rulesFrom(part, [], value, child('', key));
		return Object.entries(value).flatMap(([path, rule]) => {
			const steps = part === 'body' || path.startsWith('$') ? stepsOf(path) : namedSteps(path);
			return rulesFrom(part, steps, rule, child('', key, path));
		});
	});
}

function rulesFrom(
	part: Part | undefined,
	steps: readonly Step[] | undefined,
	json: Json,
	pointer: Pointer,
): MatchingRule[] {
	if (part === undefined || steps === undefined) return [];
	const list = property(json, 'matchers');
	const written: readonly Json[] = Array.isArray(list) ? list : [json];
	const combine = String(property(json, 'combine') ?? '').toUpperCase() === 'OR' ? 'or' : 'and';
	const ruleOf = (at: readonly Step[], each: readonly Json[]): MatchingRule[] => {
		const [only, ...others] = each.filter(isObject).map(matcherOf);
		const isLiteral = only?.kind === 'regex' && others.length === 0 && literal.test(only.pattern);
		const first: Matcher | undefined = isLiteral ? { kind: 'equal' } : only;
		return first ? [{ part, steps: at, matchers: [first, ...others], combine, weight: weightOf(at), pointer }] : [];
	};
	const below = written.find((each) => property(each, 'match') === 'eachValue');
	const values = property(below, 'rules');
	return [...ruleOf(steps, written), ...(Array.isArray(values) ? ruleOf([...steps, null], values) : [])];
}

/** Pact counts two for each step that is named and one for any, multiplies, and prefers the longer. */
const weightOf = (steps: readonly Step[]): number =>
	steps.reduce((product, step) => product * (step === null ? 1 : 2), 2) * (steps.length + 1);

/** Until specification 2 a matcher may be named by its parameter alone. */
function matcherOf(json: JsonObject): Matcher {
	const { regex, value } = json;
	const instant = instantNames.find((each) => (json.match === undefined ? json[each] : json.match === each));
	if (instant !== undefined) {
		const format = (json.format ?? json[instant]) || instants[instant];
		return typeof format === 'string' ? { kind: 'instant', name: instant, format } : { kind: 'other' };
	}
	const implied = regex === undefined ? ((json.min ?? json.max) === undefined ? undefined : 'type') : 'regex';
	const name = property(json, 'match') ?? implied;
	const kind = typeof name === 'string' && isKind(name) ? kinds[name] : 'other';
	if (kind === 'regex') return typeof regex === 'string' ? { kind, pattern: regex } : { kind: 'other' };
	if (kind === 'include') return typeof value === 'string' ? { kind, text: value } : { kind: 'other' };
	return kind === 'type' ? { kind, ...bound(json, 'min'), ...bound(json, 'max') } : { kind };
}

/** By the names that Pact gives them. */
const kinds = {
	...({ type: 'type', min: 'type', max: 'type', regex: 'regex', include: 'include', boolean: 'boolean' } as const),
	...({ number: 'number', integer: 'integer', decimal: 'decimal', real: 'decimal' } as const),
	...({ equality: 'equal', null: 'equal' } as const),
};

const isKind = (name: string): name is keyof typeof kinds => Object.hasOwn(kinds, name);

const bound = (json: JsonObject, name: 'min' | 'max') => {
	const value = json[name];
	return typeof value === 'number' ? { [name]: value } : {};
};

/** A regular expression that is plain text admits the example alone. */
const literal = /^\^?(?:[\w\-/ ~@:%,;=&!]|\\[^\w\s])*\$?$/;

/** The steps of a JSON path such as `$.a['b.c'][*].d`; undefined if it is not one. */
function stepsOf(path: string): Step[] | undefined {
	const found = [...path.slice(1).matchAll(/\.(\*|[^.[\]*]+)|\[(\d+|\*)\]|\['([^']*)'\]|\["([^"]*)"\]/g)];
	if (found.map(([whole]) => whole).join('') !== path.slice(1)) return undefined;
	return found.map(([, name, index, ...quoted]) =>
		(name ?? index) === '*' ? null : (name ?? index ?? quoted.find((each) => each !== undefined) ?? ''),
	);
}

/** The name of a header or query parameter, at times with the index of one of its values. */
function namedSteps(name: string): Step[] {
	const [, bare = name, index] = /^(.+)\[(\d+|\*)\]$/.exec(name) ?? [];
	return index === undefined || index === '*' ? [bare] : [bare, index];
}
