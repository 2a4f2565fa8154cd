/** The report as JUnit XML: a test case for every interaction and every step, and one for what belongs to no interaction. */
import type { InteractionRef } from '../exchange/exchange';
import { type Finding, type Verdict, verdictOf } from '../exchange/finding';
import { changesOf } from './changes';
import type { Report } from './report';
import { forPeople, placeInWords, withEntities } from './words';

interface TestCase {
	readonly name: string;
	readonly group: string;
	readonly file?: string;
	readonly seconds?: number;
	/** What GitLab and Jenkins show beside it. */
	readonly properties?: Readonly<Record<string, string>>;
	readonly verdict: Verdict;
	readonly findings: readonly Finding[];
	/** What else is known of it. */
	readonly notes?: readonly string[];
}

/** A disagreement is a failure, what could not be judged an error, as JUnit understands the two. */
const elements = { agree: undefined, disagree: 'failure', unjudged: 'error' } as const;

export const toJunit = forPeople((report) => {
	const cases = testCasesOf(report);
	const count = (verdict: Verdict) => cases.filter((each) => each.verdict === verdict).length;
	const { steps, spec } = report;
	const time = `time="${secondsOf(steps.reduce((sum, { seconds }) => sum + seconds, 0))}"`;
	const counts = `tests="${cases.length}" failures="${count('disagree')}" errors="${count('unjudged')}" ${time}`;
	return [
		'<?xml version="1.0" encoding="UTF-8"?>',
		`<testsuites name="contract" ${counts}>`,
		`  <testsuite name="contract ${report.command}" ${counts}>`,
		...propertiesOf({ verdict: report.verdict, spec: spec.file, 'spec.version': spec.version }, '    '),
		...cases.map(inXml),
		'  </testsuite>',
		'</testsuites>',
		'',
	].join('\n');
});

function testCasesOf(report: Report): TestCase[] {
	const { command, strict, interactions, findings, steps } = report;
	// An interaction that could not be recorded is in no pact.
	const keyOf = ({ file, index }: Omit<InteractionRef, 'description'>) => JSON.stringify([file, index]);
	const byKey = new Map(interactions.map((each) => [keyOf(each), [] as Finding[]]));
	const general: Finding[] = [];
	for (const each of findings) ((each.interaction && byKey.get(keyOf(each.interaction))) ?? general).push(each);
	return [
		...interactions.map((each): TestCase => {
			const { file, description, operation, verdict } = each;
			const own = byKey.get(keyOf(each)) ?? [];
			const fingerprints = [...new Set(own.map(({ fingerprint }) => fingerprint))].join(' ');
			const properties = fingerprints === '' ? {} : { fingerprints };
			const notes = each.change
				? [each.change, ...changesOf(each, report).map(({ title, places }) => `${title} (${places})`)]
				: [];
			return { name: description, group: operation ?? 'no operation', file, verdict, findings: own, properties, notes };
		}),
		...steps.map(({ step, seconds, sentence, verdict }): TestCase => {
			return { name: `step ${step}`, group: 'contract', verdict, findings: [], seconds, notes: [sentence] };
		}),
		{ name: `${command}: the run itself`, group: 'contract', verdict: verdictOf(general, strict), findings: general },
	];
}

function inXml({ name, group, file, verdict, findings, seconds, properties = {}, notes = [] }: TestCase): string {
	const place = file === undefined ? '' : ` file="${attribute(file)}"`;
	const time = seconds === undefined ? '' : ` time="${secondsOf(seconds)}"`;
	const open = `    <testcase name="${attribute(name)}" classname="${attribute(group)}"${place}${time}`;
	const text = escaped([...findings.map(inWords), ...notes].join('\n'));
	const element = elements[verdict];
	const lines = propertiesOf(properties, '      ');
	if (element !== undefined) {
		const [type, message] = reasonOf(verdict, findings, notes);
		lines.push(`      <${element} type="${type}" message="${attribute(message)}">${text}</${element}>`);
	} else if (text !== '') lines.push(`      <system-out>${text}</system-out>`);
	return lines.length === 0 ? `${open}/>` : [`${open}>`, ...lines, '    </testcase>'].join('\n');
}

function propertiesOf(properties: Readonly<Record<string, string>>, indent: string): string[] {
	const all = Object.entries(properties).map(
		([name, value]) => `${indent}  <property name="${name}" value="${attribute(value)}"/>`,
	);
	return all.length === 0 ? [] : [`${indent}<properties>`, ...all, `${indent}</properties>`];
}

const secondsOf = (seconds: number) => seconds.toFixed(3);

/** The finding that the verdict follows from; where it follows from the run alone, there is none. */
function reasonOf(
	verdict: Verdict,
	findings: readonly Finding[],
	notes: readonly string[],
): [type: string, message: string] {
	const counting = findings.filter(({ accepted }) => !accepted);
	const wanted = verdict === 'disagree' ? 'error' : 'unjudged';
	const warning = verdict === 'disagree' ? counting.find(({ severity }) => severity === 'warning') : undefined;
	const cause = counting.find(({ severity }) => severity === wanted) ?? warning;
	if (cause) return [cause.code, cause.message];
	return [verdict, notes[0] ?? 'Could not be judged; see the run itself.'];
}

function inWords({ severity, code, message, at, spec, accepted }: Finding): string {
	const places = [at && placeInWords(at), spec && `${placeInWords(spec)} ${spec.pointer}`].filter(Boolean).join(', ');
	return `${accepted ? 'accepted' : severity} ${code}: ${message}${places === '' ? '' : ` (${places})`}`;
}

/** A parser makes a space of a line end in an attribute unless it is escaped. */
const attribute = (text: string) => withEntities(printable(text), /[&<>"\r\n\t]/g);
const escaped = (text: string) => withEntities(printable(text), /[&<>\r]/g);

/** XML 1.0 has no place for control characters and lone surrogates, not even escaped. */
const printable = (text: string) =>
	text.replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '\u{fffd}');
