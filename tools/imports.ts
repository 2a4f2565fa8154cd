/** Parses the imports of the sources, for `tests/layout/imports.test.ts` and `npm run folders`. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** The folders of `src/` in dependency order: each imports only itself and those before it. */
export const engine: readonly string[] = [
	...['json', 'system', 'openapi', 'exchange', 'http', 'redact', 'pact', 'har', 'check', 'config'],
	...['coverage', 'tolerate', 'diff'],
	...['pact-test', 'record', 'verify', 'broker', 'report', 'scaffold', 'commands'],
];

export interface Import {
	/** As the source writes it. */
	readonly name: string;
	/** The imported file, relative to the root; undefined for a package. */
	readonly file: string | undefined;
	/** Erased at run time. */
	readonly typesOnly: boolean;
}

export interface Source {
	/** Relative to the root, with forward slashes. */
	readonly file: string;
	readonly lines: number;
	/** Without comments. */
	readonly code: string;
	readonly imports: readonly Import[];
}

/** Every `.ts` file of the folders, except `.d.ts`, which import nothing. */
export function readSources(root: string, folders: readonly string[]): Source[] {
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

/** Also removes `//` inside a string; no import contains one. */
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
	if (found === undefined) throw new Error(`${from} imports ${name}, which does not exist`);
	return relative(root, found).replaceAll('\\', '/');
}
