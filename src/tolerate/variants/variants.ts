/**
 * The variants of an operation: for each documented status a full answer, the least one, and one change at a time.
 * Derived from the spec alone, and the same every time.
 */
import { mediaTypesAt } from '../../check/body/content';
import { statusesIn } from '../../check/body/response';
import { attempt, isFault } from '../../check/judgement';
import { isJsonMediaType } from '../../exchange/exchange';
import { property } from '../../json/json';
import { child, type Pointer } from '../../json/pointer';
import type { Operation } from '../../openapi/path/operation';
import type { Spec } from '../../openapi/spec';
import { type Contents, contentsOf, withCharset } from './content';
import { type DocumentedHeaders, headersOf } from './response-headers';
import { statusesOf } from './statuses';
import type { Variant } from './variant';

/** So many variants of one operation are derived. */
export const mostVariants = 500;

export interface Variants {
	readonly variants: readonly Variant[];
	/** How many changes have no answer: two rules of the spec exclude it, or no value was found. */
	readonly omitted: number;
	/** How many were left out beyond {@link mostVariants}. */
	readonly cut: number;
	/** The documented responses without any variant. */
	readonly without: readonly string[];
}

/** `known` are the statuses that the client's entry names, for ranges and `default`. */
export function variantsOf(spec: Spec, operation: Operation, known: readonly number[] = []): Variants {
	const responses = attempt(() => spec.document.follow(child(operation.pointer, 'responses')));
	const documented = isFault(responses) ? [] : statusesIn(responses.value);
	const statuses = statusesOf(documented, known);
	const all: Variant[] = [];
	const without = documented.filter((key) => statuses.every((each) => each.key !== key));
	let omitted = 0;
	for (const { key, status } of statuses) {
		const answers = attempt(() => answersOf(spec, operation, status, child(operation.pointer, 'responses', key)));
		if (isFault(answers) || answers.variants.length === 0) without.push(key);
		if (isFault(answers)) continue;
		all.push(...answers.variants);
		omitted += answers.omitted;
	}
	const variants = distinct(all);
	return {
		variants: variants.slice(0, mostVariants),
		...{ omitted, cut: Math.max(0, variants.length - mostVariants), without },
	};
}

interface Answers {
	readonly variants: readonly Variant[];
	readonly omitted: number;
}

function answersOf(spec: Spec, operation: Operation, status: number, at: Pointer): Answers {
	const { pointer, value } = spec.document.follow(at);
	const headers = headersOf(spec, pointer);
	if (headers.isImpossible) return { variants: [], omitted: 1 };
	const make = (change: string, rest: Omit<Variant, 'name' | 'operation' | 'status' | 'change'>): Variant => ({
		...{ name: `${operation.name} ${status} ${change}`, operation, status, change },
		...rest,
	});
	const isBodiless = operation.method === 'HEAD' || [204, 205, 304].includes(status);
	const hasContent = property(value, 'content') !== undefined;
	const types = hasContent && !isBodiless ? mediaTypesAt(spec.document, child(pointer, 'content')) : [];
	if (types.length === 0) {
		const full = make('full', { place: pointer, headers: headers.pairs, body: '' });
		return { variants: [full, ...lessHeaders(full, headers, make)], omitted: 0 };
	}
	const variants: Variant[] = [];
	let omitted = 0;
	for (const [index, key] of inOrder(types).entries()) {
		const isFirst = index === 0;
		const media = child(pointer, 'content', key);
		const contents: Contents = contentsOf(spec, key, media, isFirst, mostVariants);
		omitted += contents.omitted;
		for (const { words, contentType, body, place, instance } of contents.found) {
			const change = isFirst ? words || 'full' : [`as ${contentType}`, words].filter(Boolean).join(', ');
			const own = [['Content-Type', contentType] as const, ...headers.pairs];
			variants.push(make(change, { place, instance, headers: own, body }));
		}
		const [full] = contents.found;
		const charset = full && withCharset(full.contentType);
		if (full && charset !== undefined) {
			const change = `${isFirst ? 'with' : `as ${full.contentType} with`} charset=utf-8`;
			const own = [['Content-Type', charset] as const, ...headers.pairs];
			variants.push(make(change, { place: media, headers: own, body: full.body }));
		}
	}
	const [full] = variants;
	return { variants: [...variants, ...(full ? lessHeaders(full, headers, make) : [])], omitted };
}

type Make = (change: string, rest: Omit<Variant, 'name' | 'operation' | 'status' | 'change'>) => Variant;

const lessHeaders = ({ headers, body }: Variant, { optional }: DocumentedHeaders, make: Make): Variant[] =>
	optional.map(({ name, place }) =>
		make(`without header ${name}`, { place, body, headers: headers.filter(([each]) => each !== name) }),
	);

/** JSON first: the changes are those of its schema. */
const inOrder = (types: readonly string[]): string[] => [
	...types.filter(isJsonMediaType),
	...types.filter((each) => !isJsonMediaType(each)),
];

/** A name is of one variant only. */
function distinct(variants: readonly Variant[]): Variant[] {
	const counts = new Map<string, number>();
	return variants.map((each) => {
		const count = (counts.get(each.name) ?? 0) + 1;
		counts.set(each.name, count);
		return count === 1 ? each : { ...each, name: `${each.name} (${count})` };
	});
}
