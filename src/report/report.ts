/** The report: the one object behind every output format. */
import type { CheckResult } from '../check/check';
import type { InteractionRef } from '../exchange/exchange';
import { codes, type Finding, finding, type Verdict, verdictOf } from '../exchange/finding';
import type { Spec } from '../openapi/spec';

export type Command =
	| ('record' | 'merge' | 'check' | 'verify' | 'gate')
	| ('publish' | 'can-i-deploy' | 'record-deployment');

export interface InteractionReport {
	readonly file: string;
	readonly index: number;
	readonly description: string;
	/** The name of the operation; null where the description has none for it. */
	readonly operation: string | null;
	readonly verdict: Verdict;
}

export interface Report {
	readonly formatVersion: 1;
	readonly command: Command;
	readonly verdict: Verdict;
	/** Whether warnings count as disagreement. */
	readonly strict: boolean;
	readonly spec: { readonly file: string; readonly version: string };
	readonly interactions: readonly InteractionReport[];
	readonly findings: readonly Finding[];
	readonly summary: {
		readonly interactions: number;
		/** How many of them were judged. */
		readonly checked: number;
		readonly errors: number;
		readonly warnings: number;
	};
}

/** What a step found out about one interaction. */
export interface Judged extends CheckResult {
	readonly ref: InteractionRef;
}

export interface ReportInput extends Pick<Report, 'command' | 'spec' | 'strict'> {
	/** An interaction that several steps judged may appear several times. */
	readonly judged: readonly Judged[];
	/** Findings that belong to no interaction. */
	readonly findings: readonly Finding[];
	/** Whether the command judges no interactions, but asks or tells a broker something. */
	readonly judgesNone?: boolean;
}

/** Nothing passes empty: a run that judged no interaction and found nothing is unjudged. */
export function makeReport({ command, spec, strict, judged, findings: found, judgesNone }: ReportInput): Report {
	const isEmpty = !judgesNone && judged.length === 0 && verdictOf(found, strict) === 'agree';
	const findings = isEmpty ? [...found, finding({ code: 'input.unusable', message: nothingJudged })] : found;
	const together = byInteraction(judged);
	// What left the whole run unjudged left each of its interactions unjudged, whatever else was found.
	const isUnjudged = findings.some(({ code }) => codes[code] === 'unjudged');
	const interactions = together.map(({ ref, operation = null, findings: own }): InteractionReport => {
		const { file, index, description } = ref;
		const verdict = verdictOf(own, strict);
		return { file, index, description, operation, verdict: verdict === 'agree' && isUnjudged ? 'unjudged' : verdict };
	});
	const all = [...findings, ...together.flatMap((each) => each.findings)];
	return {
		formatVersion: 1,
		command,
		verdict: verdictOf(all, strict),
		strict,
		spec,
		interactions,
		findings: all,
		summary: {
			interactions: interactions.length,
			checked: interactions.filter((each) => each.verdict !== 'unjudged').length,
			errors: all.filter((each) => each.severity === 'error').length,
			warnings: all.filter((each) => each.severity === 'warning').length,
		},
	};
}

/** What was found out about each interaction, by whichever steps, in the order in which they were first met. */
function byInteraction(judged: readonly Judged[]): Judged[] {
	const files = new Map<string, Map<number, Judged>>();
	for (const each of judged) {
		const { file, index } = each.ref;
		const own = files.get(file) ?? new Map<number, Judged>();
		files.set(file, own);
		const before = own.get(index);
		own.set(index, before ? merged(before, each) : each);
	}
	return [...files.values()].flatMap((own) => [...own.values()]);
}

const nothingJudged = 'No interaction was judged, so nothing is proven. Name a pact, or run `contract record`';

/** What two steps found out about one interaction; what both found is said once. */
function merged(before: Judged, { ref, operation, findings }: Judged): Judged {
	const told = new Set(before.findings.map((each) => each.fingerprint));
	const added = findings.filter((each) => !told.has(each.fingerprint));
	return { ref, operation: operation ?? before.operation, findings: [...before.findings, ...added] };
}

/** What is doubtful in the spec itself, as far as it was used. */
export function findingsOfSpec({ document, doubts }: Spec): Finding[] {
	return doubts().map(({ kind, name, pointer }) => {
		const { code, what } = doubtful[kind];
		return finding({ code, message: `${what(name)}: "${name}"`, spec: { file: document.file, pointer } });
	});
}

const doubtful = {
	security: {
		code: 'spec.security.undeclared',
		what: (name: string) =>
			`The spec requires the security scheme "${name}" but does not declare it, so it cannot be judged. Declare it under /components/securitySchemes`,
	},
	format: {
		code: 'spec.format.unknown',
		what: () =>
			'The spec asks for a format that is not known here, so values are not held against it. Correct its name, or leave it',
	},
} as const;

/** The report of a run that could not begin because an input cannot be used. */
export function unusable(command: Command, spec: string, message: string): Report {
	const findings = [finding({ code: 'input.unusable', message })];
	return makeReport({ command, strict: false, judged: [], findings, spec: { file: spec, version: '' } });
}
