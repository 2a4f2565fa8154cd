/**
 * Reads the matching rules of a pact's request: flat with a JSON path for a key (specification 2), or by category
 * (3 and 4). A rule that cannot be read, for one with a path of no known form, governs nothing.
 */
import { isObject, type Json, type JsonObject, property } from '../../json/json';
import { child, type Pointer } from '../../json/pointer';

export type Matcher =
	/** Any value of the example's type; `min` and `max` bound a list. */
	| { readonly kind: 'type'; readonly min?: number; readonly max?: number }
	| { readonly kind: 'regex'; readonly pattern: string }
	| { readonly kind: 'include'; readonly text: string }
	| { readonly kind: 'number' | 'integer' | 'decimal' | 'boolean' }
	/** Nothing beside the example. */
	| { readonly kind: 'equal' }
	/** What it admits is not known here. */
	| { readonly kind: 'other' };

/** A key or an index; null stands for any. */
type Step = string | null;

export type Part = 'body' | 'path' | 'query' | 'header';

export interface MatchingRule {
	readonly part: Part;
	/** From the part's root; empty for the whole of it. */
	readonly steps: readonly Step[];
	readonly matchers: readonly [Matcher, ...Matcher[]];
	readonly combine: 'and' | 'or';
	/** How closely it names a place, as Pact reckons: of several rules for one place the heaviest governs. */
	readonly weight: number;
	/** Below the matching rules. */
	readonly pointer: Pointer;
}

const parts: { readonly [name: string]: Part } = {
	...{ body: 'body', path: 'path', query: 'query' },
	...{ header: 'header', headers: 'header' },
};

/** The rules in `json`, in the order in which they stand there. */
export function readMatchingRules(json: Json): MatchingRule[] {
	return Object.entries(isObject(json) ? json : {}).flatMap(([key, value]) => {
		if (key.startsWith('$')) {
			const [name, ...steps] = stepsOf(key) ?? [];
			const part = typeof name === 'string' ? parts[name] : undefined;
			return part === undefined ? [] : rulesFrom(part, steps, value, child('', key));
		}
		const part = parts[key];
		if (part === undefined || !isObject(value)) return [];
		if (part === 'path' && !isObject(value[''])) return rulesFrom(part, [], value, child('', key));
		return Object.entries(value).flatMap(([path, rule]) => {
			const steps = part === 'body' || path.startsWith('$') ? stepsOf(path) : namedSteps(path);
			return steps === undefined ? [] : rulesFrom(part, steps, rule, child('', key, path));
		});
	});
}

function rulesFrom(part: Part, steps: readonly Step[], json: Json, pointer: Pointer): MatchingRule[] {
	const list = property(json, 'matchers');
	const written: readonly Json[] = Array.isArray(list) ? list : [json];
	const combine = String(property(json, 'combine') ?? '').toUpperCase() === 'OR' ? 'or' : 'and';
	const ruleOf = (at: readonly Step[], each: readonly Json[]): MatchingRule[] => {
		const [only, ...others] = each.filter(isObject).map(matcherOf);
		const first = only?.kind === 'regex' && others.length === 0 && isLiteral(only.pattern) ? equal : only;
		return first ? [{ part, steps: at, matchers: [first, ...others], combine, weight: weightOf(at), pointer }] : [];
	};
	const below = written.find((each) => property(each, 'match') === 'eachValue');
	const values = property(below, 'rules');
	return [...ruleOf(steps, written), ...(Array.isArray(values) ? ruleOf([...steps, null], values) : [])];
}

/** Pact counts two for each step that is named and one for any, multiplies, and prefers the longer. */
function weightOf(steps: readonly Step[]): number {
	return steps.reduce((product, step) => product * (step === null ? 1 : 2), 2) * (steps.length + 1);
}

/** Until specification 2 a matcher may be told by its parameter alone. */
function matcherOf(json: JsonObject): Matcher {
	const shown = json.regex === undefined ? ((json.min ?? json.max) === undefined ? 'other' : 'type') : 'regex';
	const kind = property(json, 'match') ?? shown;
	switch (kind) {
		case 'type':
		case 'min':
		case 'max':
			return { kind: 'type', ...bound(json, 'min'), ...bound(json, 'max') };
		case 'regex': {
			const { regex } = json;
			return typeof regex === 'string' ? { kind: 'regex', pattern: regex } : { kind: 'other' };
		}
		case 'include':
			return typeof json.value === 'string' ? { kind: 'include', text: json.value } : { kind: 'other' };
		case 'number':
		case 'integer':
		case 'decimal':
		case 'boolean':
			return { kind };
		case 'real':
			return { kind: 'decimal' };
		case 'equality':
		case 'null':
			return { kind: 'equal' };
		default:
			return { kind: 'other' };
	}
}

const bound = (json: JsonObject, name: 'min' | 'max') => {
	const value = json[name];
	return typeof value === 'number' ? { [name]: value } : {};
};

const equal: Matcher = { kind: 'equal' };

/** Whether a regular expression is plain text, so that it admits the example alone. */
const isLiteral = (pattern: string) => /^\^?(?:[\w\-/ ~@:%,;=&!]|\\[^\w\s])*\$?$/.test(pattern);

const step = /\.(?<any>\*)|\.(?<name>[^.[\]*]+)|\[(?<index>\d+|\*)\]|\['(?<single>[^']*)'\]|\["(?<double>[^"]*)"\]/y;

/** The steps of a JSON path such as `$.a['b.c'][*].d`; undefined where it is none. */
function stepsOf(path: string): Step[] | undefined {
	const steps: Step[] = [];
	let at = 1;
	while (at < path.length) {
		step.lastIndex = at;
		const groups = step.exec(path)?.groups;
		if (!groups) return undefined;
		at = step.lastIndex;
		const found = groups.any ?? groups.name ?? groups.index ?? groups.single ?? groups.double ?? '';
		const isAny = groups.any !== undefined || groups.index === '*';
		steps.push(isAny ? null : found);
	}
	return steps;
}

/** The name of a header or query parameter, at times with the index of one of its values. */
function namedSteps(name: string): Step[] {
	const [, bare = name, index] = /^(.+)\[(\d+|\*)\]$/.exec(name) ?? [];
	return index === undefined || index === '*' ? [bare] : [bare, index];
}
