/**
 * Findings: what disagrees, where in both documents, and what to do. One table holds every code with its severity,
 * one builder makes every finding. `docs/findings.md` and `docs/check.md` explain each code.
 */
import { createHash } from 'node:crypto';
import { type Pointer, withoutIndices } from '../json/pointer';
import type { Position } from '../json/position';
import type { InteractionRef, Role } from './exchange';

/**
 * - `error`: something disagrees (exit code 1).
 * - `unjudged`: the outside world kept something from being judged (exit code 3).
 * - `warning`: worth a look; an error with `--strict`.
 * - `note`: never changes the verdict.
 */
export type Severity = 'error' | 'unjudged' | 'warning' | 'note';

/** Every code there is, and its severity. */
export const severities = {
	'input.unusable': 'unjudged',
	'accepted.unmatched': 'warning',
	'overlay.unmatched': 'warning',
	'overlay.foreign': 'warning',
	'spec.security.undeclared': 'warning',
	'spec.format.unknown': 'warning',
	'spec.dialect.unknown': 'warning',
	'spec.media-type.unjudged': 'note',
	'spec.types.stale': 'warning',
	'pact.edited': 'error',
	'pact.stale': 'error',
	'pact.foreign': 'warning',
	'pact.unsupported': 'note',
	'pact.skipped': 'warning',
	'pact.plugin.missing': 'unjudged',
	'recording.skipped': 'note',
	'recording.masked': 'note',
	'recording.unreadable': 'unjudged',
	'record.failed': 'error',
	'record.incomplete': 'error',
	'record.duplicate': 'error',
	'rest.errors': 'error',
	'rest.warnings': 'warning',
	'request.operation.unknown': 'error',
	'request.operation.unverifiable': 'error',
	'request.unsendable': 'error',
	'request.withheld': 'unjudged',
	'request.altered': 'unjudged',
	'request.parameter.missing': 'error',
	'request.parameter.invalid': 'error',
	'request.parameter.unknown': 'warning',
	'request.parameter.unverifiable': 'error',
	'request.security.missing': 'error',
	'request.security.unproven': 'warning',
	'request.security.unverifiable': 'error',
	'request.accept.unsatisfied': 'warning',
	'request.content-type.undocumented': 'error',
	'request.body.missing': 'error',
	'request.body.unexpected': 'error',
	'request.body.unreadable': 'error',
	'request.body.invalid': 'error',
	'request.body.unknown': 'error',
	'request.body.read-only': 'warning',
	'request.body.unverifiable': 'error',
	'request.matcher.wider': 'warning',
	'request.matcher.unverifiable': 'warning',
	'response.status.undocumented': 'error',
	'response.unverifiable': 'error',
	'response.header.missing': 'error',
	'response.header.invalid': 'error',
	'response.header.undocumented': 'warning',
	'response.header.unverifiable': 'error',
	'response.content-type.missing': 'error',
	'response.content-type.undocumented': 'error',
	'response.body.missing': 'error',
	'response.body.unexpected': 'error',
	'response.body.unreadable': 'error',
	'response.body.invalid': 'error',
	'response.body.unknown': 'error',
	'response.body.drift': 'warning',
	'response.body.unrecorded': 'unjudged',
	'response.body.unverifiable': 'error',
	'state.unknown': 'error',
	'state.failed': 'error',
	'state.contradiction': 'error',
	'state.unmet': 'unjudged',
	'state.value.missing': 'error',
	'provider.mismatch': 'error',
	'provider.absent': 'warning',
	'provider.unhandled': 'error',
	'provider.redirect': 'error',
	'provider.repeated': 'error',
	'provider.value.other': 'error',
	'provider.failed': 'error',
	'provider.update.refused': 'error',
	'provider.update.lost': 'error',
	'provider.unreachable': 'unjudged',
	'provider.timeout': 'unjudged',
	'provider.cut': 'unjudged',
	'provider.refused': 'unjudged',
	'provider.unavailable': 'unjudged',
	'restore.failed': 'error',
	'restore.unconfirmed': 'unjudged',
	'restore.strayed': 'warning',
	'restore.left': 'note',
	'verifier.failed': 'unjudged',
	'client.intolerant': 'error',
	'client.variant.disallowed': 'error',
	'client.untried': 'warning',
	'coverage.low': 'error',
	'coverage.cut': 'note',
	'diff.disagreed': 'note',
	'pact.pending': 'note',
	'broker.unreachable': 'unjudged',
	'broker.refused': 'unjudged',
	'broker.failed': 'unjudged',
	'broker.conflict': 'error',
	'deploy.refused': 'error',
	'deploy.unknown': 'unjudged',
} as const satisfies Record<string, Severity>;

