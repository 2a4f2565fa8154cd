/**
 * Writes the diagram of imports between the folders of `src/` into CONTRIBUTING.md.
 * Usage: npm run folders [-- --check]; `--check` writes nothing and exits with 1 if the diagram is stale.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { engine, readSources, type Source } from './imports';

const [begin, end] = ['<!-- npm run folders -->', '<!-- /npm run folders -->'];

/** A row for each folder, with a dot in the column of each folder that it imports. */
export function drawFolders(sources: readonly Source[]): string {
	const folderOf = (file: string) => /^src\/([^/]+)\//.exec(file)?.[1];
	const used = new Map(engine.map((folder) => [folder, new Set<string>()]));
	for (const { file, imports } of sources) {
		for (const { file: to = '' } of imports) used.get(folderOf(file) ?? '')?.add(folderOf(to) ?? '');
	}
	const imported = engine.slice(0, -1);
	const width = Math.max(...engine.map((folder) => folder.length)) + 2;
	const stairs = imported.map((folder, index) => `${' '.repeat(width)}${'│ '.repeat(index)}${folder}`);
	const rows = engine.map((folder, row) => {
		const marks = imported.slice(0, row).map((other) => (used.get(folder)?.has(other) ? '●' : '·'));
		return `${folder.padEnd(width)}${marks.join(' ')}`.trimEnd();
	});
	return [...stairs, ...rows].join('\n');
}

export function withDrawing(document: string, drawing: string): string {
	const [before, rest = ''] = document.split(begin);
	const after = rest.split(end)[1];
	if (after === undefined) throw new Error(`CONTRIBUTING.md has no ${begin} with ${end} after it`);
	return `${before}${begin}\n\`\`\`text\n${drawing}\n\`\`\`\n${end}${after}`;
}

if (require.main === module) {
	const root = join(__dirname, '..');
	const file = join(root, 'CONTRIBUTING.md');
	const current = readFileSync(file, 'utf8');
	const drawn = withDrawing(current, drawFolders(readSources(root, ['src'])));
	if (!process.argv.includes('--check')) writeFileSync(file, drawn);
	else if (drawn !== current) {
		console.error('The diagram of folders in CONTRIBUTING.md is stale. Run `npm run folders` and commit the result.');
		process.exitCode = 1;
	}
}
