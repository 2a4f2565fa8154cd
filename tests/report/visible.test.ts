/** What pacts, specs and arguments hold cannot steer a terminal or a log, in any format and in any message. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type FindingDraft, finding } from '../../src/exchange/finding';
import { InputError } from '../../src/json/input-error';
import { visible, visibleJson } from '../../src/json/visible';
import { toGithub } from '../../src/report/github';
import { toHtml } from '../../src/report/html';
import { toJson } from '../../src/report/json';
import { toJunit } from '../../src/report/junit';
import { makeReport, type Report } from '../../src/report/report';
import { toText } from '../../src/report/text';
import { contractInProcess } from '../support/in-process';
import { withFolder } from '../support/temporary';

const hostile = [
	'::error::taken for a command',
	'  ::add-mask::after spaces',
	'##[add-mask]in the old way',
	'one\n::error::of a line',
	'one\r\n##vso[task.complete]of a line',
	'one\u2028::error::two\u0085::error::three\u2029four',
	'\u001b[2J\u001b]8;;https://elsewhere.example\u0007a link\u001b]8;;\u0007',
	'\u009b2J \u202egnp.exe\u2066 \u200f \u0000 \ud800',
	'%0A::error::encoded',
];

/** What somebody else names, in every place that a report has for it. */
function reportWith(text: string): Report {
	const interaction = { file: text, index: 0, description: text };
	const place = { file: text, pointer: `/${text}`, line: 1, column: 1 };
	const draft: FindingDraft = {
		...{ code: 'response.body.invalid', title: text, fix: [text], received: text, allowed: text, interaction },
		...{ operation: text, at: place, spec: place, source: { file: text, line: 1 } },
	};
	const accepted = { ...finding({ ...draft, detail: 'accepted' }), accepted: { reason: text } };
	return makeReport({
		...{ command: 'check', strict: false, spec: { file: text, version: text } },
		steps: [{ step: 'check', seconds: 1, sentence: text, verdict: 'disagree' }],
		judged: [{ ref: interaction, operation: text, findings: [finding(draft), accepted] }],
		findings: [finding({ ...draft, code: 'response.body.unverifiable' })],
	});
}

const formats: Readonly<Record<string, (report: Report, notes: string) => string>> = {
	text: (report, note) => toText(report, { notes: [note] }),
	narrow: (report, note) => toText(report, { notes: [note] }, { hasColor: false, width: 40 }),
	json: toJson,
	junit: toJunit,
	github: toGithub,
	html: (report, note) => toHtml(report, { notes: [note] }),
};

describe.each(hostile)('%j', (text) => {
	test.each(Object.keys(formats))('begins no command and steers no terminal in the format %s', (format) => {
		const rendered = formats[format]?.(reportWith(text), text) ?? '';
		expect(rendered).not.toMatch(/[^\P{Cc}\n\t]|[\p{Zl}\p{Zp}\u200f\u202a-\u202e\u2066-\u2069]/u);
		expect(rendered).not.toMatch(/##(vso)?\[/);
		const commands = rendered.split('\n').filter((line) => line.trimStart().startsWith('::'));
		// The verdict, and three findings.
		expect(commands).toHaveLength(format === 'github' ? 4 : 0);
	});

	test('is itself in JSON', () => {
		const { interactions } = JSON.parse(toJson(reportWith(text))) as Report;
		expect(interactions[0]?.description).toBe(text);
		expect(JSON.parse(visibleJson(JSON.stringify(text)))).toBe(text);
	});

	test('is on one line of a message, and shown twice it is the same', () => {
		const { message } = new InputError(`The file "${text}" cannot be read.`);
		expect(message).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
		expect(visible(visible(text))).toBe(visible(text));
	});
});

test('ordinary text stays as it is', () => {
	for (const text of ['', 'Zoë 🚀 👩‍👧 a::b # ## c\\n', 'GET /a: "b"', '日本語']) expect(visible(text)).toBe(text);
});

test('names on the command line, in a pact and in a spec', async () => {
	await withFolder(async (folder) => {
		const name = '::error::a\n::error::b\u001b[2J.json';
		const document = { openapi: '3.1.0', info: { title: 't', version: '1' }, paths: { '/a': { get: {} } } };
		await writeFile(join(folder, 'spec.json'), JSON.stringify(document));
		const body = { [name]: 1 };
		const request = { method: 'GET', path: '/a', query: name, headers: { [name]: name } };
		const interactions = [{ description: name, request, response: { status: 200, body } }];
		await mkdir(join(folder, 'pacts'));
		const pact = { consumer: { name }, provider: { name }, interactions };
		await writeFile(join(folder, 'pacts', name), JSON.stringify(pact));
		for (const args of [
			...['text', 'github', 'junit', 'html', 'json'].map((format) => ['pacts', '--format', format]),
			...[[name], ['pacts', '--format', name], ['pacts', `--${name}`], ['pacts', '--output', `${name}/x`]],
			...[
				['pacts', '--filter', name.slice(2)],
				['pacts', '--filter', `${name}2`],
				['pacts', '--spec', name],
			],
		]) {
			const { stdout, stderr } = await contractInProcess(['check', '--spec', 'spec.json', ...args], { cwd: folder });
			const all = `${stdout}${stderr}`;
			expect(all).not.toMatch(/[^\P{Cc}\n\t]/u);
			const lines = all.split('\n').filter((line) => /^\s*::/.test(line));
			expect(lines.filter((line) => !/^::(error|warning|notice) [^:]*\btitle=/.test(line))).toEqual([]);
		}
	});
});
