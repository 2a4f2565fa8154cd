/** The order of the folders: imports run one way, and what only one file may do, only one file does. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { projectRoot } from '../support/cli';

/** The folders of `src/`, in the order in which data flows: each imports only itself and those before it. */
const engine = [
	...['json', 'system', 'openapi', 'exchange', 'http', 'redact', 'pact', 'har', 'check'],
	...['record', 'verify', 'broker', 'report', 'commands'],
];

/** Files that know the client under test or the local provider; whoever runs the suite for another API replaces those. */
const bound: Readonly<Record<string, readonly string[]>> = {
	'contracts/': ['src/record/', 'src/verify/'],
	'sandbox/': ['src/verify/provider.ts', 'src/commands/sandbox.ts'],
};

const sources = readSources(projectRoot, ['contracts', 'sandbox', 'src']);

test('every folder of the engine stands in the order, and none that is not there', () => {
	const folders = readdirSync(join(projectRoot, 'src'));
	expect([...folders].sort()).toEqual([...engine].sort());
	for (const folder of folders) expect(statementsIn(`src/${folder}/`).length).toBeGreaterThan(0);
});

test('imports run one way', () => {
	const astray = imports().filter(({ from, to, typesOnly }) => to !== undefined && !mayImport(from, to, typesOnly));
	expect(astray.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
});

test('no file imports itself by way of others', () => {
	expect(circles(sources)).toEqual([]);
});

test('one file imports ajv, and one its formats', () => {
	const users = imports().filter(({ name }) => /^ajv(-|\/|$)/.test(name));
	expect(users.map(({ from, name }) => `${from} imports ${name}`).sort()).toEqual([
		'src/openapi/schema/ajv.ts imports ajv/dist/2020',
		'src/openapi/schema/formats.ts imports ajv-formats/dist/formats',
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
	if (folder === 'src' && other === 'src') return rank(to) <= rank(from);
	if (folder === 'src') return (bound[`${other}/`] ?? []).some((each) => from.startsWith(each));
	return folder === other || (folder === 'contracts' && typesOnly && to.startsWith('spec/'));
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

interface Import {
	/** As the source writes it. */
	readonly name: string;
	/** The file that a relative name leads to, from the root; undefined for a package. */
	readonly file: string | undefined;
	/** Whether nothing but types comes in, so that nothing is left of it at run time. */
	readonly typesOnly: boolean;
}

interface Source {
	/** From the root, with forward slashes. */
	readonly file: string;
	readonly lines: number;
	/** Without comments. */
	readonly code: string;
	readonly imports: readonly Import[];
}

/** Every `.ts` file of the folders below `root`; written and generated types (`.d.ts`) import nothing and are left out. */
function readSources(root: string, folders: readonly string[]): Source[] {
	return folders.flatMap((folder) =>
		readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
			.filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts'))
			.map((path) => {
				const file = join(folder, path).replaceAll('\\', '/');
				const text = readFileSync(join(root, file), 'utf8');
				const code = withoutComments(text);
				return { file, lines: text.split('\n').length - 1, code, imports: importsOf(root, file, code) };
			}),
	);
}

/** Comments go; so does a `//` inside a text, which no import and no name of ours holds. */
function withoutComments(text: string): string {
	return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1');
}

function importsOf(root: string, file: string, code: string): Import[] {
	const statements = code.matchAll(
		/(?:^|[;\n])\s*(?:import|export)\s+(type\s)?([^;'"]*?\bfrom\s+)?['"]([^'"]+)['"]|\b(?:import|require)\(\s*['"]([^'"]+)['"]/g,
	);
	return [...statements].map(([, type, clause, named, called]) => {
		const name = named ?? called ?? '';
		const braces = /^\{([^}]*)\}\s*from/.exec(clause ?? '')?.[1];
		const items = braces
			?.split(',')
			.map((item) => item.trim())
			.filter(Boolean);
		const typesOnly = type !== undefined || (items?.every((item) => item.startsWith('type ')) ?? false);
		return { name, file: name.startsWith('.') ? resolved(root, file, name) : undefined, typesOnly };
	});
}

function resolved(root: string, from: string, name: string): string {
	const base = join(root, dirname(from), name);
	const found = ['.ts', '.d.ts', '/index.ts', '']
		.map((ending) => base + ending)
		.find((path) => /\.\w+$/.test(path) && existsSync(path));
	if (found === undefined) throw new Error(`${from} imports ${name}, which is no file`);
	return relative(root, found).replaceAll('\\', '/');
}
