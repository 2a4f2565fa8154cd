/** The order of the folders: imports run one way, and what only one file may do, only one file does. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { engine, readSources, type Source } from '../../tools/imports';
import { projectRoot } from '../support/cli';

const sources = readSources(projectRoot, ['contracts', 'sandbox', 'src']);

test('the order lists exactly the folders of src/', () => {
	const folders = readdirSync(join(projectRoot, 'src'));
	expect([...folders].sort()).toEqual([...engine].sort());
	for (const folder of folders) expect(statementsIn(`src/${folder}/`).length).toBeGreaterThan(0);
});

test('imports run one way', () => {
	const astray = imports().filter(({ from, to, typesOnly }) => to !== undefined && !mayImport(from, to, typesOnly));
	expect(astray.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
});

test('the engine knows no API by name', () => {
	const names = readdirSync(join(projectRoot, 'src'), { recursive: true, encoding: 'utf8' });
	const files = names.filter((name) => /\.\w+$/.test(name));
	const naming = files.filter((name) => /imprint/i.test(readFileSync(join(projectRoot, 'src', name), 'utf8')));
	expect({ isRead: files.length > 100, naming }).toEqual({ isRead: true, naming: [] });
});

test('there is no import cycle', () => {
	expect(circles(sources)).toEqual([]);
});

test('one file imports ajv, and one its copy of the metaschemas', () => {
	const users = imports().filter(({ name }) => /^ajv(-|\/|$)/.test(name));
	const isData = (name: string) => name.endsWith('.json');
	const data = users.filter(({ name }) => isData(name));
	expect([...new Set(data.map(({ from }) => from))]).toEqual(['src/openapi/document/metaschemas.ts']);
	const code = users.filter(({ name }) => !isData(name));
	expect(code.map(({ from, name }) => `${from} imports ${name}`)).toEqual([
		'src/openapi/schema/ajv.ts imports ajv/dist/2020',
	]);
});

test.each([
	[
		'reads the environment',
		/\bprocess\s*(\.|\?\.)\s*env\b|\benv\b[^;]*\bfrom 'node:process'/,
		'src/system/environment.ts',
	],
	[
		'prints and exits',
		/\bprocess\s*(\.|\?\.)\s*(exit|exitCode|stdout)\b|\bconsole\.(log|info)\b/,
		'src/commands/cli.ts',
	],
])('one file %s', (_, pattern, only) => {
	expect(sources.filter(({ code }) => pattern.test(code)).map(({ file }) => file)).toEqual([only]);
});

test('no file has more than 250 lines', () => {
	expect(sources.filter(({ lines }) => lines > 250).map(({ file, lines }) => `${file}: ${lines}`)).toEqual([]);
});

function mayImport(from: string, to: string, typesOnly: boolean): boolean {
	const [folder, other] = [from, to].map((file) => file.split('/')[0]);
	if (folder === 'src') return other === 'src' && rank(to) <= rank(from);
	return folder === other || (folder === 'contracts' && typesOnly && /^(spec|src\/config)\//.test(to));
}

const rank = (file: string) => engine.indexOf(file.split('/')[1] ?? '');

const statementsIn = (folder: string) => imports().filter(({ from }) => from.startsWith(folder));

function imports() {
	return sources.flatMap(({ file, imports: all }) => all.map(({ file: to, ...rest }) => ({ from: file, to, ...rest })));
}

/** The circles in the imports, types included, each as the way round. */
function circles(all: readonly Source[]): string[] {
	const byFile = new Map(all.map((source) => [source.file, source]));
	const done = new Set<string>();
	const found: string[] = [];
	const visit = (file: string, way: readonly string[]): void => {
		if (way.includes(file)) found.push([...way.slice(way.indexOf(file)), file].join(' → '));
		if (done.has(file)) return;
		done.add(file);
		for (const { file: next } of byFile.get(file)?.imports ?? []) if (next !== undefined) visit(next, [...way, file]);
	};
	for (const { file } of all) visit(file, []);
	return found;
}
