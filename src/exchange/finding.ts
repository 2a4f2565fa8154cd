/**
 * Findings: what disagrees, where in both documents, and what to do. One table holds every code with its severity,
 * one builder makes every finding. `docs/findings.md` and `docs/check.md` explain each code.
 */
import { createHash } from 'node:crypto';
import type { Pointer } from '../json/pointer';
import type { Position } from '../json/position';
import type { InteractionRef, Role } from './exchange';

/**
 * `unjudged`: nothing disagrees, but it could not be found out (exit code 3). `note`: said so that everybody sees it, as
 * a warning, and weighs nothing, not even where warnings count.
 */
type Weight = 'error' | 'warning' | 'unjudged' | 'note';

/** Every code there is, and its weight. */
export const codes = {
	'input.unusable': 'unjudged',
	'spec.security.undeclared': 'warning',
	'spec.format.unknown': 'warning',
	'pact.edited': 'error',
	'pact.stale': 'error',
	'pact.foreign': 'warning',
	'pact.unsupported': 'error',
	'recording.skipped': 'note',
	'recording.masked': 'note',
	'recording.unreadable': 'unjudged',
	'record.failed': 'error',
	'record.incomplete': 'error',
	'record.duplicate': 'error',
	'request.operation.unknown': 'error',
	'request.operation.unverifiable': 'error',
	'request.unsendable': 'error',
	'request.parameter.missing': 'error',
	'request.parameter.invalid': 'error',
	'request.parameter.unknown': 'warning',
	'request.parameter.unverifiable': 'error',
	'request.security.missing': 'error',
	'request.security.unverifiable': 'error',
	'request.content-type.undocumented': 'error',
	'request.body.missing': 'error',
	'request.body.unexpected': 'error',
	'request.body.unreadable': 'error',
	'request.body.invalid': 'error',
	'request.body.unknown': 'warning',
	'request.body.unverifiable': 'error',
	'request.matcher.wider': 'warning',
	'request.matcher.unverifiable': 'warning',
	'response.status.undocumented': 'error',
	'response.unverifiable': 'error',
	'response.header.missing': 'error',
	'response.header.invalid': 'error',
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
	'provider.redirect': 'error',
	'provider.unanswered': 'error',
	'provider.repeated': 'error',
	'provider.value.other': 'error',
	'provider.failed': 'error',
	'provider.update.refused': 'error',
	'provider.update.lost': 'error',
	'provider.unreachable': 'unjudged',
	'provider.timeout': 'unjudged',
	'provider.cut': 'unjudged',
	'provider.refused': 'unjudged',
	'provider.ill': 'unjudged',
	'restore.failed': 'error',
	'restore.unconfirmed': 'unjudged',
	'restore.strayed': 'warning',
	'restore.left': 'note',
	'verifier.failed': 'unjudged',
	'pact.pending': 'note',
	'broker.unreachable': 'unjudged',
	'broker.refused': 'unjudged',
	'broker.failed': 'unjudged',
	'broker.conflict': 'error',
	'deploy.refused': 'error',
	'deploy.unknown': 'unjudged',
} as const satisfies Record<string, Weight>;

export type Code = keyof typeof codes;

export interface Place extends Partial<Position> {
	/** Absent for a place in a live exchange. */
	readonly file?: string;
	readonly pointer: Pointer;
}

export interface Finding {
	readonly code: Code;
	readonly severity: 'error' | 'warning';
	readonly message: string;
	readonly role?: Role;
	readonly interaction?: InteractionRef;
	/** The place inside the body. */
	readonly instance?: Pointer;
	readonly at?: Place;
	readonly spec?: Place;
	/** Twelve hex digits, the same from run to run. */
	readonly fingerprint: string;
}

export interface Draft extends Omit<Finding, 'severity' | 'fingerprint'> {
	/** Tells apart findings that share code and place, such as two missing properties of one object. */
	readonly detail?: string | undefined;
}

/** Makes a finding. Its fingerprint leaves out wording, lines and positions in a list, so it outlives edits around it. */
export function finding({ detail, ...draft }: Draft): Finding {
	const identity = [
		draft.code,
		draft.role,
		draft.interaction?.file,
		draft.interaction?.description,
		draft.instance ?? draft.at?.pointer.replace(/^\/interactions\/\d+/, ''),
		draft.spec?.pointer,
		detail,
	];
	const fingerprint = createHash('sha256').update(JSON.stringify(identity)).digest('hex').slice(0, 12);
	const weight = codes[draft.code];
	return { ...draft, severity: weight === 'warning' || weight === 'note' ? 'warning' : 'error', fingerprint };
}

export type Verdict = 'agree' | 'disagree' | 'unjudged';

/** Disagreement outweighs doubt, doubt outweighs agreement; with `strict` a warning disagrees too. */
export function verdictOf(findings: readonly Finding[], strict = false): Verdict {
	if (findings.length === 0) return 'agree';
	const weights = new Set<Weight>(findings.map(({ code }) => codes[code]));
	if (weights.has('error') || (strict && weights.has('warning'))) return 'disagree';
	return weights.has('unjudged') ? 'unjudged' : 'agree';
}
