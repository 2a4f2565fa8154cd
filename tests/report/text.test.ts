/** The text report on a terminal: color, width, and one cause shared by many interactions. */
import { stripVTControlCharacters } from 'node:util';
import { finding } from '../../src/exchange/finding';
import { makeReport } from '../../src/report/report';
import { toText } from '../../src/report/text';
import { fixtures, readFixture } from './fixture';

test.each(fixtures)('%s: color changes nothing but color', (name) => {
	const { report, extras } = readFixture(name);
	const plain = toText(report, extras);
	const colored = toText(report, extras, { hasColor: true, width: undefined });
	expect(stripVTControlCharacters(plain)).toBe(plain);
	expect(colored).not.toBe(plain);
	expect(stripVTControlCharacters(colored)).toBe(plain);
});

test.each(fixtures)('%s: wrapped at the width, never inside a word', (name) => {
	const { report, extras } = readFixture(name);
	const words = (text: string) => text.split(/\s+/).filter((each) => each !== '');
	const wrapped = toText(report, extras, { hasColor: false, width: 60 });
	expect(words(wrapped)).toEqual(words(toText(report, extras)));
	const paragraphs = wrapped.split('\n\n').filter((each) => /^ {2}id {4}/m.test(each));
	for (const line of paragraphs.join('\n').split('\n')) {
		// One word, and a code beside its place, may be longer than the line.
		if (line.length > 60) expect(line.trim().split(/ +/).length).toBeLessThanOrEqual(3);
	}
});

test('a cause is printed once, with its interactions, places and titles', () => {
	const findings = Array.from({ length: 7 }, (_, index) =>
		finding({
			code: 'response.body.invalid',
			title: `Response body /month: expected at most 12, received ${13 + (index % 2)}.`,
			fix: ['Report it to the provider.', 'Update spec/openapi.yaml if the API has changed.'],
			instance: '/month',
			interaction: { file: 'pacts/x.json', index, description: `changes thing ${index}` },
			at: { file: 'pacts/x.json', pointer: `/interactions/${index}`, line: index + 1, column: 3 },
			spec: { file: 'spec/openapi.yaml', pointer: '/a', line: 311, column: 20 },
		}),
	);
	const spec = { file: 'spec/openapi.yaml', version: '1' };
	const report = makeReport({ command: 'check', spec, strict: false, judged: [], findings });
	expect(toText(report, { notes: [] })).toBe(
		`${[
			`✗ response.body.invalid${' '.repeat(53)}spec/openapi.yaml:311:20`,
			'  Response body /month: expected at most 12, received 13.',
			'  Response body /month: expected at most 12, received 14.',
			`  in    ${Array.from({ length: 7 }, (_, index) => `changes thing ${index}`).join(' · ')}`,
			...['1', '2', '3', '4', '5'].map((line, index) => `  ${index === 0 ? 'at' : '  '}    pacts/x.json:${line}:3`),
			'        and 2 more',
			'  fix   report it to the provider, or update spec/openapi.yaml if the API has changed',
			`  id    ${findings[0]?.fingerprint}`,
			'',
			'DISAGREE  something has to change',
			'          0 of 0 interactions judged; findings: 7 errors',
		].join('\n')}\n`,
	);
});