export type Code = keyof typeof severities;

export interface Place extends Partial<Position> {
	/** Absent for a place in a live exchange. */
	readonly file?: string;
	readonly pointer: Pointer;
}

export interface Finding {
	readonly code: Code;
	readonly severity: Severity;
	/** One sentence: what is where, what is expected, what was received. */
	readonly title: string;
	/** One imperative sentence for each way out, naming the file or the party. */
	readonly fix: readonly string[];
	/** The title and the fixes. */
	readonly message: string;
	/** What was received, in words or as JSON; values of a provider are withheld. */
	readonly received?: string;
	/** What the spec or the contract allows. */
	readonly allowed?: string;
	/** Of a live answer. */
	readonly exchange?: ShownExchange;
	/** Why somebody accepted it: then it does not count. */
	readonly accepted?: Acceptance;
	readonly role?: Role | 'client';
	readonly interaction?: InteractionRef;
	readonly operation?: string;
	/** Of the response. */
	readonly status?: number;
	/** The place inside the body. */
	readonly instance?: Pointer;
	readonly at?: Place;
	/** The answer that the client was tried with; `contract tolerate --variant` takes it. */
	readonly variant?: string;
	/** The consumer test of the interaction; the client's own code where the client is at fault. */
	readonly source?: { readonly file: string; readonly line: number };
	readonly spec?: Place;
	/** Twelve hex digits that name the cause, the same from run to run and for every interaction that it concerns. */
	readonly fingerprint: string;
}

/** Bodies are text, as they were sent; what the provider sent is masked unless values are to be shown. */
export interface ShownExchange {
	readonly request: {
		readonly method: string;
		readonly path: string;
		readonly body: string;
		/** The contract's request for a shell, with variables for credentials and for values of provider states. */
		readonly curl: string;
	};
	/** What the contract expects; an example where a matcher lets it vary. */
	readonly expected: { readonly status: number; readonly body: string };
	readonly received: { readonly status: number; readonly contentType: string; readonly body: string };
	readonly masked: boolean;
}

export interface Acceptance {
	readonly reason: string;
	/** The last day on which it holds, as `YYYY-MM-DD`. */
	readonly until?: string;
}

export interface FindingDraft extends Omit<Finding, 'severity' | 'message' | 'fix' | 'fingerprint' | 'accepted'> {
	readonly fix?: readonly string[];
	/** Tells apart causes that share code and place, such as two missing properties of one object. */
	readonly detail?: string | undefined;
	/** One cause that shows at several places: it takes the part of places and detail. */
	readonly cause?: string;
}

/**
 * Makes a finding. Its fingerprint leaves out wording, lines, indices and the interaction, so it outlives edits around
 * it.
 */
export function finding({ detail, cause, fix = [], ...draft }: FindingDraft): Finding {
	const { code, title, role, operation, status, instance, spec } = draft;
	const place = instance === undefined ? undefined : withoutIndices(instance);
	const causes = cause === undefined ? [place, spec?.pointer, detail] : [cause];
	const identity = [code, role, operation, status, ...causes];
	const fingerprint = createHash('sha256').update(JSON.stringify(identity)).digest('hex').slice(0, 12);
	return { ...draft, fix, message: [title, ...fix].join(' '), severity: severities[code], fingerprint };
}

/** Whether something disagrees or could not be judged. */
export const isRed = ({ severity }: Finding): boolean => severity === 'error' || severity === 'unjudged';

export type Verdict = 'agree' | 'disagree' | 'unjudged';

/** Precedence: disagree, unjudged, agree. An accepted finding does not count; with `strict` a warning disagrees. */
export function verdictOf(findings: readonly Finding[], strict = false): Verdict {
	// Most interactions have none.
	if (findings.length === 0) return 'agree';
	const found = new Set(findings.filter(({ accepted }) => !accepted).map(({ severity }) => severity));
	if (found.has('error') || (strict && found.has('warning'))) return 'disagree';
	return found.has('unjudged') ? 'unjudged' : 'agree';
}
