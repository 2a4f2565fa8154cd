/**
 * Finds the operation that a method and a path ask for, and says what the path itself would allow where there is none.
 */
import type { Operation } from './operation';

type Parameters = Readonly<Record<string, string>>;

export type Route =
	| { readonly kind: 'found'; readonly operation: Operation; readonly parameters: Parameters }
	| { readonly kind: 'wrong method'; readonly allowed: readonly string[] }
	| { readonly kind: 'unknown path' };

export function findRoute(operations: readonly Operation[], method: string, path: string): Route {
	const allowed: string[] = [];
	for (const operation of operations) {
		const parameters = matchPath(operation.path, path);
		if (parameters === undefined) continue;
		if (operation.method === method) return { kind: 'found', operation, parameters };
		allowed.push(operation.method);
	}
	return allowed.length > 0 ? { kind: 'wrong method', allowed } : { kind: 'unknown path' };
}

function matchPath(template: string, path: string): Parameters | undefined {
	const wanted = template.split('/');
	const given = path.split('/');
	if (wanted.length !== given.length) return undefined;

	const parameters: Record<string, string> = {};
	for (const [index, part] of wanted.entries()) {
		const segment = given[index] ?? '';
		if (part.startsWith('{') && segment !== '') parameters[part.slice(1, -1)] = decode(segment);
		else if (part !== segment) return undefined;
	}
	return parameters;
}

/** A malformed encoding stands for itself: it names nothing, so the operation finds nothing under it. */
function decode(segment: string): string {
	try {
		return decodeURIComponent(segment);
	} catch {
		return segment;
	}
}
