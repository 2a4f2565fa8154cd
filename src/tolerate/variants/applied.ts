/** The schemas that apply to a value where they stand: those referred to, `allOf`, and the alternatives that hold. */
import type { Branch, Lazy, SchemaNode } from '../../openapi/schema/node';
import type { Spec } from '../../openapi/spec';

/** Throws `BrokenReference` and `Unverifiable`. */
export function applied({ validator }: Spec, nodes: readonly SchemaNode[], value: unknown): SchemaNode[] {
	const all = new Set<SchemaNode>();
	const holds = ({ place }: Branch) => validator.accepts('response', place.pointer, value, place.scope);
	const take = (lazy: Lazy | undefined) => {
		const node = lazy?.();
		if (node) add(node);
	};
	const add = (node: SchemaNode) => {
		if (all.has(node)) return;
		all.add(node);
		for (const each of node.together) take(each);
		for (const branch of node.choices.flat()) if (holds(branch)) take(branch.node);
		const { condition, dependents } = node;
		if (condition) {
			const isMet = holds(condition.test);
			if (isMet) take(condition.test.node);
			take(isMet ? condition.met : condition.unmet);
		}
		for (const [name, branch] of dependents) {
			if (typeof value === 'object' && value !== null && Object.hasOwn(value, name)) take(branch.node);
		}
	};
	for (const node of nodes) add(node);
	return [...all];
}
