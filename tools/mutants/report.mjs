/** What the judgement of the mutants comes to, in words: per file, then every mutant that lives, then the score. */

export function scoreOf(mutants) {
	const counted = mutants.filter(({ reason }) => reason === undefined);
	return (100 * counted.filter(isKilled).length) / counted.length;
}

export function* wordsOf(mutants, threshold) {
	const files = [...new Set(mutants.map(({ file }) => file))];
	const width = Math.max(...files.map(({ length }) => length));
	for (const file of files) {
		const own = mutants.filter((each) => each.file === file);
		yield `${file.padEnd(width)}  ${percent(scoreOf(own))}  ${counts(own)}`;
	}
	for (const each of mutants.filter((mutant) => !isKilled(mutant))) {
		const { file, line, operator, source, replacement, fate, reason } = each;
		const change = replacement === '' ? shortened(source) : `${shortened(source)} → ${shortened(replacement)}`;
		yield `${file}:${line}: ${reason ? `equivalent, because ${reason}` : fate}: ${operator}: ${change}`;
	}
	yield `mutants: ${percent(scoreOf(mutants))} caught; ${counts(mutants)}; to be reached: ${threshold} %`;
}

/** The entries of the list of equivalents that a test tells apart after all. */
export const refuted = (mutants) => mutants.filter((each) => each.reason !== undefined && isKilled(each));

const isKilled = ({ fate }) => fate === 'killed';
const percent = (score) => `${Number.isNaN(score) ? '–' : (Math.floor(score * 10) / 10).toFixed(1)} %`;
const shortened = (text) => (text.length > 120 ? `${text.slice(0, 119)}…` : text);

function counts(mutants) {
	const counted = mutants.filter(({ reason }) => reason === undefined);
	const killed = counted.filter(isKilled).length;
	const unreached = counted.filter(({ fate }) => fate === 'not reached').length;
	return `${killed} of ${counted.length} caught, ${counted.length - killed - unreached} survived, ${unreached} not reached, ${mutants.length - counted.length} equivalent`;
}
