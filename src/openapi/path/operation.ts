/**
 * Finds the operation that a request belongs to (OpenAPI 3.1, 4.8.8 Paths Object): concrete paths before templates,
 * the base path of `servers` accepted.
 */

import { isObject, property } from '../../json/json';
import { child, type Pointer } from '../../json/pointer';
import type { BrokenReference, SpecDocument } from '../document/document';
import { mapAt } from '../part';
import { Unverifiable } from '../schema/reading';
import { PathIndex } from './path-index';
import { operationsOf, pathItemAt } from './path-item';
import { parsePathTemplate } from './path-template';
import { basePathsOf, belowBase, refuseMalformedServers } from './server';

export interface Operation {
	/** `operationId`, or method and path where the document names none. */
	readonly name: string;
	/** In upper case. */
	readonly method: string;
	/** The path as the document writes it, with its templates. */
	readonly path: string;
	readonly pointer: Pointer;
	/** The place of the path item, or of its reference. */
	readonly pathPointer: Pointer;
}

export interface OperationMatch {
	readonly operation: Operation;
	/** The values of the path's templates, percent-encoded as the path spells them. */
	readonly pathParameters: ReadonlyMap<string, string>;
}

export interface OperationIndex {
	readonly operations: readonly Operation[];
	/** The operation that answers `method` on `path` (percent-encoded, without query). */
	find(method: string, path: string): OperationMatch | undefined;
	/** Why the operation is not known: a broken reference hides the path item, or a part of the spec is malformed. */
	brokenAt(method: string, path: string): Broken | undefined;
	/** The methods of the spec for `path`; empty where no path matches. */
	methodsAt(path: string): string[];
}

type Broken = BrokenReference | Unverifiable;

/** The base paths that a path may begin with. */
type Bases = ReadonlySet<string>;

/** A path of the spec: its operations by method, or why there is none, and what hides others. */
interface Route {
	readonly names: readonly string[];
	readonly operations: ReadonlyMap<string, { readonly operation: Operation | Unverifiable; readonly bases: Bases }>;
	readonly broken: { readonly error: Broken; readonly bases: Bases } | undefined;
}

/** Reads every path of the document once. */
export function indexOperations(document: SpecDocument): OperationIndex {
	const index = new PathIndex<Route>();
	const routes = routesOf(document, index);
	const all = routes.flatMap(({ operations }) => [...operations.values()]);
	const operations = all.flatMap(({ operation }) => (operation instanceof Unverifiable ? [] : [operation]));
	const broken = routes.flatMap((each) => each.broken ?? []);
	const bases = [...new Set([...all, ...broken].flatMap((each) => [...each.bases]))]
		// The longer one of two that a path begins with is tried first.
		.sort((a, b) => b.split('/').length - a.split('/').length)
		.map((base) => ({ base, below: belowBase(base) }));
	const places = [...bases, { base: undefined, below: (path: string) => path }];

	/** What fits below each base path, then by the path as it is; empty values come last. */
	function* routesAt(path: string) {
		for (const empties of [false, true]) {
			for (const { base, below } of places) {
				const local = below(path);
				if (local === undefined) continue;
				for (const [route, values] of index.find(local, empties)) yield { route, base, values };
			}
		}
	}

	function answering(method: string, path: string): OperationMatch | Broken | undefined {
		for (const { route, base, values } of routesAt(path)) {
			const entry = route.operations.get(method.toUpperCase());
			if (entry && isBelow(entry.bases, base)) {
				if (entry.operation instanceof Unverifiable) return entry.operation;
				const pathParameters = new Map(route.names.map((name, place) => [name, values[place] ?? '']));
				return { operation: entry.operation, pathParameters };
			}
			if (route.broken && isBelow(route.broken.bases, base)) return route.broken.error;
		}
		return undefined;
	}

	return {
		operations,
		find(method, path) {
			const found = answering(method, path);
			return found instanceof Error ? undefined : found;
		},
		brokenAt(method, path) {
			const found = answering(method, path);
			if (found !== undefined) return found instanceof Error ? found : undefined;
			// Whatever the malformed part was to say, the request may belong there.
			return faultOf(() => {
				mapAt('/paths', document.root.paths);
				refuseMalformedServers({ document, operations: { operations } });
			});
		},
		methodsAt(path) {
			const found = new Set<string>();
			for (const { route, base } of routesAt(path)) {
				for (const [method, { bases: own }] of route.operations) {
					if (isBelow(own, base)) found.add(method);
				}
			}
			return [...found];
		},
	};
}

/** The fault that `read` throws. */
function faultOf(read: () => unknown): Unverifiable | undefined {
	try {
		read();
		return undefined;
	} catch (error) {
		if (error instanceof Unverifiable) return error;
		throw error;
	}
}

const isBelow = (bases: Bases, base: string | undefined) => base === undefined || bases.has(base);

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
			const entries = operationsOf(document, item).map(({ method: key, value, pointer }) => {
				const method = key.toUpperCase();
				const id = property(value, 'operationId');
				const name = typeof id === 'string' ? id : `${method} ${path}`;
				const operation = faultOf(() => mapAt(pointer, value)) ?? { name, method, path, pointer, pathPointer };
				return [method, { operation, bases: basesBy(property(value, 'servers') ?? shared) }] as const;
			});
			const broken = item.broken && { error: item.broken, bases: basesBy(shared) };
			const route: Route = { names: template.names, operations: new Map(entries), broken };
			index.add(template, route);
			return route;
		});
}
