/**
 * The schema resources of one file (JSON Schema 2020-12, 8.2): what `$id`, `$anchor` and `$dynamicAnchor` name, looked
 * for only where a schema can stand. What only looks like one, in an example or a literal, does not count.
 */
import { isObject } from '../../json/json';
import { child, type Pointer } from '../../json/pointer';

/** A schema with a URI of its own, or a whole file. */
export interface Resource {
	readonly pointer: Pointer;
	/** Absolute, without a fragment. */
	readonly uri: string;
	/** Its `$schema`. */
	readonly dialect: string | undefined;
	/** The places that each `$anchor` and `$dynamicAnchor` names; more than one is a slip. */
	readonly anchors: ReadonlyMap<string, readonly Pointer[]>;
	/** Those of `$dynamicAnchor` alone. */
	readonly dynamicAnchors: ReadonlyMap<string, Pointer>;
}

export interface Resources {
	readonly all: readonly Resource[];
	/** The innermost resource that holds the place. */
	of(pointer: Pointer): Resource;
}

type Shape = { readonly [key: string]: readonly [kind: 'one' | 'each', of: ShapeName] };
type ShapeName = keyof typeof shapes;

const one = (of: string, ...keys: string[]) => Object.fromEntries(keys.map((key) => [key, ['one', of]]));
const each = (of: string, ...keys: string[]) => Object.fromEntries(keys.map((key) => [key, ['each', of]]));

/** Where a schema holds schemas. */
const schema = {
	...each('schema', 'properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas'),
	...each('schema', 'prefixItems', 'allOf', 'anyOf', 'oneOf'),
	...one('schema', 'items', 'contains', 'additionalProperties', 'unevaluatedProperties', 'unevaluatedItems'),
	...one('schema', 'propertyNames', 'not', 'if', 'then', 'else', 'contentSchema'),
};
/** Where the objects of OpenAPI hold schemas (3.1, 4.8). A file may also hold one bare schema, or a map of them. */
const shapes = {
	file: { ...schema, ...each('pathItem', 'paths', 'webhooks'), ...one('components', 'components') },
	components: {
		...each('schema', 'schemas'),
		...each('content', 'responses', 'parameters', 'headers', 'requestBodies'),
		...each('pathItem', 'pathItems'),
		...each('callback', 'callbacks'),
		...each('content', 'mediaTypes'),
	},
	pathItem: {
		...each('content', 'parameters'),
		...each('operation', 'additionalOperations'),
		...one('operation', 'get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query'),
	},
	operation: {
		...each('content', 'parameters', 'responses'),
		...one('content', 'requestBody'),
		...each('callback', 'callbacks'),
	},
	callback: {},
	// Parameters, headers, media types, request bodies and responses share no key that means two things.
	content: { ...one('schema', 'schema', 'itemSchema'), ...each('content', 'content', 'headers', 'encoding') },
	schema,
} as const;

/**
 * Whether the place at `keys` of a file is known to hold something else than a schema: a response, a map of schemas, a
 * literal. What stands under an extension, or in a file that is no OpenAPI document, may be anything.
 */
export function isElse(root: unknown, keys: readonly string[]): boolean {
	const isDocument = isObject(root) && 'openapi' in root;
	let place: readonly [kind: 'one' | 'each', of: ShapeName] = ['one', 'file'];
	for (const key of keys) {
		const [kind, of] = place;
		const next = below(place, key);
		if (next) place = next;
		else return kind === 'one' && of === 'schema' ? literals.has(key) : isDocument && !key.startsWith('x-');
	}
	const [kind, of] = place;
	if (kind === 'one' && of === 'file') return isDocument;
	// In a file of schemas by name, one may be called `properties`.
	return kind === 'each' ? isDocument || keys.length > 1 : of !== 'schema';
}

function below([kind, of]: readonly ['one' | 'each', ShapeName], key: string) {
	if (kind === 'each') return ['one', of] as const;
	return of === 'callback' ? (['one', 'pathItem'] as const) : property(shapeOf(of), key);
}

