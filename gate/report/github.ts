/** The report as GitHub workflow commands: annotations at the place to change, then the verdict. */
import type { Finding } from '../finding';
import type { Report } from './report';

export function toGithub(report: Report): string {
	const { verdict, summary } = report;
	const line = `contract ${report.command}: ${verdict}, ${summary.interactions} interactions, ${summary.errors} errors, ${summary.warnings} warnings`;
	const level = verdict === 'agree' ? 'notice' : verdict === 'unjudged' ? 'warning' : 'error';
	return `${[...report.findings.map(annotation), `::${level} title=contract::${data(line)}`].join('\n')}\n`;
}

function annotation({ severity, code, message, at, spec }: Finding): string {
	const place = at?.line === undefined ? (spec ?? at) : at;
	const other = place === at && spec ? `\n${spec.file ?? ''}:${spec.line ?? ''} ${spec.pointer}` : '';
	const properties = [
		place?.file === undefined ? '' : `file=${property(place.file)}`,
		place?.line === undefined ? '' : `line=${place.line}`,
		place?.column === undefined ? '' : `col=${place.column}`,
		`title=${property(code)}`,
	].filter((each) => each !== '');
	return `::${severity} ${properties.join(',')}::${data(message + other)}`;
}

const data = (text: string) => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const property = (text: string) => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
