/**
 * What a newer spec breaks for a contract: each interaction judged under both, the changes in what the documents mean,
 * and which interactions use each. `docs/diff.md` has the rules.
 */
import { eachInTime, judge, whatWasStopped } from '../check/check';
import type { Exchange } from '../exchange/exchange';
import { type Finding, finding, verdictOf } from '../exchange/finding';
import type { Spec } from '../openapi/spec';
import type { FoundChange } from './change';
import { DocumentDiff } from './document-diff';

export type Outcome = 'broken' | 'affected' | 'unaffected';

export interface DiffedInteraction {
	readonly exchange: Exchange;
	readonly operation: string | undefined;
	readonly change: Outcome;
	/** What the new document finds and the old one does not, and what the client does not withstand. */
	readonly findings: readonly Finding[];
}

export interface Diff {
	readonly interactions: readonly DiffedInteraction[];
	readonly changes: readonly FoundChange[];
}

/**
 * Runs the client of an interaction against the answers that the new document allows and the old one does not: a finding
 * for each that it does not withstand.
 */
export type Withstand = (exchange: Exchange, old: Spec, next: Spec) => Promise<readonly Finding[]>;

export interface DiffOptions {
	/** Whether a warning breaks an interaction, too. */
	readonly strict: boolean;
	readonly withstand?: Withstand | undefined;
}

export async function diff(
	exchanges: readonly Exchange[],
	old: Spec,
	next: Spec,
	{ strict, withstand }: DiffOptions,
): Promise<Diff> {
	const documents = new DocumentDiff(old, next);
	for (const each of exchanges) documents.prepare(each);
	const judged: Judged[] = [];
	await eachInTime(
		exchanges,
		(exchange) => judged.push(judgeBoth(exchange, old, next, documents, strict)),
		(exchange) => judged.push({ exchange, isUsing: false, isJudged: true, ...whatWasStopped() }),
	);
	const interactions: DiffedInteraction[] = [];
	for (const { exchange, operation, isUsing, isJudged, findings: own } of judged) {
		const findings = isJudged ? [...own, ...((await withstand?.(exchange, old, next)) ?? [])] : own;
		const isBroken = isJudged && verdictOf(findings, strict) === 'disagree';
		interactions.push({
			exchange,
			operation,
			findings,
			change: isBroken ? 'broken' : isUsing ? 'affected' : 'unaffected',
		});
	}
	documents.addUnused();
	return { changes: documents.changes.all, interactions };
}

interface Judged extends Omit<DiffedInteraction, 'change'> {
	readonly isUsing: boolean;
	/** Whether it agrees with the old document: what does not cannot be broken. */
	readonly isJudged: boolean;
}

function judgeBoth(exchange: Exchange, old: Spec, next: Spec, documents: DocumentDiff, strict: boolean): Judged {
	const before = judge(exchange, old, 'contract');
	const after = judge(exchange, next, 'contract');
	const isUsing = documents.use(exchange);
	const operation = before.operation ?? after.operation;
	if (verdictOf(before.findings, strict) !== 'agree') {
		const findings = [disagreedBefore(exchange, old.document.file, operation)];
		return { exchange, operation, isUsing, isJudged: false, findings };
	}
	const known = new Set(before.findings.map(causeOf));
	const findings = after.findings.filter((each) => !known.has(causeOf(each)));
	return { exchange, operation, isUsing, isJudged: true, findings };
}

/** The cause as both documents have it: their places differ. */
const causeOf = ({ code, at, instance }: Finding) => JSON.stringify([code, at?.pointer, instance]);

function disagreedBefore({ interaction }: Exchange, file: string, operation: string | undefined): Finding {
	return finding({
		code: 'diff.disagreed',
		title: `The interaction does not agree with ${file}, so what the newer spec breaks of it cannot be judged.`,
		fix: [`Run \`contract check ${interaction.file} --spec ${file}\` to see why.`],
		interaction,
		...(operation !== undefined && { operation }),
		detail: `${interaction.file} ${interaction.index}`,
	});
}
