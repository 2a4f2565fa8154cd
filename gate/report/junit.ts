/** The report as JUnit XML: a test case for every interaction, and one for what belongs to none. */
import type { Finding } from '../finding';
import { placeInWords, type Report } from './report';

export function toJunit(report: Report): string {
	const general = report.findings.filter((each) => each.interaction === undefined);
	const cases = [
		...report.interactions.map(({ file, index, description, operation, verdict }) => {
			const own = report.findings.filter((each) => each.interaction?.file === file && each.interaction.index === index);
			return testCase(description, operation ?? 'no operation', own, verdict);
		}),
		testCase(`${report.command}: the run itself`, 'contract', general, general.length === 0 ? 'agree' : report.verdict),
	];
	const failures = cases.filter((each) => each.includes('<failure')).length;
	const errors = cases.filter((each) => each.includes('<error')).length;
	const counts = `tests="${cases.length}" failures="${failures}" errors="${errors}"`;
	return [
		'<?xml version="1.0" encoding="UTF-8"?>',
		`<testsuites name="contract" ${counts}>`,
		`  <testsuite name="contract ${report.command}" ${counts}>`,
		...cases,
		'  </testsuite>',
		'</testsuites>',
		'',
	].join('\n');
}

function testCase(name: string, group: string, findings: readonly Finding[], verdict: Report['verdict']): string {
	const open = `    <testcase name="${escaped(name)}" classname="${escaped(group)}"`;
	const told = findings.map(inWords).join('\n');
	const element = verdict === 'disagree' ? 'failure' : 'error';
	const worst = findings.find((each) => each.severity === 'error') ?? findings[0];
	if (verdict !== 'agree' && worst) {
		return `${open}>\n      <${element} type="${worst.code}" message="${escaped(worst.message)}">${escaped(told)}</${element}>\n    </testcase>`;
	}
	if (verdict !== 'agree')
		return `${open}>\n      <error type="unjudged" message="It could not be judged."/>\n    </testcase>`;
	return told === '' ? `${open}/>` : `${open}>\n      <system-out>${escaped(told)}</system-out>\n    </testcase>`;
}

function inWords({ severity, code, message, at, spec }: Finding): string {
	const places = [at && placeInWords(at), spec && `${placeInWords(spec)} ${spec.pointer}`].filter(Boolean).join(', ');
	return `${severity} ${code}: ${message}${places === '' ? '' : ` (${places})`}`;
}

/** XML 1.0 allows no control characters but tab and line ends, not even escaped. */
function escaped(text: string): string {
	return [...text]
		.filter((character) => character >= ' ' || '\t\n\r'.includes(character))
		.join('')
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll('"', '&quot;')
		.replaceAll('\n', '&#10;');
}
