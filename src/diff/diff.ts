/**
 * What a newer spec breaks for a contract: each interaction judged under both, the changes in what the documents mean,
 * and which interactions use each. `docs/diff.md` has the rules.
 */
import { setImmediate } from 'node:timers/promises';
import { check } from '../check/check';
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
	const judged: (Omit<DiffedInteraction, 'change'> & { isBroken: boolean; isUsing: boolean })[] = [];
	for (const exchange of exchanges) {
		const isUsing = documents.use(exchange);
		const before = check(exchange, old, 'contract');
		const after = check(exchange, next, 'contract');
		const operation = before.operation ?? after.operation;
		if (verdictOf(before.findings, strict) !== 'agree') {
			const findings = [disagreedBefore(exchange, old.document.file, operation)];
			judged.push({ exchange, operation, isUsing, isBroken: false, findings });
			continue;
		}
		const known = new Set(before.findings.map(causeOf));
		const found = after.findings.filter((each) => !known.has(causeOf(each)));
		const findings = [...found, ...((await withstand?.(exchange, old, next)) ?? [])];
		judged.push({ exchange, operation, isUsing, isBroken: verdictOf(findings, strict) === 'disagree', findings });
		await setImmediate();
	}
	documents.addUnused();
	return {
		changes: documents.changes.all,
		interactions: judged.map(({ isBroken, isUsing, ...each }) => ({
			...each,
			change: isBroken ? 'broken' : isUsing ? 'affected' : 'unaffected',
		})),
	};
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
