/** The report as Markdown: links, limits, and texts that are no markup. */
import { finding } from '../../src/exchange/finding';
import { toMarkdown } from '../../src/report/markdown';
import { makeReport, type ReportInput } from '../../src/report/report';

const spec = { file: 'spec/openapi.yaml', version: '1' };
const reportOf = (input: Partial<ReportInput>) =>
	makeReport({ command: 'check', spec, strict: false, judged: [], findings: [], ...input });

test('a place is a link to its line, where the host of the files is known', () => {
	const at = { file: 'pacts/a b#.json', pointer: '/x', line: 41, column: 18 };
	const report = reportOf({ findings: [finding({ code: 'response.body.invalid', title: 'It is wrong.', at })] });
	const blob = 'https://git.example/team/shop/blob/abc';
	expect(toMarkdown(report, { notes: [], blob })).toContain(
		'| [<code>pacts/a b#.json:41</code>](https://git.example/team/shop/blob/abc/pacts/a%20b%23.json#L41) |',
	);
	expect(toMarkdown(report, { notes: [] })).toContain('| <code>pacts/a b#.json:41</code> |');
});

test('no text becomes markup, breaks a table or notifies anyone', () => {
	const title = 'a | b\n# c <img src=x> [d](https://evil.example) @team **e** _f_ g_h `i` ~~j~~ &amp; \\|';
	const ref = { file: 'pacts/x.json', index: 0, description: title };
	const found = finding({ code: 'response.body.invalid', title, interaction: ref });
	const markdown = toMarkdown(reportOf({ judged: [{ ref, operation: title, findings: [found] }] }), { notes: [title] });
	const shown =
		'a &#124; b&#92;n# c &#60;img src=x&#62; &#91;d&#93;(https:&#47;/evil.example) @\u2060team &#42;&#42;e&#42;&#42; &#95;f&#95; g_h &#96;i&#96; &#126;&#126;j&#126;&#126; &#38;amp; &#92;&#124;';
	expect(markdown.split(shown)).toHaveLength(6);
	expect(markdown).not.toMatch(/<img|\]\(https:\/\/evil|@team/);
	// Each row of a table has as many cells as its head.
	const rows = markdown.split('\n').filter((line) => line.startsWith('|'));
	expect(new Set(rows.map((row) => row.split(' | ').length))).toEqual(new Set([5, 4]));
});

test('long tables and lists are cut, and say so', () => {
	const findings = Array.from({ length: 60 }, (_, index) =>
		finding({ code: 'response.body.invalid', title: `No ${index}.`, detail: `${index}` }),
	);
	const alike = Array.from({ length: 8 }, (_, index) =>
		finding({ code: 'response.body.missing', title: `Alike ${index}.` }),
	);
	const markdown = toMarkdown(reportOf({ findings: [...alike, ...findings] }), { notes: [] });
	expect(markdown).toContain('| and 21 more |  |  |  |  |');
	expect(markdown).toContain('Alike 4.<br>and 3 more');
});
