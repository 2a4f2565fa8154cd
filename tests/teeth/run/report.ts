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
	for (const kind of kinds) {
		const own = judgements.filter(({ mutant }) => mutant.kind === kind);
		if (own.length === 0) continue;
		yield '';
		yield kind;
		for (const { mutant, verdict, caughtBy, fault } of own) {
			const { expected, name } = mutant;
			const wanted = expected.outcome === 'caught' ? expected.verdict : expected.outcome;
			yield `  ${fault === undefined ? 'ok ' : 'BAD'} ${wanted.padEnd(9)} ${verdict.padEnd(9)} ${noticed(caughtBy).padEnd(7)} ${name}${fault === undefined ? '' : `: ${fault}`}`;
		}
	}
	const loose = judgements.filter(({ mutant }) => mutant.expected.outcome === 'loose');
	if (loose.length > 0) {
		yield '';
		yield 'loose: wrong, and neither the spec nor the contract rules it out';
		for (const { mutant } of loose) yield `  ${mutant.name}: ${mutant.expected.because}`;
	}
	const wrong = judgements.filter(({ fault }) => fault !== undefined);
	if (wrong.length > 0) {
		yield '';
		yield 'not as it has to be';
		for (const { mutant, verdict, codes, fault } of wrong) {
			yield `  ${mutant.name}: ${fault}`;
			yield `      expected ${mutant.expected.outcome}, because ${mutant.expected.because}; came ${verdict} (${codes.join(', ') || 'nothing'})`;
		}
	}
	const { caught, green, loose: listed, passed, failed } = scoreOf(judgements);
	yield '';
	yield `${caught[0]} of ${caught[1]} mutants that break the spec or the contract are caught; ${green[0]} of ${green[1]} harmless ones stay green; ${listed[1]} loose listed`;
	yield `teeth: ${passed} passed, ${failed} failed`;
}

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
