/** The changes between two documents, and who uses each. */
import type { Exchange } from '../exchange/exchange';
import type { Operation } from '../openapi/path/operation';
import type { Spec } from '../openapi/spec';
import { type Change, Changes } from './change';
import { Comparison } from './compare';
import { Differences } from './differences';
import { operationParts } from './operation';
import { type Pairing, pairOperations } from './pairing';
import type { Parts, SchemaPair, Used, UsedValue } from './part';
import { nothingUsed, Uses } from './use';
import { differs, type Specs, walkAbsent, walkPair, walkValue } from './walk';

export class DocumentDiff {
	readonly changes = new Changes();
	private readonly specs: Specs;
	private readonly oldUses: Uses;
	private readonly newUses: Uses;
	private readonly pairing: Pairing;
	private readonly parts = new Map<Operation, Parts>();
	private readonly seen = new Set<string>();

	constructor(old: Spec, next: Spec) {
		const comparison = new Comparison(old.document, next.document);
		this.specs = { old, new: next, comparison, differences: new Differences(comparison) };
		[this.oldUses, this.newUses] = [new Uses(old), new Uses(next)];
		this.pairing = pairOperations(old, next);
	}

	/** Compares the operation of an interaction, which is not limited in time. */
	prepare(exchange: Exchange): void {
		const match = this.oldUses.matchOf(exchange);
		if (match) this.partsOf(match.operation);
	}

	/** Whether the interaction uses anything that changed. */
	use(exchange: Exchange): boolean {
		const [old, next] = [this.oldUses.matchOf(exchange), this.newUses.matchOf(exchange)];
		const ref = exchange.interaction;
		let isUsing = false;
		const use = (change: Change, part: string, instance = '') => {
			isUsing = true;
			this.changes.use(change, { part, instance }, ref);
		};
		const removed = this.pairing.removed.find((each) => each === old?.operation);
		if (removed) use(...this.loneChange('removed', removed));
		const added = this.pairing.added.find((each) => each === next?.operation);
		if (added) use(...this.loneChange('added', added));
		const parts = old && this.partsOf(old.operation);
		if (!old || !parts || parts.changes.length + parts.schemas.length === 0) return isUsing;
		const before = this.oldUses.of(exchange, old);
		const isPair = next && this.pairing.pairs.get(old.operation) === next.operation;
		const after = isPair ? this.newUses.of(exchange, next) : nothingUsed;
		for (const each of parts.changes) if (each.uses(before, after)) use(each, each.part);
		for (const pair of parts.schemas) {
			const values = valuesFor(pair, before, after);
			for (const { value } of values) {
				walkValue(this.specs, pair, value, (effect, instance) => use(effect, pair.part, instance));
			}
			const isSent = values.length > 0 || pair.uses(before, after);
			if (!isSent && pair.isParameter) walkAbsent(this.specs, pair, (effect) => use(effect, pair.part));
			// A body that is not read by value, and headers, are used as a whole.
			if (values.length === 0 && isSent) {
				walkPair(this.specs, pair, new Set(), (effect, instance) => use(effect, pair.part, instance));
			}
		}
		return isUsing;
	}

	/** The changes that no interaction uses; last, so that those of the contract's operations are named by them. */
	addUnused(): void {
		const used = new Set(this.parts.keys());
		const operations = [...this.pairing.pairs.keys()].sort(
			(one, other) => Number(used.has(other)) - Number(used.has(one)),
		);
		for (const each of operations) {
			const isOfContract = used.has(each);
			const parts = this.partsOf(each);
			for (const change of parts?.changes ?? []) {
				this.changes.add(change, { part: change.part, instance: '' }, isOfContract);
			}
			for (const pair of parts?.schemas ?? []) {
				walkPair(this.specs, pair, this.seen, (effect, instance) =>
					this.changes.add(effect, { part: pair.part, instance }, isOfContract),
				);
			}
		}
		for (const kind of ['removed', 'added'] as const) {
			for (const each of this.pairing[kind]) {
				const [change, part] = this.loneChange(kind, each);
				this.changes.add(change, { part, instance: '' }, false);
			}
		}
	}

	/** What changed between the two, and the schemas that differ. */
	private partsOf(operation: Operation): Parts | undefined {
		const other = this.pairing.pairs.get(operation);
		if (!other) return undefined;
		const known = this.parts.get(operation);
		if (known) return known;
		const all = operationParts({ old: this.oldUses.contextOf(operation), new: this.newUses.contextOf(other) });
		const parts = { changes: all.changes, schemas: all.schemas.filter((each) => differs(this.specs, each)) };
		this.parts.set(operation, parts);
		return parts;
	}

	private loneChange(kind: 'added' | 'removed', { name, method, path, pointer }: Operation) {
		const request = `${method} ${path}`;
		const part = `Operation ${name}${name === request ? '' : ` (${request})`}`;
		const [old, next] = kind === 'added' ? ['/paths', pointer] : [pointer, '/paths'];
		return [{ kind, old, new: next, words: kind }, part] as const;
	}
}

/** The values that an interaction has for a pair of schemas, by either document. */
function valuesFor({ old, new: next, status }: SchemaPair, used: Used, now: Used): UsedValue[] {
	const found = used.values.filter((each) => each.schema === old && each.status === status?.old);
	return found.length > 0 ? found : now.values.filter((each) => each.schema === next && each.status === status?.new);
}
