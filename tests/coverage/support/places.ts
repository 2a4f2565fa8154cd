/** The places of a pact as lines: kind, state, operation, status, instance, line in the spec, interactions. */
import { Coverage } from '../../../src/coverage/coverage';
import { type CoverageReport, coverageReport } from '../../../src/coverage/report';
import { loadSpec, type Spec } from '../../../src/openapi/spec';
import { readPact } from '../../../src/pact/pact-file';

export async function coverageIn(spec: Spec, pact: string): Promise<Coverage> {
	const coverage = new Coverage(spec);
	for (const each of (await readPact(pact)).interactions) {
		if (each.kind === 'http') expect(coverage.expect(each.exchange)).toEqual([]);
	}
	return coverage;
}

export async function placesIn(specFile: string, pact: string): Promise<string[]> {
	const spec = await loadSpec(specFile);
	return linesOf(coverageReport((await coverageIn(spec, pact)).places, spec));
}

export const linesOf = ({ places }: CoverageReport): string[] =>
	places.map(({ kind, state, operation, status = '-', instance, spec, by }) => {
		const interactions = by.map(({ index }) => index).join(',');
		return `${kind} ${state} ${operation} ${status} ${instance || '-'} :${spec.line} by ${interactions}`.trimEnd();
	});
