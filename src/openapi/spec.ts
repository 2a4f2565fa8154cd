/** A loaded spec: its operations, its validator, and the doubts about the document itself. */

import type { Pointer } from '../json/pointer';
import { loadDocument, type SpecDocument, type SpecOptions } from './document/document';
import { indexOperations, type OperationIndex } from './path/operation';
import { createValidator, type Validator } from './schema/validator';

/** A place in the document that cannot be judged but does no harm. Found when the place is first used. */
export interface Doubt {
	readonly kind: 'format' | 'dialect' | 'security' | 'presence';
	readonly name: string;
	readonly pointer: Pointer;
}

export interface Spec {
	readonly document: SpecDocument;
	readonly operations: OperationIndex;
	readonly validator: Validator;
	/** Says each doubt once, by kind and name, however often it is met. */
	doubt(doubt: Doubt): void;
	doubts(): readonly Doubt[];
}

/** Loads the OpenAPI spec in `file`. Throws `InputError` where it or an overlay cannot be used. */
export async function loadSpec(file: string, options: SpecOptions = {}): Promise<Spec> {
	const document = await loadDocument(file, options);
	const doubts = new Map<string, Doubt>();
	const doubt = (each: Doubt) => {
		const key = `${each.kind} ${each.name}`;
		if (!doubts.has(key)) doubts.set(key, each);
	};
	return {
		document,
		operations: indexOperations(document),
		validator: createValidator(document, (kind, name, pointer) => doubt({ kind, name, pointer })),
		doubt,
		doubts: () => [...doubts.values()],
	};
}
