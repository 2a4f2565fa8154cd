/**
 * Every format, word for word. A case is a folder: `input.json` is what the steps found out, each `report.*` what is
 * printed for it. `UPDATE_FIXTURES=1` rewrites the latter: read each before you keep it.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { visibleJson } from '../../src/json/visible';
import { toGithub } from '../../src/report/github';
import { toJson } from '../../src/report/json';
import { toJunit } from '../../src/report/junit';
import { toMarkdown } from '../../src/report/markdown';
import type { Report } from '../../src/report/report';
import { toSarif } from '../../src/report/sarif';
import { type TextExtras, toText } from '../../src/report/text';
import { fixtures, folder, readFixture } from './fixture';

const formats: Readonly<Record<string, (report: Report, extras: TextExtras) => string>> = {
	'report.json': toJson,
	'report.txt': toText,
	'report.xml': toJunit,
	'report.github': toGithub,
	'report.md': toMarkdown,
	'report.sarif.json': toSarif,
};

describe.each(fixtures)('the report of %s', (name) => {
	it('has a folder with exactly one file for each format', () => {
		expect(readdirSync(join(folder, name)).sort()).toEqual(['input.json', ...Object.keys(formats)].sort());
	});

	it.each(Object.keys(formats))('as %s matches its file exactly', (file) => {
		const { report, extras } = readFixture(name);
		// What a file cannot hold, such as half a surrogate pair, becomes what the file system makes of it.
		const written = Buffer.from(formats[file]?.(report, extras) ?? '').toString();
		if (process.env.UPDATE_FIXTURES === '1') writeFileSync(join(folder, name, file), written);
		expect(written).toBe(expected(readFileSync(join(folder, name, file), 'utf8'), file));
	});
});

/** The linter has its own layout for JSON files; keys and their order are the fixture's. */
function expected(text: string, file: string): string {
	return file.endsWith('.json') ? `${visibleJson(JSON.stringify(JSON.parse(text), null, 2))}\n` : text;
}
