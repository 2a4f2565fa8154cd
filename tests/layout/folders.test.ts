/** The diagram of folders in CONTRIBUTING.md matches the imports of the sources. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { drawFolders, withDrawing } from '../../tools/folders';
import { readSources, type Source } from '../../tools/imports';
import { projectRoot } from '../support/cli';

const source = (file: string, ...imported: string[]): Source => {
	const imports = imported.map((name) => ({ name, file: name, typesOnly: false }));
	return { file, lines: 1, code: '', imports };
};

test('the diagram in CONTRIBUTING.md is current; if not, run `npm run folders`', () => {
	const document = readFileSync(join(projectRoot, 'CONTRIBUTING.md'), 'utf8');
	expect(withDrawing(document, drawFolders(readSources(projectRoot, ['src'])))).toBe(document);
});

test('a folder has a dot below each folder that it imports', () => {
	const lines = drawFolders([
		source('src/openapi/spec.ts', 'src/json/json.ts', 'src/openapi/path/path.ts'),
		source('src/openapi/path/path.ts', 'contracts/client.ts'),
		source('src/exchange/exchange.ts', 'src/openapi/spec.ts'),
	]).split('\n');
	expect(lines.slice(0, 3)).toEqual(['           json', '           │ system', '           │ │ openapi']);
	expect(lines.filter((line) => /^(json|openapi|exchange)/.test(line))).toEqual([
		'json',
		'openapi    ● ·',
		'exchange   · · ●',
	]);
});

test('a document without the marks is refused', () => {
	expect(() => withDrawing('no marks', '')).toThrow('CONTRIBUTING.md has no <!-- npm run folders -->');
});
