/**
 * Finds the operation that a request belongs to (OpenAPI 3.1, 4.8.8 Paths Object): concrete paths before templates,
 * the base path of `servers` accepted.
 */
import type { SpecDocument } from './document';
import { isObject, property } from './json';
import { createPathIndex, type PathIndex } from './path-index';
import { operationsOf, type PathItemEntry } from './path-item';
import { parsePathTemplate } from './path-template';
import { child, type Pointer } from './pointer';
import { basePathsOf, belowBase, compareBases } from './server';
import { percentDecoded } from './text';

export interface Operation {
	/** `operationId`, or method and path where the document names none. */
	readonly name: string;
	/** In upper case. */
	readonly method: string;
	/** The path as the document writes it, with its templates. */
	readonly path: string;
	readonly pointer: Pointer;
	/** Where the path item stands. */
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
	/** The methods described for `path`; empty where no path matches. */
	methodsAt(path: string): string[];
}

/** A path of the description: its operations by method, each with the base paths that may stand before it. */
interface Route {
	readonly names: readonly string[];
	readonly operations: ReadonlyMap<string, { readonly operation: Operation; readonly bases: ReadonlySet<string> }>;
}

/** Reads every path of the document once. */
export function indexOperations(document: SpecDocument): OperationIndex {
	const index = createPathIndex<Route>();
	const routes = routesOf(document, index);
	const all = routes.flatMap(({ operations }) => [...operations.values()]);
	const bases = [...new Set(all.flatMap((each) => [...each.bases]))]
		.sort(compareBases)
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

	return {
		operations: all.map(({ operation }) => operation),
		find(method, path) {
			const wanted = method.toUpperCase();
			return first(path, (route, base, values) => {
				const entry = route.operations.get(wanted);
				if (!entry || (base !== undefined && !entry.bases.has(base))) return undefined;
				return new Match(entry.operation, route.names, values);
			});
		},
		methodsAt(path) {
			const found = new Set<string>();
			first(path, (route, base) => {
				for (const [method, { bases: own }] of route.operations) {
					if (base === undefined || own.has(base)) found.add(method);
				}
				return undefined;
			});
			return [...found];
		},
	};
}

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
	const documentBases = new Set(basePathsOf(document.root.servers));
	return Object.keys(isObject(paths) ? paths : {})
		.filter((path) => path.startsWith('/'))
		.map((path) => {
			const template = parsePathTemplate(path);
			const entries = operationsOf(document, child('/paths', path)).map((entry) => {
				// The servers of an operation take the place of its path item's, and those of the document's (4.8.10).
				const servers = entry.value.servers ?? property(entry.item.value, 'servers');
				const bases = servers === undefined ? documentBases : new Set(basePathsOf(servers));
				return [entry.method.toUpperCase(), { operation: operationOf(path, entry), bases }] as const;
			});
			const route: Route = { names: template.names, operations: new Map(entries) };
			index.add(template, route);
			return route;
		});
}

function operationOf(path: string, { method, value, item }: PathItemEntry): Operation {
	const name = value.operationId;
	return {
		name: typeof name === 'string' ? name : `${method.toUpperCase()} ${path}`,
		method: method.toUpperCase(),
		path,
		pointer: child(item.pointer, method),
		pathPointer: item.pointer,
	};
}
