/** The report: the one object behind every output format. */
import type { CheckResult } from '../check/check';
import type { CoverageReport } from '../coverage/report';
import type { Outcome } from '../diff/diff';
import type { ChangeReport } from '../diff/report';
import type { InteractionRef } from '../exchange/exchange';
import { type Finding, finding, type Severity, type ShownExchange, type Verdict, verdictOf } from '../exchange/finding';
import { writtenAt } from '../openapi/document/document';
import type { OverlayDoubt } from '../openapi/overlay/overlay';
import type { Doubt, Spec } from '../openapi/spec';
import type { VariantCounts } from './variants';

export type Command =
	| ('record' | 'merge' | 'check' | 'tolerate' | 'verify' | 'coverage' | 'diff' | 'gate')
	| ('publish' | 'can-i-deploy' | 'record-deployment');

/** What a step compared with what, and how it ended. */
export interface Step {
	readonly step: 'record' | 'merge' | 'check' | 'tolerate' | 'verify' | 'coverage' | 'diff' | 'publish' | 'deploy';
	readonly seconds: number;
	readonly sentence: string;
	readonly verdict: Verdict;
}

export interface InteractionReport {
	readonly file: string;
	readonly index: number;
	readonly description: string;
	/** The name of the operation; null where the description has none for it. */
	readonly operation: string | null;
	readonly verdict: Verdict;
	/** What was replayed, for a report that shows it; it is no part of the JSON. */
	readonly exchange?: ShownExchange;
	/** What a newer spec does to it. */
	readonly change?: Outcome;
}

export interface Report {
	readonly formatVersion: 2;
	readonly command: Command;
	readonly verdict: Verdict;
	/** Whether warnings count as disagreement. */
	readonly strict: boolean;
	readonly spec: { readonly file: string; readonly version: string; readonly overlays?: readonly string[] };
	readonly steps: readonly Step[];
	readonly interactions: readonly InteractionReport[];
	readonly findings: readonly Finding[];
	/** What of the spec the contract exercises. */
	readonly coverage?: CoverageReport;
	/** The answers that the client was tried with. */
	readonly variants?: VariantCounts;
	/** What differs between two specs. */
	readonly changes?: readonly ChangeReport[];
	readonly summary: {
		readonly interactions: number;
		/** How many of them were judged. */
		readonly checked: number;
	} & Counts;
}

/** Findings by severity, and those that are accepted; an accepted one counts nowhere else. */
export interface Counts {
	readonly errors: number;
	readonly unjudged: number;
	readonly warnings: number;
	readonly notes: number;
	readonly accepted: number;
}

export function countsOf(findings: readonly Finding[]): Counts {
	const counting = findings.filter(({ accepted }) => !accepted);
	const of = (severity: Severity) => counting.filter((each) => each.severity === severity).length;
	return {
		...{ errors: of('error'), unjudged: of('unjudged'), warnings: of('warning'), notes: of('note') },
		accepted: findings.length - counting.length,
	};
}

/** What a step found out about one interaction. */
export interface Judged extends CheckResult {
	readonly ref: InteractionRef;
	/** What was replayed, where a report shows it. */
	readonly exchange?: ShownExchange;
	readonly change?: Outcome;
}

export interface ReportInput extends Pick<Report, 'command' | 'spec' | 'strict' | 'coverage' | 'variants' | 'changes'> {
	readonly steps?: readonly Step[];
	/** An interaction that several steps judged may appear several times. */
	readonly judged: readonly Judged[];
	/** How many more interactions agree, and are not listed. */
	readonly agreed?: number;
	/** Findings that belong to no interaction. */
	readonly findings: readonly Finding[];
	/** Whether the command judges no interactions, but asks a broker. */
	readonly judgesNone?: boolean;
}

