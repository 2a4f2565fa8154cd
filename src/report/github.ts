/** The report as GitHub workflow commands: the verdict, then annotations at the places to change. */
import type { Finding } from '../exchange/finding';
import { changesIn, type ShownChange } from './changes';
import { forPeople, placeInWords, summaryInWords } from './words';

const levels = { agree: 'notice', disagree: 'error', unjudged: 'warning' } as const;

/** GitHub shows the first ten annotations of a kind, so the verdict comes before the findings. */
export const toGithub = forPeople((report) => {
	const { command, verdict, findings } = report;
	const line = `contract ${command}: ${verdict}, ${summaryInWords(report)}`;
	const { used } = changesIn(report);
	const lines = [
		`::${levels[verdict]} title=contract::${data(line)}`,
		...findings.map(annotation),
		...used.map(notice),
	];
	return `${lines.join('\n')}\n`;
});

const kinds = { error: 'error', unjudged: 'error', warning: 'warning', note: 'notice' } as const;

/** Stands where somebody can change something: in the pact, or in the spec where the exchange is in no file. */
function annotation({ severity, code, message, at, spec, interaction, accepted }: Finding): string {
	const [place, other] = at?.file === undefined ? [spec ?? at, at] : [at, spec];
	const properties = [
		place?.file === undefined ? '' : `file=${property(place.file)}`,
		place?.line === undefined ? '' : `line=${place.line}`,
		place?.column === undefined ? '' : `col=${place.column}`,
		`title=${property(code)}`,
	].filter((each) => each !== '');
	const where = interaction ? `\nIn: ${interaction.description}` : '';
	const also =
		other && other !== place ? `\n${placeInWords(other)}${other.file === undefined ? '' : ` ${other.pointer}`}` : '';
	return `::${accepted ? 'notice' : kinds[severity]} ${properties.join(',')}::${data(message + where + also)}`;
}

/** A change stands in the new spec, at the line to look at. */
function notice({ title, places, new: { file, line }, users }: ShownChange): string {
	const where = `file=${property(file)}${line === undefined ? '' : `,line=${line}`}`;
	return `::notice ${where},title=change::${data(`${title}\n${places}\nIn: ${users.join(' · ')}`)}`;
}

const data = (text: string) => text.replaceAll('%', '%25').replaceAll('\n', '%0A');
const property = (text: string) => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
