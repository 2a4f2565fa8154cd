/**
 * The names in a spec: properties, parameters, media types, segments of paths. They are published, so they may be
 * shown.
 */

import { isObject, type Json, type JsonObject, property } from '../json/json';
import { reachable } from '../openapi/document/document';
import { serversOf } from '../openapi/path/server';
import type { Spec } from '../openapi/spec';

export interface Named {
	/** Properties and parameters. */
	readonly keys: ReadonlySet<string>;
	/** As the spec writes them. */
	readonly mediaTypes: ReadonlySet<string>;
	/** Segments of paths without a template. */
	readonly segments: ReadonlySet<string>;
	/** Headers and query parameters, in lower case, that carry a key by a security scheme. */
	readonly credentials: ReadonlySet<string>;
}

export function namedBy(spec: Spec): Named {
	const { document } = spec;
	const [keys, mediaTypes, credentials] = [new Set<string>(), new Set<string>(), new Set<string>()];
	// Other files have names too; broken references have none.
	for (const value of reachable(document, '', true)) if (isObject(value)) learn(value);
	const paths = [...keysIn(document.root.paths), ...serversOf(spec).map(({ base }) => base)];
	return { keys, mediaTypes, credentials, segments: new Set(paths.flatMap((path) => path.split('/'))) };

	function learn(value: JsonObject): void {
		for (const keyword of ['properties', 'dependentSchemas', 'dependentRequired']) {
			for (const key of keysIn(value[keyword])) keys.add(key);
		}
		for (const list of [value.required, ...Object.values(Object(value.dependentRequired))]) {
			for (const key of Array.isArray(list) ? list : []) keys.add(String(key));
		}
		for (const key of keysIn(value.content)) mediaTypes.add(key);
		const { name, in: place, type } = value;
		if (typeof name !== 'string' || typeof place !== 'string') return;
		if (type === 'apiKey') credentials.add(name.toLowerCase());
		else keys.add(name);
	}
}

const keysIn = (value: Json | undefined): string[] => (isObject(value) ? Object.keys(value) : []);

/** Whether the spec describes the answer to `method` and `path` with this status. */
export function describes({ operations, document }: Spec, method: string, path: string, status: number): boolean {
	const match = operations.find(method, path);
	if (!match) return false;
	const responses = property(document.at(match.operation.pointer).value, 'responses');
	const names = keysIn(responses).map((each) => each.toUpperCase());
	return [String(status), `${String(status).charAt(0)}XX`, 'DEFAULT'].some((each) => names.includes(each));
}