/** Nothing passes empty: a run that judged no interaction and found nothing is unjudged. */
export function makeReport({
	steps = [],
	judged,
	agreed = 0,
	findings: found,
	judgesNone,
	...given
}: ReportInput): Report {
	const { command, spec, strict, coverage, variants, changes } = given;
	const isEmpty = !judgesNone && judged.length + agreed === 0 && verdictOf(found, strict) === 'agree';
	const findings = isEmpty ? [...found, finding({ code: 'input.unusable', ...nothingJudged })] : found;
	const together = byInteraction(judged);
	// What left the whole run unjudged left each of its interactions unjudged, whatever else was found.
	const isUnjudged = findings.some(({ severity }) => severity === 'unjudged');
	const interactions = together.map(({ ref, operation = null, change, findings: own, exchange }): InteractionReport => {
		const { file, index, description } = ref;
		const verdict = verdictOf(own, strict);
		return {
			...{ file, index, description, operation },
			verdict: verdict === 'agree' && isUnjudged ? 'unjudged' : verdict,
			...(change && { change }),
			...(exchange && { exchange }),
		};
	});
	const all = [...findings, ...together.flatMap((each) => each.findings)];
	return {
		formatVersion: 2,
		command,
		verdict: verdictOf(all, strict),
		strict,
		spec,
		steps,
		interactions,
		findings: all,
		...(coverage && { coverage }),
		...(variants && { variants }),
		...(changes && { changes }),
		summary: {
			interactions: interactions.length + agreed,
			checked: interactions.filter((each) => each.verdict !== 'unjudged').length + (isUnjudged ? 0 : agreed),
			...countsOf(all),
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

const nothingJudged = {
	title: 'No interaction was judged.',
	fix: ['Name a pact, or run `contract record`.'],
};

/** What two steps found about one interaction; what both found is reported once. */
function merged(before: Judged, { ref, operation, findings, exchange = before.exchange }: Judged): Judged {
	const known = new Set(before.findings.map((each) => each.fingerprint));
	const added = findings.filter((each) => !known.has(each.fingerprint));
	return {
		...{ ref, operation: operation ?? before.operation, findings: [...before.findings, ...added] },
		...(exchange && { exchange }),
	};
}

/** What the spec leaves open, as far as it was used; not what an older one left open as well. */
export function findingsOfSpec({ document, doubts }: Spec, old?: Spec): Finding[] {
	const known = new Set(old?.doubts().map(({ kind, name }) => `${kind} ${name}`));
	const all = doubts().filter(({ kind, name }) => !known.has(`${kind} ${name}`));
	const ofOverlays = document.overlayDoubts.map((each) => overlayFinding(each, document.file));
	const found = all.flatMap(({ kind, name, pointer }) => {
		const spec = { file: document.file, pointer };
		return kind === 'presence'
			? []
			: [finding({ ...doubtful[kind](name, writtenAt(document, pointer).file), spec, detail: name })];
	});
	return [...ofOverlays, ...found, ...byPresence(all.filter(({ kind }) => kind === 'presence'))];
}

function overlayFinding({ kind, name, ...place }: OverlayDoubt, document: string): Finding {
	const { file } = place;
	const common = { spec: place, detail: `${file} ${name}` };
	switch (kind) {
		case 'unmatched':
			return finding({
				...{ code: 'overlay.unmatched', ...common },
				title: `The target ${name} of ${file} selects nothing in ${document}, so its action changes nothing.`,
				fix: [`Correct the target in ${file}.`, `Remove the action from ${file} if the spec has changed.`],
			});
		case 'foreign':
			return finding({
				...{ code: 'overlay.foreign', ...common },
				title: `${file} extends ${name}, and it was applied to ${document}.`,
				fix: [`Correct "extends" in ${file}.`, 'Name the overlays of this spec.'],
			});
		default:
			return kind satisfies never;
	}
}

/** What no schema judges is said once for a run. */
function byPresence(doubts: readonly Doubt[]): Finding[] {
	if (doubts.length === 0) return [];
	const names = doubts.map(({ name }) => name).join(', ');
	return [
		finding({
			code: 'spec.media-type.unjudged',
			title: `Judged by presence only, not by a schema: bodies of ${names}.`,
		}),
	];
}

const doubtful = {
	security: (name: string, file: string) => ({
		code: 'spec.security.undeclared' as const,
		title: `The spec requires the security scheme "${name}" and does not declare it, so credentials are not judged.`,
		fix: [`Declare "${name}" under /components/securitySchemes in ${file}.`],
	}),
	format: (name: string, file: string) => ({
		code: 'spec.format.unknown' as const,
		title: `The format "${name}" is unknown, so values are not checked against it.`,
		fix: [`Correct the name of the format in ${file} if it is misspelled.`],
	}),
	dialect: (uri: string, file: string) => ({
		code: 'spec.dialect.unknown' as const,
		title: `The JSON Schema dialect "${uri}" is unknown, so schemas in it are read as JSON Schema 2020-12.`,
		fix: [`Correct the dialect in ${file} if it is misspelled.`],
	}),
};

/** The report of a run that could not begin because an input cannot be used. */
export function unusable(command: Command, spec: string, message: string): Report {
	const findings = [finding({ code: 'input.unusable', title: message })];
	return makeReport({ command, strict: false, judged: [], findings, spec: { file: spec, version: '' } });
}
