/** The judgement of one exchange: collects its findings, and names the interaction at the end of every message. */

import type { Exchange, Places, Role } from '../exchange/exchange';
import { type Code, type Finding, finding } from '../exchange/finding';
import { type Pointer, shownPointer } from '../json/pointer';
import { BrokenReference } from '../openapi/document/document';
import type { OperationMatch } from '../openapi/path/operation';
import { Unverifiable } from '../openapi/schema/validator';
import type { Spec } from '../openapi/spec';

export interface FindingDraft {
	readonly code: Code;
	/** What, where, received, allowed and the next step, without the full stop. */
	readonly message: string;
	/** In the file of the exchange. */
	readonly place: Pointer;
	/** In the spec. */
	readonly source: Pointer;
	/** Inside the body. */
	readonly instance?: Pointer | undefined;
	readonly detail?: string | undefined;
}

export class Judgement {
	readonly drafts: FindingDraft[] = [];

	constructor(
		readonly exchange: Exchange,
		private readonly spec: Spec,
		private readonly role: Role,
		private readonly match: OperationMatch | undefined,
	) {}

	get places(): Places {
		return this.exchange.places;
	}

	get findings(): readonly Finding[] {
		return this.drafts.map((draft) => this.findingOf(draft));
	}

	/** The value of a path parameter, percent-encoded as in the path. */
	encodedParameter(name: string): string | undefined {
		return this.match?.pathParameters.get(name);
	}

	report(draft: FindingDraft): void {
		this.drafts.push(draft);
	}

	/** Reports that `what` cannot be judged, and the place of the spec to fix. */
	reportBroken(code: Code, what: string, place: Pointer, { pointer, message }: SpecFault): void {
		const shown = shownPointer(pointer);
		const where = message.includes(`${shown}"`) ? '' : ` at ${shown}`;
		this.report({
			code,
			place,
			source: pointer,
			message: `${what} cannot be judged, because the spec is broken${where}: ${message}. Mend the spec there`,
		});
	}

	private findingOf({ code, message, place, source, instance, detail }: FindingDraft): Finding {
		const { interaction } = this.exchange;
		const { file } = this.places;
		return finding({
			code,
			message: `${message}: "${interaction.description}"`,
			role: this.role,
			interaction,
			...(instance === undefined ? {} : { instance }),
			at: { ...(file === undefined ? {} : { file }), pointer: place },
			spec: { file: this.spec.document.file, pointer: source },
			detail,
		});
	}
}

/** A place of the spec that cannot be used. */
export type SpecFault = BrokenReference | Unverifiable;

export const isFault = (value: unknown): value is SpecFault =>
	value instanceof BrokenReference || value instanceof Unverifiable;

/** What `make` returns, or the fault of the spec that it throws. Any other error is a bug of this program. */
export function attempt<T>(make: () => T): T | SpecFault {
	try {
		return make();
	} catch (error) {
		if (isFault(error)) return error;
		throw error;
	}
}
