/**
 * Has the real client call each operation that it uses, once for every answer that the spec allows, and holds what it makes
 * of the answer against its entry: it returns, or throws the class that the entry names.
 */
import { keyFor, statusesIn } from '../check/body/response';
import { check } from '../check/check';
import { attempt, isFault } from '../check/judgement';
import type { Finding } from '../exchange/finding';
import { child } from '../json/pointer';
import { didYouMean } from '../json/text';
import type { Operation } from '../openapi/path/operation';
import type { Spec } from '../openapi/spec';
import type { Client } from './client/client';
import type { Entry } from './client/protocol';
import * as findings from './findings';
import { VariantServer } from './server';
import { exchangeOf, type Variant } from './variants/variant';
import { type Variants, variantsOf } from './variants/variants';

export interface TolerateOptions {
	/** The folder of the entries, for messages. */
	readonly folder: string;
	/** The config, for messages. */
	readonly config: string;
	/** Operations of the contract, by name: one without an entry is a finding. */
	readonly operations?: readonly string[];
	/** Which operations are tried; all that have an entry by default. */
	readonly onlyOperation?: (name: string) => boolean;
	/** Which variants are tried; all by default. */
	readonly only?: (variant: Variant) => boolean;
	readonly onProgress?: (operation: string, done: number, of: number) => void;
}

/** What came of one variant; it was tolerated if there is no finding. */
export interface VariantResult {
	readonly variant: Variant;
	readonly finding?: Finding;
}

export interface Tolerance {
	readonly results: readonly VariantResult[];
	/** What belongs to no variant: what was not tried. Those of the variants stand in `results`. */
	readonly findings: readonly Finding[];
	/** Every variant that could have been chosen, for what `only` asks for in vain. */
	readonly derived: readonly Variant[];
	/** How many changes no answer was found for. */
	readonly omitted: number;
}

/** Milliseconds for one call; a client that may repeat its request may wait before it does. */
const patience = { once: 2_000, repeating: 15_000 };

/** So many calls of one operation may go on for ever before the rest is not tried. */
const mostEndless = 3;

export async function tolerate(spec: Spec, client: Client, options: TolerateOptions): Promise<Tolerance> {
	const { folder, config, operations = [], onlyOperation = () => true } = options;
	const found: Finding[] = [];
	// Derived and judged while the client is loaded.
	const expected = operations.filter(onlyOperation).map((name) => operationNamed(spec, name));
	const early = new Map(expected.flatMap((each) => (each ? [[each.name, variantsOf(spec, each)] as const] : [])));

	for (const { variants } of early.values()) for (const each of variants) disallowedBy(spec, each);
	const { entries, hasClient } = await client.entries();
	if (!hasClient) return { results: [], findings: [findings.withoutClient(config)], derived: [], omitted: 0 };
	const wanted = entries.filter(({ operation }) => onlyOperation(operation));
	const missing = operations.filter(
		(each) => onlyOperation(each) && entries.every(({ operation }) => operation !== each),
	);
	found.push(...missing.map((each) => findings.withoutEntry(each, folder)));
	if (wanted.length + missing.length === 0) found.push(findings.withoutEntries(folder));
	const results: VariantResult[] = [];
	const derived: Variant[] = [];
	let omitted = 0;
	const server = new VariantServer(spec);
	await server.listen();
	try {
		for (const entry of wanted) {
			const plan = planOf(spec, entry, early.get(entry.operation));
			found.push(...plan.findings);
			derived.push(...plan.variants);
			omitted += plan.omitted;
			const chosen = plan.variants.filter((each) => options.only?.(each) ?? true);
			const tried = await tryAll(spec, client, server, entry, chosen, options);
			results.push(...tried.results);
			found.push(...tried.findings);
		}
	} finally {
		await server.close();
	}
	return { results, findings: found, derived, omitted };
}

const operationNamed = ({ operations: { operations } }: Spec, name: string): Operation | undefined =>
	operations.find((each) => each.name === name) ?? operations.find((each) => `${each.method} ${each.path}` === name);

