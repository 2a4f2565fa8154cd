/**
 * Reads a request body as JSON, or names the one fault that makes it unreadable.
 */

/** JSON.parse takes any depth and JSON.stringify does not: what is accepted here must be answerable later. */
const deepest = 100;

export type JsonBody = { readonly value: unknown } | { readonly fault: string };

export function parseJsonBody(body: Buffer): JsonBody {
	let value: unknown;
	try {
		value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
	} catch {
		return { fault: 'body: must be well-formed JSON' };
	}
	if (isDeeperThan(deepest, value)) return { fault: `body: must not be nested deeper than ${deepest} levels` };
	return { value };
}

/** Layer by layer and without recursion, which a hostile body would exhaust. */
function isDeeperThan(limit: number, value: unknown): boolean {
	let layer = [value].filter(isContainer);
	for (let depth = 0; layer.length > 0; depth += 1) {
		if (depth === limit) return true;
		layer = layer.flatMap((container) => Object.values(container)).filter(isContainer);
	}
	return false;
}

function isContainer(value: unknown): value is object {
	return typeof value === 'object' && value !== null;
}
