/** The judgement of one exchange: collects its findings. */

import type { Exchange, Places, Role } from '../exchange/exchange';
import { type Code, type Finding, finding } from '../exchange/finding';
import { type Pointer, shownPointer, withoutIndices } from '../json/pointer';
import { counted } from '../json/text';
import { BrokenReference, writtenAt } from '../openapi/document/document';
import type { OperationMatch } from '../openapi/path/operation';
import { mostCauses } from '../openapi/schema/limited-causes';
import { Unverifiable } from '../openapi/schema/validator';
import type { Spec } from '../openapi/spec';

/** Of a `fix`: `Update FILE if the API has changed.`, where FILE is the spec's, or that of the overlay that wrote the place. */
export const updateSpec = { update: 'spec' } as const;

/** A finding about the exchange that is judged; the rest of it is the judgement's. */
export interface Violation {
	readonly code: Code;
	readonly title: string;
	readonly fix: readonly (string | typeof updateSpec)[];
	readonly received?: string | undefined;
	readonly allowed?: string | undefined;
	/** In the file of the exchange. */
	readonly place: Pointer;
	/** In the spec. */
	readonly source: Pointer;
	/** Inside the body. */
	readonly instance?: Pointer | undefined;
	readonly detail?: string | undefined;
}

/** Takes what the rules read of an exchange; then they judge no value. */
export interface Observer {
	/** The parameter at `pointer` was sent. */
	parameter(pointer: Pointer): void;
	/** A value that is held against `schema`: of the parameter or header at `parameter`, or else of the body. */
	value(side: 'request' | 'response', schema: Pointer, value: unknown, more: Observed): void;
}

export interface Observed {
	readonly parameter?: Pointer;
	/** Locations that are known by their presence only. */
	readonly unparsed?: ReadonlySet<Pointer>;
}

/** The place of an exchange that a rule is about. */
export type PlaceOf = (places: Places) => Pointer;

export class Judgement {
	readonly violations: Violation[] = [];
	/** What is being judged, and the code for where it cannot be. */
	begun: { readonly code: Code; readonly what: string; readonly placeOf: PlaceOf } = operationOf;

	constructor(
		readonly exchange: Exchange,
		private readonly spec: Spec,
		private readonly role: Role,
		/** Undefined until it is found, and where the spec has none. */
		public match?: OperationMatch | undefined,
		readonly observer?: Observer,
	) {}

	get places(): Places {
		return this.exchange.places;
	}

	get findings(): readonly Finding[] {
		// Most have none.
		if (this.violations.length === 0) return [];
		return oncePerCause(this.violations).map((each) => this.findingOf(each));
	}

	get operation(): string | undefined {
		return this.match?.operation.name;
	}

	/** A judgement of the same exchange with nothing reported yet, that nobody observes. */
	afresh(): Judgement {
		return new Judgement(this.exchange, this.spec, this.role, this.match);
	}

	/** A judgement of the same exchange that reports what was being judged when it was stopped. */
	stopped(): Judgement {
		const fault = this.spec.validator.stopped(this.match?.operation.pointer ?? '/paths');
		const fresh = this.afresh();
		fresh.reportBroken(this.begun.code, this.begun.what, this.begun.placeOf(this.places), fault);
		return fresh;
	}

	/** The value of a path parameter, percent-encoded as in the path. */
	encodedParameter(name: string): string | undefined {
		return this.match?.pathParameters.get(name);
	}

	report(violation: Violation): void {
		this.violations.push(violation);
	}

	/** Reports that `what` cannot be judged, and the place of the spec to correct. */
	reportBroken(code: Code, what: string, place: Pointer, { pointer, message }: SpecFault): void {
		const { file, pointer: own } = writtenAt(this.spec.document, pointer);
		const shown = shownPointer(own);
		this.report({
			code,
			place,
			source: pointer,
			title: `${what} cannot be judged: ${message}.`,
			fix: [`Correct ${file} at ${shown}.`],
		});
	}

	private findingOf({ place, source, received, allowed, instance, fix, ...violation }: Violation): Finding {
		const { interaction, response } = this.exchange;
		const { file } = this.places;
		const { operation } = this;
		return finding({
			...violation,
			fix: fix.map((each) =>
				typeof each === 'string'
					? each
					: `Update ${writtenAt(this.spec.document, source).file} if the API has changed.`,
			),
			...(received === undefined ? {} : { received }),
			...(allowed === undefined ? {} : { allowed }),
			role: this.role,
			interaction,
			...(operation === undefined ? {} : { operation }),
			// What is wrong with a request is the same whatever it is answered with.
			...(violation.code.startsWith('response.') ? { status: response.status } : {}),
			...(instance === undefined ? {} : { instance }),
			at: { ...(file === undefined ? {} : { file }), pointer: place },
			spec: { file: this.spec.document.file, pointer: source },
		});
	}
}

const operationOf: Judgement['begun'] = {
	code: 'request.operation.unverifiable',
	what: 'The operation for the request',
	placeOf: ({ request }) => request.path,
};

/**
 * The violations, those that differ only in the item of a list as one that names the first: thousands of items that lack
 * a field are one slip, of the spec or of who writes them. They share a fingerprint, so they are accepted together.
 */
function oncePerCause(violations: readonly Violation[]): Violation[] {
	const groups = new Map<string, { readonly first: Violation; more: number }>();
	for (const each of violations) {
		const { code, source, instance, detail } = each;
		const key = JSON.stringify([code, source, instance === undefined ? undefined : withoutIndices(instance), detail]);
		const group = groups.get(key);
		if (group) group.more += 1;
		else groups.set(key, { first: each, more: 0 });
	}
	return [...groups.values()].map(({ first, more }) => {
		const others = `, and ${more + 1 < mostCauses ? '' : 'at least '}${counted(more, 'more item')} likewise`;
		return more === 0
			? first
			: { ...first, title: first.title.replace(/(; did you mean "[^"]*"\?|\.)$/, `${others}$1`) };
	});
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
