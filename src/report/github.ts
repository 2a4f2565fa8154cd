/** The report as GitHub workflow commands: the verdict, then annotations at the places to change. */
import type { Finding } from '../exchange/finding';
import { forPeople, placeInWords, summaryInWords } from './words';

const levels = { agree: 'notice', disagree: 'error', unjudged: 'warning' } as const;

/** GitHub shows the first ten annotations of a kind, so the verdict comes before the findings. */
export const toGithub = forPeople((report) => {
	const { command, verdict, findings } = report;
	const line = `contract ${command}: ${verdict}, ${summaryInWords(report)}`;
	return `${[`::${levels[verdict]} title=contract::${data(line)}`, ...findings.map(annotation)].join('\n')}\n`;
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

const data = (text: string) => text.replaceAll('%', '%25').replaceAll('\n', '%0A');
const property = (text: string) => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
