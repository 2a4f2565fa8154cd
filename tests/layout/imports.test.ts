/** The house's order: imports run one way, and what only one file may do, only one file does. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { projectRoot } from '../support/cli';

const sources = readSources(projectRoot, ['spec', 'contracts', 'gate', 'sandbox']);

/** Files of ours that a room's files may import: whole rooms, and single files by name. */
const allowed: Readonly<Record<string, (from: string, to: string, typesOnly: boolean) => boolean>> = {
	spec: (_, to) => to.startsWith('spec/'),
	contracts: (_, to, typesOnly) => to.startsWith('contracts/') || (typesOnly && to.startsWith('spec/')),
	gate: (from, to) =>
		/^(gate|spec|contracts)\//.test(to) ||
		(to.startsWith('sandbox/') && ['gate/verify/provider.ts', 'gate/command/sandbox.ts'].includes(from)),
	sandbox: (_, to) => to.startsWith('sandbox/'),
};

test('there are sources in each room, and imports in them', () => {
	for (const room of Object.keys(allowed)) {
		expect(sources.filter((source) => source.room === room).length).toBeGreaterThan(3);
		expect(imports().filter(({ from }) => from.startsWith(`${room}/`)).length).toBeGreaterThan(3);
	}
});

test('imports run one way', () => {
	const astray = imports().filter(
		({ room, from, to, typesOnly }) => to !== undefined && !allowed[room]?.(from, to, typesOnly),
	);
	expect(astray.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
});

test('no file imports itself by way of others', () => {
	expect(circles(sources)).toEqual([]);
});

test('one file imports ajv, and one its formats', () => {
	const users = imports().filter(({ name }) => /^ajv(-|\/|$)/.test(name));
	expect(users.map(({ from, name }) => `${from} imports ${name}`).sort()).toEqual([
		'spec/schema/ajv.ts imports ajv/dist/2020',
		'spec/schema/formats.ts imports ajv-formats/dist/formats',
	]);
});

test.each([
	['reads the environment', /\bprocess\s*(\.|\?\.)\s*env\b|\benv\b[^;]*\bfrom 'node:process'/, 'gate/environment.ts'],
	['prints and exits', /\bprocess\s*(\.|\?\.)\s*(exit|exitCode|stdout)\b|\bconsole\.(log|info)\b/, 'gate/cli.ts'],
])('one file %s', (_, pattern, only) => {
	expect(sources.filter(({ code }) => pattern.test(code)).map(({ file }) => file)).toEqual([only]);
});

function imports() {
	return sources.flatMap(({ file, room, imports: all }) =>
		all.map(({ file: to, ...rest }) => ({ from: file, room, to, ...rest })),
	);
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
	readonly room: string;
	/** Without comments. */
	readonly code: string;
	readonly imports: readonly Import[];
}

/** Every `.ts` file of the rooms below `root`; written and generated types (`.d.ts`) import nothing and are left out. */
function readSources(root: string, rooms: readonly string[]): Source[] {
	return rooms.flatMap((room) =>
		readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })
			.filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts'))
			.map((path) => {
				const file = join(room, path).replaceAll('\\', '/');
				const code = withoutComments(readFileSync(join(root, file), 'utf8'));
				return { file, room, code, imports: importsOf(root, file, code) };
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
