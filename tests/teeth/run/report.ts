/** The table of the mutants, what nobody can catch and why, and the score. */
import { kinds } from '../mutant';
import type { Judgement } from './judge';

export interface Score {
	readonly caught: readonly [number, number];
	readonly green: readonly [number, number];
	readonly loose: readonly [number, number];
	readonly passed: number;
	readonly failed: number;
}

export function scoreOf(judgements: readonly Judgement[]): Score {
	const of = (outcome: string): [number, number] => {
		const own = judgements.filter(({ mutant }) => mutant.expected.outcome === outcome);
		return [own.filter(({ fault }) => fault === undefined).length, own.length];
	};
	const failed = judgements.filter(({ fault }) => fault !== undefined).length;
	return {
		caught: of('caught'),
		green: of('harmless'),
		loose: of('loose'),
		passed: judgements.length - failed,
		failed,
	};
}

export function* linesOf(judgements: readonly Judgement[]): Generator<string> {
	yield row('', 'expected', 'verdict', 'caught by', 'mutant');
	for (const kind of kinds) {
		const own = judgements.filter(({ mutant }) => mutant.kind === kind);
		if (own.length === 0) continue;
		yield* ['', kind];
		for (const { mutant, verdict, caughtBy, fault } of own) {
			const { expected, name } = mutant;
			const wanted = expected.outcome === 'caught' ? expected.verdict : expected.outcome;
			yield row(fault === undefined ? '' : 'BAD', wanted, verdict, noticed(caughtBy), name);
		}
	}
	const loose = judgements.filter(({ mutant }) => mutant.expected.outcome === 'loose');
	for (const because of new Set(loose.map(({ mutant }) => mutant.expected.because))) {
		yield* ['', `loose, for ${because}:`];
		for (const { mutant } of loose) if (mutant.expected.because === because) yield `  ${mutant.name}`;
	}
	for (const { mutant, verdict, codes, fault } of judgements.filter((each) => each.fault !== undefined)) {
		const { outcome, because } = mutant.expected;
		yield* ['', `BAD: ${mutant.name}: ${fault}`];
		yield `  expected ${outcome}, for ${because}; came ${verdict} (${codes.join(', ') || 'without a finding'})`;
	}
	const { caught, green, loose: listed, passed, failed } = scoreOf(judgements);
	const breaking = `${caught[0]} of ${caught[1]} mutants that break the spec or the contract are caught`;
	yield* ['', `${breaking}; ${green[0]} of ${green[1]} harmless ones stay green; ${listed[1]} loose listed`];
	yield `teeth: ${passed} passed, ${failed} failed`;
}

const row = (mark: string, expected: string, verdict: string, by: string, mutant: string): string =>
	`${mark.padEnd(4)}${expected.padEnd(10)}${verdict.padEnd(10)}${by.padEnd(10)} ${mutant}`;

function noticed(caughtBy: readonly string[]): string {
	const [spec, pact] = [caughtBy.includes('spec'), caughtBy.includes('Pact')];
	if (spec && pact) return 'both';
	return spec ? 'spec' : pact ? 'Pact' : caughtBy.includes('suite') ? 'suite' : 'neither';
}

/** One object with the score and every mutant. */
export function toJson(judgements: readonly Judgement[]): string {
	const { caught, green, loose, passed, failed } = scoreOf(judgements);
	const score = {
		caught: caught[0],
		ofBreaking: caught[1],
		green: green[0],
		ofHarmless: green[1],
		loose: loose[1],
		passed,
		failed,
	};
	const mutants = judgements.map(({ mutant: { kind, name, expected }, verdict, caughtBy, codes, fault }) => ({
		kind,
		name,
		expected,
		verdict,
		caughtBy,
		codes,
		...(fault === undefined ? {} : { fault }),
	}));
	return JSON.stringify({ formatVersion: 1, score, mutants }, null, 2);
}
