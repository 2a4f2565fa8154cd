/** The JUnit report parsed as XML, with hostile descriptions too. */
import { toJunit } from '../../src/report/junit';
import { fixtures, readFixture } from './fixture';
import { type Element, parseXml } from './xml';

const suiteOf = (root: Element) => root.children[0] ?? { name: '', attributes: {}, children: [], text: '' };
const casesOf = ({ children }: Element) => children.filter(({ name }) => name === 'testcase');
const withChild = (suite: Element, name: string) =>
	suite.children.filter((each) => each.children.some((child) => child.name === name)).length;

describe.each(fixtures)('the JUnit report of %s', (name) => {
	const { report } = readFixture(name);
	const root = parseXml(toJunit(report));
	const suite = suiteOf(root);

	it('has correct counts', () => {
		const counts = {
			tests: String(casesOf(suite).length),
			failures: String(withChild(suite, 'failure')),
			errors: String(withChild(suite, 'error')),
		};
		const time = report.steps.reduce((sum, { seconds }) => sum + seconds, 0).toFixed(3);
		expect(root.attributes).toEqual({ name: 'contract', ...counts, time });
		expect(suite.attributes).toEqual({ name: `contract ${report.command}`, ...counts, time });
		expect(casesOf(suite)).toHaveLength(report.interactions.length + report.steps.length + 1);
	});

	it('fails exactly if the report does', () => {
		const isRed = withChild(suite, 'failure') + withChild(suite, 'error') > 0;
		expect(isRed).toBe(report.verdict !== 'agree');
		expect(withChild(suite, 'failure') > 0).toBe(report.verdict === 'disagree');
	});

	it('has a case for each step, with its time', () => {
		const steps = casesOf(suite).filter(({ attributes }) => attributes.time !== undefined);
		expect(steps.map(({ attributes }) => [attributes.name, attributes.time])).toEqual(
			report.steps.map(({ step, seconds }) => [`step ${step}`, seconds.toFixed(3)]),
		);
	});

	it('has the fingerprints of an interaction as a property', () => {
		const fingerprints = report.findings.flatMap(({ interaction, fingerprint }) => (interaction ? [fingerprint] : []));
		const properties = casesOf(suite).flatMap((each) => each.children.flatMap((child) => child.children));
		const shown = properties.filter(({ attributes }) => attributes.name === 'fingerprints');
		const values = shown.flatMap(({ attributes }) => attributes.value?.split(' ') ?? []);
		expect(new Set(values)).toEqual(new Set(fingerprints));
	});

	it('has every finding once', () => {
		const told = suite.children.flatMap((each) => each.children.map((child) => child.text)).join('\n');
		for (const { code } of report.findings) {
			const expected = report.findings.filter((each) => each.code === code).length;
			expect(told.split(` ${code}: `)).toHaveLength(expected + 1);
		}
	});
});

it('shows a hostile description on one line, except characters that XML forbids', () => {
	const { report } = readFixture('hostile');
	const attributes = casesOf(suiteOf(parseXml(toJunit(report))))[0]?.attributes;
	expect(attributes?.name).toBe(
		"\"><script>alert(1)</script> & 'x' ]]> <b>\\u0000\\u001b[31mred\\u0007\\u009b \\u202eturned\\u2066 🚀 \\ud800 \ufffd\ufffd 50%, a:b\\r\\n::error::two\\tthree",
	);
	expect(attributes?.classname).toBe('<op>&"\\n');
});

it.each([
	['<a>', 'has no end'],
	['<a></b>', 'expected </a>'],
	['<a b="1" b="2"/>', 'a second b'],
	['<a b="<"/>', '< in an attribute'],
	['<a>&nbsp;</a>', 'no such reference'],
	['<a>& </a>', 'no such reference'],
	['<a>&#7;</a>', 'no such reference'],
	['<a>]]></a>', ']]> in text'],
	['<a>\u0007</a>', 'does not allow'],
	['<a>\ud800</a>', 'does not allow'],
	['<a/><b/>', 'after the root'],
])('is parsed by a parser that refuses %j', (xml, reason) => {
	expect(() => parseXml(`<?xml version="1.0" encoding="UTF-8"?>\n${xml}`)).toThrow(reason);
});
