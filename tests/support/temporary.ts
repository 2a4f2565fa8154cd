/** Temporary folders that are gone when the test is over. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from './cli';

/** Runs `use` with a fresh folder and removes it afterwards, whatever happened. */
export async function withFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
	const folder = await mkdtemp(join(tmpdir(), 'contract-test-'));
	try {
		return await use(folder);
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

/** As {@link withFolder}, with this project's config in the folder, but for the overlays, which are not there. */
export const withProject = <T>(use: (folder: string) => Promise<T>): Promise<T> =>
	withFolder(async (folder) => {
		const config = JSON.stringify(join(projectRoot, 'contract.config'));
		await writeFile(
			join(folder, 'contract.config.ts'),
			`import config from ${config};\nexport default { ...config, overlays: [] };\n`,
		);
		return use(folder);
	});
