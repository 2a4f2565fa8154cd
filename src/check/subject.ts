/**
 * What is being judged: one exchange against one operation in one role. Collects the findings, and gives every message
 * the same ending: what to do next, and which interaction it is about.
 */

import type { Disclosure } from '../exchange/disclosure';
import type { Exchange, Role } from '../exchange/exchange';
import { type Code, type Finding, finding } from '../exchange/finding';
import { type Pointer, shownPointer } from '../json/pointer';
import { BrokenReference } from '../openapi/document/document';
import type { Operation, OperationMatch } from '../openapi/path/operation';
import { Unverifiable } from '../openapi/schema/validator';
import type { Spec } from '../openapi/spec';

interface Report {
	readonly code: Code;
	/** What, where, found, allowed and the next step, without the full stop. */
	readonly message: string;
	/** In the file of the exchange. */
	readonly place: Pointer;
	/** In the description. */
	readonly source: Pointer;
	/** Inside the body. */
	readonly instance?: Pointer;
	readonly detail?: string;
}

export class Subject {
	readonly findings: Finding[] = [];

	constructor(
		readonly exchange: Exchange,
		readonly spec: Spec,
		readonly role: Role,
		private readonly match: OperationMatch | undefined,
		/** What messages may show. */
		readonly disclosure: Disclosure,
	) {}

	get operation(): Operation {
		if (!this.match) throw new Error('no operation was found for this exchange');
		return this.match.operation;
	}

	/** What the path has for one of its templates, percent-encoded as it stands there. */
	encodedParameter(name: string): string | undefined {
		return this.match?.encodedParameter(name);
	}

	report({ code, message, place, source, instance, detail }: Report): void {
		const { interaction, places } = this.exchange;
		this.findings.push(
			finding({
				code,
				message: `${message}: "${interaction.description}"`,
				role: this.role,
				interaction,
				...(instance === undefined ? {} : { instance }),
				at: { ...(places.file === undefined ? {} : { file: places.file }), pointer: place },
				spec: { file: this.spec.document.file, pointer: source },
				detail,
			}),
		);
	}

	/** Reports that `what` cannot be judged, and the place of the description to mend. */
	reportBroken(code: Code, what: string, place: Pointer, { pointer, message }: BrokenReference | Unverifiable): void {
		const shown = shownPointer(pointer);
		const where = message.includes(`${shown}"`) ? '' : ` at ${shown}`;
		this.report({
			code,
			place,
			source: pointer,
			message: `${what} cannot be judged, because the spec is broken${where}: ${message}. Mend the spec there`,
		});
	}
}

/** Whether an error says that a place of the description cannot be used; any other is a fault of ours. */
export function isUnverifiable(error: unknown): error is BrokenReference | Unverifiable {
	return error instanceof BrokenReference || error instanceof Unverifiable;
}
