/**
 * A rule: what the description asks of every exchange of one operation. It is made once, when the operation is first
 * met, and reads the document then; run on an exchange, it only compares. What cannot be made becomes a rule that says so.
 */

import type { Disclosure } from '../exchange/disclosure';
import type { Places, Role } from '../exchange/exchange';
import type { Code } from '../exchange/finding';
import { child, type Pointer } from '../json/pointer';
import type { Located } from '../openapi/document/document';
import type { Operation } from '../openapi/path/operation';
import type { Spec } from '../openapi/spec';
import { isUnverifiable, type Subject } from './subject';

export type Rule = (subject: Subject) => void;

/** What rules are made for: one operation of a description, in one role. */
export interface Duty {
	readonly spec: Spec;
	readonly operation: Operation;
	readonly role: Role;
	/** What messages may show. */
	readonly disclosure: Disclosure;
}

/** The value at a place below the operation, references followed. Throws `BrokenReference`. */
export function followFrom({ spec, operation }: Duty, ...keys: readonly (string | number)[]): Located {
	return spec.document.follow(child(operation.pointer, ...keys));
}

/** Says which place of an exchange a rule is about. */
export type PlaceOf = (places: Places) => Pointer;

/**
 * Makes a rule about `what`, such as `The request body`. Where the document is broken, while making it or while running
 * it, the rule reports `code` (an `*.unverifiable`) for every exchange, and stops nothing else.
 */
export function prepare(code: Code, what: string, placeOf: PlaceOf, make: () => Rule): Rule {
	try {
		const rule = make();
		return (subject) => {
			try {
				rule(subject);
			} catch (error) {
				if (!isUnverifiable(error)) throw error;
				subject.reportBroken(code, what, placeOf(subject.exchange.places), error);
			}
		};
	} catch (error) {
		if (!isUnverifiable(error)) throw error;
		return (subject) => subject.reportBroken(code, what, placeOf(subject.exchange.places), error);
	}
}
