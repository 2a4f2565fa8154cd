/** Holds coverage against the least that is accepted: a finding for each place that a kind below it lacks. */
import { type CoverageKind, coverageKinds, type MinCoverage } from '../config/min-coverage';
import { type Finding, finding } from '../exchange/finding';
import { counted } from '../json/text';
import { inWords, isCovered, ranked } from './gaps';
import { countedAs } from './place';
import { type Count, type CoverageReport, kindInWords } from './report';

/** More places of one threshold are counted. */
const most = 20;

/** `origin` is where the threshold comes from: the option, or the name of the config. */
export function lowCoverage(coverage: CoverageReport, least: MinCoverage, origin: string): Finding[] {
	if (typeof least === 'number') {
		const covered = coverageKinds.reduce((sum, kind) => sum + coverage[kind].covered, 0);
		const total = coverageKinds.reduce((sum, kind) => sum + coverage[kind].total, 0);
		return findingsOf(coverage, coverageKinds, { covered, total }, least, origin);
	}
	return coverageKinds.flatMap((kind) => {
		const wanted = least[kind];
		return wanted === undefined ? [] : findingsOf(coverage, [kind], coverage[kind], wanted, origin);
	});
}

function findingsOf(
	{ places }: CoverageReport,
	kinds: readonly CoverageKind[],
	{ covered, total }: Count,
	least: number,
	origin: string,
): Finding[] {
	if (covered * 100 >= least * total) return [];
	const [only = ''] = kinds;
	const what = kinds.length > 1 ? 'places' : kindInWords(only as CoverageKind);
	// What is short of the threshold never reads as if it met it.
	const share = `${Math.floor((covered * 1000) / total) / 10} %`;
	const received = `${covered} of ${total} ${what} (${share})`;
	const open = ranked(places.filter(({ kind, state }) => kinds.includes(countedAs[kind]) && !isCovered(state)));
	const rest = open.length > most ? `, and ${counted(open.length - most, 'more place')} likewise` : '';
	return open.slice(0, most).map((place, index, { length }) =>
		finding({
			code: 'coverage.low',
			title: `${inWords(place)}${index === length - 1 ? rest : ''}; covered are ${received}, and the least is ${least} %.`,
			fix: ['Cover it in a consumer test.', `Lower the threshold (${origin}).`],
			...{ received, allowed: `at least ${least} %` },
			at: place.spec,
			detail: kinds.length > 1 ? 'all kinds' : only,
		}),
	);
}
