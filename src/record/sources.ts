/** What a recording is made from, as one digest: two machines that have the same one record the same. */
import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../system/project';

/** From the root of the project. The versions of Pact and of Jest are those of `package.json`. */
const sources = ['contracts', 'tests/consumer', 'src/record', 'spec/openapi.yaml', 'package.json'];

/** The same on every system: neither line ends nor separators show. */
export async function digestOfSources(): Promise<string> {
	const hash = createHash('sha256');
	for (const source of sources) {
		for (const file of await filesOf(source)) {
			const text = await readFile(join(projectRoot, file), 'utf8');
			hash.update(JSON.stringify([file, text.replaceAll('\r\n', '\n')]));
		}
	}
	return hash.digest('hex');
}

/** The file itself, or all files below the folder but hidden ones, in an order; none where there is nothing. */
async function filesOf(source: string): Promise<string[]> {
	const found = await stat(join(projectRoot, source)).catch(() => undefined);
	if (!found?.isDirectory()) return found ? [source] : [];
	const entries = await readdir(join(projectRoot, source), { withFileTypes: true });
	const visible = entries.map(({ name }) => name).filter((name) => !name.startsWith('.'));
	const below: string[] = [];
	for (const name of visible.sort()) below.push(...(await filesOf(`${source}/${name}`)));
	return below;
}