interface Plan {
	readonly variants: readonly Variant[];
	readonly findings: readonly Finding[];
	readonly omitted: number;
}

function planOf(spec: Spec, entry: Entry, early: Variants | undefined): Plan {
	const { document, operations } = spec;
	const operation = operationNamed(spec, entry.operation);
	const nothing = (each: Finding): Plan => ({ variants: [], findings: [each], omitted: 0 });
	if (!operation) {
		const known = operations.operations.map(({ name }) => name);
		return nothing(findings.unknownOperation(entry, document.file, didYouMean(entry.operation, known)));
	}
	if (!entry.hasExample) return nothing(findings.withoutExample(entry));
	const named = Object.keys(entry.outcomes).map(Number);
	const responses = attempt(() => spec.document.follow(child(operation.pointer, 'responses')));
	const documented = isFault(responses) ? [] : statusesIn(responses.value);
	const isSimple = documented.every((key) => /^\d{3}$/.test(key));
	const { variants, omitted, cut, without } = (isSimple ? early : undefined) ?? variantsOf(spec, operation, named);
	const silent = [...new Set(variants.map(({ status }) => status))].filter((each) => !named.includes(each));
	const undocumented = named.filter((each) => keyFor(documented, each) === undefined);
	return {
		variants: variants.filter(({ status }) => named.includes(status)),
		omitted,
		findings: [
			...without.map((key) => findings.withoutVariants(operation.name, key, spec)),
			...(documented.length === 0 ? [findings.withoutVariants(operation.name, 'responses', spec)] : []),
			...silent.map((status) => findings.withoutOutcome(entry, status)),
			...undocumented.map((each) => findings.undocumentedOutcome(entry, each, document.file, documented)),
			...(cut > 0 ? [findings.notAllTried(operation.name, cut, 'which is more than is tried of one operation')] : []),
		],
	};
}

const judged = new WeakMap<Variant, readonly Finding[]>();

/** Why the spec does not allow the variant, by `check` in the role provider; empty if it does. */
function disallowedBy(spec: Spec, variant: Variant): readonly Finding[] {
	const known = judged.get(variant);
	if (known) return known;
	const { findings: all } = check(exchangeOf(variant), spec, 'provider');
	const errors = all.filter(({ severity }) => severity === 'error');
	judged.set(variant, errors);
	return errors;
}

async function tryAll(
	spec: Spec,
	client: Client,
	server: VariantServer,
	entry: Entry,
	variants: readonly Variant[],
	{ onProgress }: TolerateOptions,
): Promise<Omit<Tolerance, 'derived' | 'omitted'>> {
	const results: VariantResult[] = [];
	const found: Finding[] = [];
	let endless = 0;
	for (const [index, variant] of variants.entries()) {
		onProgress?.(entry.operation, index + 1, variants.length);
		const reasons = disallowedBy(spec, variant);
		if (reasons.length > 0) {
			results.push({ variant, finding: findings.disallowed(variant, reasons, spec.document.file) });
			continue;
		}
		server.serve(variant);
		const { status } = variant;
		const call = { operation: entry.operation, status, baseUrl: server.url };
		const outcome = await client.call(call, findings.mayRepeat(status) ? patience.repeating : patience.once);
		const { requests, strays } = server;
		const wrong = findings.intolerance(spec, variant, entry, { outcome, requests, strays });
		results.push({ variant, ...(wrong && { finding: wrong }) });
		endless += outcome.kind === 'endless' ? 1 : 0;
		const rest = variants.length - index - 1;
		if (endless >= mostEndless && rest > 0) {
			found.push(findings.notAllTried(entry.operation, rest, `for ${endless} calls did not return in time`));
			break;
		}
	}
	const late = client.takeLate();
	const last = results.at(-1);
	if (late && last && !last.finding) {
		const trial = { outcome: late, requests: 1, strays: [] };
		const wrong = findings.intolerance(spec, last.variant, entry, trial);
		results.splice(-1, 1, { variant: last.variant, ...(wrong && { finding: wrong }) });
	}
	return { results, findings: found };
}