const shapeOf = (name: ShapeName) => shapes[name] as Shape;

/** Keywords whose value is no schema, and holds none. */
const literals = new Set(['enum', 'const', 'default', 'example', 'examples', 'required', 'discriminator', 'xml']);

/** Indexes the file whose whole content has the place `start`; one without a `root` is a single resource. */
export function indexResources(start: Pointer, uri: string, root: unknown): Resources {
	const whole = newResource(start, uri);
	const all = new Map<Pointer, ReturnType<typeof newResource>>([[start, whole]]);

	/** What is being visited: in YAML a value may hold itself. */
	const open = new Set<unknown>();

	function visit(value: unknown, at: Pointer, shapeName: ShapeName, outer: typeof whole): void {
		if (!isObject(value) || open.has(value)) return;
		open.add(value);
		const isSchema = shapeName === 'schema' || (shapeName === 'file' && !('openapi' in value));
		const resource = isSchema ? enter(value, at, outer) : outer;
		for (const [key, member] of Object.entries(value)) {
			const [kind, of] = below(['one', shapeName], key) ?? [];
			if (of === undefined) continue;
			if (kind === 'one') visit(member, child(at, key), of, resource);
			else if (typeof member === 'object' && member !== null) {
				for (const [name, entry] of Object.entries(member)) visit(entry, child(at, key, name), of, resource);
			}
		}
		open.delete(value);
	}

	/** The resource that a schema belongs to: its own where it has an `$id`. Its anchors are noted. */
	function enter(value: Record<string, unknown>, at: Pointer, outer: typeof whole): typeof whole {
		let resource = outer;
		const own = typeof value.$id === 'string' ? uriOf(value.$id, outer.uri) : undefined;
		if (own !== undefined) {
			resource = newResource(at, own);
			all.set(at, resource);
		}
		const { $anchor, $dynamicAnchor, $schema } = value;
		if (at === resource.pointer && typeof $schema === 'string') resource.dialect = $schema;
		for (const anchor of new Set([$anchor, $dynamicAnchor])) {
			if (typeof anchor === 'string') resource.anchors.set(anchor, [...(resource.anchors.get(anchor) ?? []), at]);
		}
		if (typeof $dynamicAnchor === 'string' && !resource.dynamicAnchors.has($dynamicAnchor)) {
			resource.dynamicAnchors.set($dynamicAnchor, at);
		}
		return resource;
	}

	if (isObject(root)) {
		const isMapOfSchemas = !Object.keys(root).some((key) => key.startsWith('$') || Object.hasOwn(shapes.file, key));
		if (isMapOfSchemas)
			for (const [name, entry] of Object.entries(root)) visit(entry, child(start, name), 'schema', whole);
		else visit(root, start, 'file', whole);
	}
	return {
		all: [...all.values()],
		of(pointer) {
			for (let end = pointer.length; all.size > 1 && end > start.length; end = pointer.lastIndexOf('/', end - 1)) {
				const found = all.get(pointer.slice(0, end));
				if (found) return found;
			}
			return all.get(start) ?? whole;
		},
	};
}

const newResource = (pointer: Pointer, uri: string, dialect?: string) => ({
	pointer,
	uri,
	dialect,
	anchors: new Map<string, readonly Pointer[]>(),
	dynamicAnchors: new Map<string, Pointer>(),
});

const property = (shape: Shape, key: string) => (Object.hasOwn(shape, key) ? shape[key] : undefined);

/** An `$id` as an absolute URI. It may end in an empty fragment; one with any other names no resource. */
function uriOf(id: string, base: string): string | undefined {
	const [uri = '', fragment = ''] = id.split('#');
	return fragment === '' && uri !== '' ? urlOf(uri, base)?.href : undefined;
}

export const urlOf = (uri: string, base: string): URL | undefined =>
	URL.canParse(uri, base) ? new URL(uri, base) : undefined;
