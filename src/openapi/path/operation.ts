/**
 * Finds the operation that a request belongs to (OpenAPI 3.1, 4.8.8 Paths Object): concrete paths before templates,
 * the base path of `servers` accepted.
 */

import { isObject, property } from '../../json/json';
import { child, type Pointer } from '../../json/pointer';
import { percentDecoded } from '../../json/text';
import { BrokenReference, type SpecDocument } from '../document/document';
import { createPathIndex, type PathIndex } from './path-index';
import { operationsOf, pathItemAt } from './path-item';
import { parsePathTemplate } from './path-template';
import { basePathsOf, belowBase } from './server';

export interface Operation {
	/** `operationId`, or method and path where the document names none. */
	readonly name: string;
	/** In upper case. */
	readonly method: string;
	/** The path as the document writes it, with its templates. */
	readonly path: string;
	readonly pointer: Pointer;
	/** Where the path item stands, or its reference. */
	readonly pathPointer: Pointer;
}

export interface OperationMatch {
	readonly operation: Operation;
	/** The values of the path's templates, percent-decoded. */
	readonly pathParameters: ReadonlyMap<string, string>;
	/** The value of one of them as the path spells it. */
	encodedParameter(name: string): string | undefined;
}

export interface OperationIndex {
	readonly operations: readonly Operation[];
	/** The operation that answers `method` on `path` (percent-encoded, without query). */
	find(method: string, path: string): OperationMatch | undefined;
	/** Why nobody knows which operation that is: the path item may be what a reference that is broken should lead to. */
	brokenAt(method: string, path: string): BrokenReference | undefined;
	/** The methods described for `path`; empty where no path matches. */
	methodsAt(path: string): string[];
}

/** The base paths that may stand before a path. */
type Bases = ReadonlySet<string>;

/** A path of the description: its operations by method, and the reference that hides others. */
interface Route {
	readonly names: readonly string[];
	readonly operations: ReadonlyMap<string, { readonly operation: Operation; readonly bases: Bases }>;
	readonly broken: { readonly error: BrokenReference; readonly bases: Bases } | undefined;
}

/** Reads every path of the document once. */
export function indexOperations(document: SpecDocument): OperationIndex {
	const index = createPathIndex<Route>();
	const routes = routesOf(document, index);
	const all = routes.flatMap(({ operations }) => [...operations.values()]);
	const broken = routes.flatMap((each) => each.broken ?? []);
	const bases = [...new Set([...all, ...broken].flatMap((each) => [...each.bases]))]
		// The longer one of two that a path begins with is tried first.
		.sort((a, b) => b.split('/').length - a.split('/').length)
		.map((base) => ({ base, below: belowBase(base) }));

	/** The first that `use` makes something of: below each base path, then by the path as it is; empty values come last. */
	function first<Found>(
		path: string,
		use: (route: Route, base: string | undefined, values: readonly string[]) => Found | undefined,
	): Found | undefined {
		for (const empties of [false, true]) {
			for (const { base, below } of bases) {
				const local = below(path);
				if (local === undefined) continue;
				const found = index.find(local, empties, (route, values) => use(route, base, values));
				if (found !== undefined) return found;
			}
			const found = index.find(path, empties, (route, values) => use(route, undefined, values));
			if (found !== undefined) return found;
		}
		return undefined;
	}

	function answering(method: string, path: string): OperationMatch | BrokenReference | undefined {
		const wanted = method.toUpperCase();
		return first(path, ({ operations, names, broken: hidden }, base, values) => {
			const entry = operations.get(wanted);
			if (entry && isBelow(entry.bases, base)) return new Match(entry.operation, names, values);
			return hidden && isBelow(hidden.bases, base) ? hidden.error : undefined;
		});
	}

	return {
		operations: all.map(({ operation }) => operation),
		find(method, path) {
			const found = answering(method, path);
			return found instanceof BrokenReference ? undefined : found;
		},
		brokenAt(method, path) {
			const found = answering(method, path);
			return found instanceof BrokenReference ? found : undefined;
		},
		methodsAt(path) {
			const found = new Set<string>();
			first(path, (route, base) => {
				for (const [method, { bases: own }] of route.operations) {
					if (isBelow(own, base)) found.add(method);
				}
				return undefined;
			});
			return [...found];
		},
	};
}

const isBelow = (bases: Bases, base: string | undefined) => base === undefined || bases.has(base);

class Match implements OperationMatch {
	constructor(
		readonly operation: Operation,
		private readonly names: readonly string[],
		private readonly values: readonly string[],
	) {}

	get pathParameters(): ReadonlyMap<string, string> {
		return new Map(this.names.map((name, place) => [name, percentDecoded(this.values[place] ?? '')]));
	}

	encodedParameter(name: string): string | undefined {
		return this.values[this.names.lastIndexOf(name)];
	}
}

function routesOf(document: SpecDocument, index: PathIndex<Route>): Route[] {
	const paths = property(document.root, 'paths');
	const documentBases = basePathsOf(document.root.servers);
	// The servers of an operation take the place of its path item's, and those of the document's (4.8.10).
	const basesBy = (servers: unknown) => (servers === undefined ? documentBases : basePathsOf(servers));
	return Object.keys(isObject(paths) ? paths : {})
		.filter((path) => path.startsWith('/'))
		.map((path) => {
			const template = parsePathTemplate(path);
			const pathPointer = child('/paths', path);
			const item = pathItemAt(document, pathPointer);
			const shared = item.layers.map(({ value }) => property(value, 'servers')).find((each) => each !== undefined);
			const entries = operationsOf(item).map(({ method: key, value, pointer }) => {
				const method = key.toUpperCase();
				const name = typeof value.operationId === 'string' ? value.operationId : `${method} ${path}`;
				const operation: Operation = { name, method, path, pointer, pathPointer };
				return [method, { operation, bases: basesBy(value.servers ?? shared) }] as const;
			});
			const broken = item.broken && { error: item.broken, bases: basesBy(shared) };
			const route: Route = { names: template.names, operations: new Map(entries), broken };
			index.add(template, route);
			return route;
		});
}
