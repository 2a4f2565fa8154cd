/** The report: the one object behind every output format. */

import type { InteractionRef } from '../exchange/exchange';
import { codes, type Finding, finding, type Place, type Verdict, verdictOf } from '../exchange/finding';
import type { Pointer } from '../json/pointer';
import { locateInJson, type Position } from '../json/position';
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
export interface Judged {
	readonly ref: InteractionRef;
	readonly operation: string | undefined;
	readonly findings: readonly Finding[];
}

export interface ReportInput {
	readonly command: Command;
	readonly spec: { readonly file: string; readonly version: string };
	readonly strict: boolean;
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
	const findings = isEmpty ? [...found, nothingJudged()] : found;
	const together = byInteraction(judged);
	// What left the whole run unjudged left each of its interactions unjudged, whatever else was found.
	const isUnjudged = findings.some(({ code }) => codes[code] === 'unjudged');
	const interactions = together.map(({ ref, operation, findings: own }): InteractionReport => {
		const verdict = verdictOf(own, strict);
		const { file, index, description } = ref;
		return {
			file,
			index,
			description,
			operation: operation ?? null,
			verdict: verdict === 'agree' && isUnjudged ? 'unjudged' : verdict,
		};
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

function nothingJudged(): Finding {
	const message = 'No interaction was judged, so nothing is proven. Name a pact, or run `contract record`';
	return finding({ code: 'input.unusable', message });
}

/** What two steps found out about one interaction; what both found is said once. */
function merged(before: Judged, { ref, operation, findings }: Judged): Judged {
	const told = new Set(before.findings.map((each) => each.fingerprint));
	const added = findings.filter((each) => !told.has(each.fingerprint));
	return { ref, operation: operation ?? before.operation, findings: [...before.findings, ...added] };
}

/** What is doubtful in the description itself, as far as it was used. */
export function findingsOfSpec(spec: Spec): Finding[] {
	return spec.doubts().map(({ kind, name, pointer }) => {
		const place = { file: spec.document.file, pointer };
		switch (kind) {
			case 'security':
				return finding({
					code: 'spec.security.undeclared',
					message: `The spec requires the security scheme "${name}" but does not declare it, so it cannot be judged. Declare it under /components/securitySchemes: "${name}"`,
					spec: place,
				});
			case 'format':
				return finding({
					code: 'spec.format.unknown',
					message: `The spec asks for a format that is not known here, so values are not held against it. Correct its name, or leave it: "${name}"`,
					spec: place,
				});
			default:
				return kind satisfies never;
		}
	});
}

/** Fills in lines and columns, each file read through once however many findings it has. */
export function withPositions(
	findings: readonly Finding[],
	texts: readonly { readonly file: string; readonly text: string }[],
	spec: Spec | undefined,
): Finding[] {
	const pointers = new Map<string, Set<string>>();
	for (const { at } of findings) {
		if (at?.file === undefined) continue;
		const own = pointers.get(at.file) ?? new Set();
		pointers.set(at.file, own);
		for (const each of ancestors(at.pointer)) own.add(each);
	}
	const positions = new Map<string, Map<string, Position>>();
	for (const source of texts) {
		const own = pointers.get(source.file);
		if (own) positions.set(source.file, locateInJson(source.text, own));
	}
	const isUnplaced = ({ spec: place }: Finding) => place !== undefined && place.line === undefined;
	const sources = spec?.document.locateAll(findings.filter(isUnplaced).map((each) => each.spec?.pointer ?? ''));
	return findings.map((each) => {
		const found = each.at?.file === undefined ? undefined : nearest(positions.get(each.at.file), each.at.pointer);
		const at = each.at && { at: found ? { ...each.at, ...found } : each.at };
		const source = each.spec && spec && isUnplaced(each) ? { spec: located(each.spec, spec, sources) } : {};
		return { ...each, ...at, ...source };
	});
}

/** A place in the description may be one in a file that the document refers to. */
const located = (place: Place, { document }: Spec, positions: ReadonlyMap<Pointer, Position> | undefined): Place => ({
	...place,
	...document.home(place.pointer),
	...positions?.get(place.pointer),
});

/** A place that is not written down, such as a missing header, is shown at its nearest ancestor that is. */
function nearest(positions: Map<string, Position> | undefined, pointer: string): Position | undefined {
	return ancestors(pointer)
		.map((each) => positions?.get(each))
		.find((each) => each !== undefined);
}

/** The pointer and every pointer above it, innermost first. */
function ancestors(pointer: string): string[] {
	const found = [pointer];
	for (let end = pointer.lastIndexOf('/'); end > -1; end = pointer.lastIndexOf('/', end - 1)) {
		found.push(pointer.slice(0, end));
		if (end === 0) break;
	}
	return found;
}
