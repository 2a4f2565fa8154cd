/**
 * Finds the operation that a method and a path ask for, or else the methods that the path itself would allow.
 */
import type { Operation } from './operation';

type Parameters = Readonly<Record<string, string>>;

export type Route =
	| { readonly operation: Operation; readonly parameters: Parameters }
	| { readonly allowed: readonly string[] };

export function findRoute(operations: readonly Operation[], method: string, path: string): Route {
	const matching = operations.flatMap((operation) => {
		const parameters = matchPath(operation.path, path);
		return parameters ? [{ operation, parameters }] : [];
	});
	return (
		matching.find(({ operation }) => operation.method === method) ?? {
			allowed: matching.map(({ operation }) => operation.method),
		}
	);
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
