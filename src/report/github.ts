/** The report as GitHub workflow commands: the verdict, then an annotation for each cause, at the line to look at. */
import { changesIn, type ShownChange } from './changes';
import { byCause, byPlace, type Cause, firstFew, forPeople, placeInWords, placeOfLine, summaryInWords } from './words';

const levels = { agree: 'notice', disagree: 'error', unjudged: 'warning' } as const;

/** GitHub shows ten annotations of a kind for a step; the first is the verdict. */
const most = 9;

export const toGithub = forPeople((report) => {
	const { command, verdict, findings } = report;
	// The worst first: those beyond the limit are only counted.
	const causes = byPlace(findings)
		.toReversed()
		.flatMap(([, own]) => byCause(own))
		.sort((one, other) => rankOf(one) - rankOf(other));
	const annotations = [...causes.map(annotation), ...changesIn(report).used.map(notice)];
	const rest = annotations.length > most ? `; ${annotations.length - most} more are in the report` : '';
	const line = `contract ${command}: ${verdict}, ${summaryInWords(report)}${rest}`;
	return `${[`::${levels[verdict]} title=contract::${data(line)}`, ...annotations.slice(0, most)].join('\n')}\n`;
});

const kinds = { error: 'error', unjudged: 'error', warning: 'warning', note: 'notice' } as const;

const severities = ['error', 'unjudged', 'warning', 'note'] as const;
const rankOf = ({ first }: Cause) => (first.accepted ? severities.length : severities.indexOf(first.severity));

/** Stands at the consumer test that relies on it, else at the line of the spec or of the contract. */
function annotation({ first, titles, interactions, places, tests }: Cause): string {
	const { severity, code, fix, at, source, spec, accepted } = first;
	const place = [source, spec, at].find((each) => each?.file !== undefined);
	const column = place !== undefined && 'column' in place ? place.column : undefined;
	const properties = [
		place?.file === undefined ? '' : `file=${property(place.file)}`,
		place?.line === undefined ? '' : `line=${place.line}`,
		column === undefined ? '' : `col=${column}`,
		`title=${property(code)}`,
	].filter((each) => each !== '');
	const own = place && placeOfLine({ file: place.file ?? '', ...place });
	const all = [...tests, ...(spec?.file === undefined ? [] : [placeInWords(spec)]), ...places];
	const others = all.filter((each) => own === undefined || !`${each}:`.startsWith(`${own}:`));
	const text = [
		...firstFew(titles),
		fix.join(' '),
		...(interactions.length > 0 ? [`In: ${firstFew(interactions).join(' · ')}`] : []),
		...(others.length > 0 ? [`At: ${firstFew(others).join(', ')}`] : []),
	].filter((each) => each !== '');
	return `::${accepted ? 'notice' : kinds[severity]} ${properties.join(',')}::${data(text.join('\n'))}`;
}

/** A change stands in the new spec, at the line to look at. */
function notice({ title, places, new: { file, line }, users }: ShownChange): string {
	const where = `file=${property(file)}${line === undefined ? '' : `,line=${line}`}`;
	return `::notice ${where},title=change::${data(`${title}\n${places}\nIn: ${users.join(' · ')}`)}`;
}

const data = (text: string) => text.replaceAll('%', '%25').replaceAll('\n', '%0A');
const property = (text: string) => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
