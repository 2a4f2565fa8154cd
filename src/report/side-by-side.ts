/** Lays two JSON bodies side by side, line by line, so that what stands at one place of both stands in one row. */
import { isObject } from '../json/json';
import { child, type Pointer } from '../json/pointer';

export interface Row {
	/** Of the value that the row shows or opens; that of a closing bracket is its opening one's. */
	readonly pointer: Pointer;
	readonly depth: number;
	/** Absent where the body has nothing at this place. */
	readonly expected?: string;
	readonly received?: string;
	/** A finding is about this place, or it is expected and was not received. What a masked key may name does not differ. */
	readonly differs: boolean;
}

/** `instances` are the places that findings are about. A body that is no JSON is one row for each of its lines. */
export function sideBySide(expected: string, received: string, instances: readonly Pointer[]): readonly Row[] {
	const [one, other] = [parsed(expected), parsed(received)];
	if (!one || !other) return texts(expected, received);
	const places = new Set([...pointersIn(one), ...pointersIn(other)]);
	// The key of a map may be masked.
	const wanted = new Set(instances.map((each) => nearest(each, places)));
	const rows: Row[] = [];
	lay('', '', 0, one, other);
	return rows;

	function lay(
		pointer: Pointer,
		label: string,
		depth: number,
		left: Side | undefined,
		right: Side | undefined,
		mayBeMasked = false,
	): void {
		const isMissing = left !== undefined && right === undefined && !mayBeMasked;
		const differs = wanted.has(pointer) || isMissing;
		const put = (texts: readonly [string | undefined, string | undefined]) => {
			const [a, b] = texts;
			rows.push({
				pointer,
				depth,
				...(a !== undefined && { expected: a }),
				...(b !== undefined && { received: b }),
				differs,
			});
		};
		const brackets = [left, right].map((side) => side && bracketsOf(side.value));
		const [own, its] = brackets;
		if ((own ?? its) === undefined || (left && right && own?.[0] !== its?.[0])) {
			const [a, b] = [left, right].map((side) => side && `${label}${JSON.stringify(side.value)}`);
			put([a, b]);
			return;
		}
		put([own && label + own[0], its && label + its[0]]);
		const [a, b] = [left, right].map((side) => new Map(side ? membersOf(side.value) : []));
		const isList = (own ?? its)?.[0] === '[';
		const hasMasked = mayBeMasked || [...(b?.keys() ?? [])].some((key) => /^\*\d+$/.test(key));
		for (const key of new Set([...(a?.keys() ?? []), ...(b?.keys() ?? [])])) {
			const name = isList ? '' : `${JSON.stringify(key)}: `;
			lay(child(pointer, key), name, depth + 1, a?.get(key), b?.get(key), hasMasked && !isList);
		}
		put([own?.[1], its?.[1]]);
	}
}

interface Side {
	readonly value: unknown;
}

function* pointersIn({ value }: Side, at: Pointer = ''): Generator<Pointer> {
	yield at;
	if (bracketsOf(value)) for (const [key, member] of membersOf(value)) yield* pointersIn(member, child(at, key));
}

function nearest(pointer: Pointer, places: ReadonlySet<Pointer>): Pointer {
	const above = pointer.slice(0, Math.max(pointer.lastIndexOf('/'), 0));
	return pointer === '' || places.has(pointer) ? pointer : nearest(above, places);
}

function parsed(text: string): Side | undefined {
	try {
		return { value: JSON.parse(text) };
	} catch {
		return undefined;
	}
}

const bracketsOf = (value: unknown): readonly [string, string] | undefined =>
	Array.isArray(value) ? ['[', ']'] : isObject(value) ? ['{', '}'] : undefined;

const membersOf = (value: unknown): [string, Side][] =>
	Object.entries(value as object).map(([key, member]: [string, unknown]) => [key, { value: member }]);

function texts(expected: string, received: string): Row[] {
	const [left, right] = [expected, received].map((text) => (text === '' ? [] : text.split('\n')));
	return Array.from({ length: Math.max(left?.length ?? 0, right?.length ?? 0) }, (_, index) => {
		const [a, b] = [left?.[index], right?.[index]];
		const texts = { ...(a !== undefined && { expected: a }), ...(b !== undefined && { received: b }) };
		return { pointer: '', depth: 0, ...texts, differs: true };
	});
}
