/** Which operation of the new document is the one of the old: of the same method and path, or else of the same name. */
import type { Operation } from '../openapi/path/operation';
import type { Spec } from '../openapi/spec';
import { shapeOf } from './operation';

export interface Pairing {
	readonly pairs: ReadonlyMap<Operation, Operation>;
	readonly removed: readonly Operation[];
	readonly added: readonly Operation[];
}

export function pairOperations(old: Spec, next: Spec): Pairing {
	const left = new Set(next.operations.operations);
	const pairs = new Map<Operation, Operation>();
	const pair = (keyOf: (operation: Operation) => string) => {
		const byKey = new Map([...left].map((each) => [keyOf(each), each]));
		for (const each of old.operations.operations) {
			const other = pairs.has(each) ? undefined : byKey.get(keyOf(each));
			if (!other || !left.delete(other)) continue;
			pairs.set(each, other);
		}
	};
	pair(({ method, path }) => `${method} ${shapeOf(path)}`);
	pair(({ name }) => name);
	return { pairs, removed: old.operations.operations.filter((each) => !pairs.has(each)), added: [...left] };
}
