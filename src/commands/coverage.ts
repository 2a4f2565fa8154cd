/** `contract coverage`: what of the spec the named pacts exercise, and what not. The gate counts the same. */
import { check } from '../check/check';
import type { MinCoverage } from '../config/min-coverage';
import { Coverage } from '../coverage/coverage';
import { countsInWords, coverageReport } from '../coverage/report';
import { most } from '../coverage/schema-places';
import { lowCoverage } from '../coverage/threshold';
import type { Exchange } from '../exchange/exchange';
import { type Finding, finding } from '../exchange/finding';
import type { PactFile } from '../pact/pact-file';
import type { Judged } from '../report/report';
import { readOwnPacts, unsupported } from './inputs';
import { type Run, type StepResult, stepResult, withFindings } from './step';

export interface CoverageOptions {
	readonly minCoverage: MinCoverage | undefined;
}

/** Throws `InputError` where a pact cannot be read. */
export async function runCoverage(
	{ files, ...options }: CoverageOptions & { readonly files: readonly string[] },
	run: Run,
): Promise<StepResult[]> {
	const { pacts, findings } = await readOwnPacts(files, run.settings);
	run.progress.show(`coverage: the contract over ${run.spec.document.file}`);
	const counting = coverageOf(pacts, run);
	return [withFindings(coverageStep(counting, options, run, counting.judged), findings, pacts)];
}

/** What pacts exercise; what a provider answers in the same run may be added. */
export interface Counting {
	readonly coverage: Coverage;
	readonly judged: readonly Judged[];
	readonly findings: readonly Finding[];
	readonly seconds: number;
	see(exchange: Exchange): void;
}

export function coverageOf(pacts: readonly PactFile[], { spec }: Run): Counting {
	const started = performance.now();
	const coverage = new Coverage(spec);
	const judged: Judged[] = [];
	const findings: Finding[] = [];
	for (const { interactions } of pacts) {
		const others = interactions.filter((each) => each.kind === 'other');
		const unjudged = unsupported(others, others.length === interactions.length);
		judged.push(...unjudged.judged);
		findings.push(...unjudged.findings);
		for (const each of interactions) {
			if (each.kind === 'other') continue;
			const { ref, exchange } = each;
			const { method, path } = exchange.request;
			const operation = spec.operations.find(method, path)?.operation.name;
			// What belongs to no operation covers nothing, and that is the finding of check.
			const own = operation === undefined ? check(exchange, spec, 'contract').findings : coverage.expect(exchange);
			judged.push({ ref, operation, findings: own });
		}
	}
	let milliseconds = performance.now() - started;
	return {
		...{ coverage, judged, findings },
		get seconds() {
			return milliseconds / 1000;
		},
		see(exchange) {
			const begun = performance.now();
			coverage.see(exchange);
			milliseconds += performance.now() - begun;
		},
	};
}

/** `judged` are the interactions, where no other step of the run judges them. */
export function coverageStep(
	counting: Counting,
	options: CoverageOptions,
	run: Run,
	judged: readonly Judged[] = [],
): StepResult {
	const started = performance.now() - counting.seconds * 1000;
	const { spec, settings, acceptances } = run;
	const coverage = coverageReport(counting.coverage.places, spec);
	const least = options.minCoverage ?? run.minCoverage;
	const origin = options.minCoverage === undefined ? `minCoverage in ${settings.file}` : '--min-coverage';
	const findings = [
		...(judged.length > 0 ? counting.findings : []),
		...(least === undefined ? [] : lowCoverage(coverage, least, origin)),
		...counting.coverage.cut.map(cutFinding),
	];
	return stepResult('coverage', started, countsInWords(coverage), { acceptances, judged, findings, coverage });
}

function cutFinding(what: string): Finding {
	const title = `Coverage counts the first ${most} schemas of ${what}: its schemas refer to each other in more ways.`;
	return finding({ code: 'coverage.cut', title, detail: what });
}
