/** The recording as a file: replaced whole or not at all, readable by its owner only. */
import { chmod, lstat, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Har } from '../../src/har/write';
import { tryHar, writeHar } from '../../src/har/write-file';
import type { Json } from '../../src/json/json';
import type { Spec } from '../../src/openapi/spec';
import { openSource } from '../../src/system/source';
import { specOf } from '../openapi/support/document';
import { entriesOf } from '../support/sources';
import { withFolder } from '../support/temporary';
import { answered, written } from './support/written';

let spec: Spec;
beforeAll(async () => {
	spec = await specOf({ openapi: '3.1.0', paths: {} });
});
/** As `check` reads them. */
async function entriesIn(file: string): Promise<Json[]> {
	const source = await openSource(file);
	return (await entriesOf(source).finally(() => source.close())).entries;
}

const harWith = (count: number): Har => written(Array(count).fill(answered({ status: 204 })), spec);

test('is replaced whole, readable by its owner only, without temporary files', async () => {
	await withFolder(async (folder) => {
		const file = join(folder, 'a.har');
		await writeFile(file, 'before');
		await writeHar(file, harWith(3));
		expect((await entriesIn(file)).length).toBe(3);
		expect((await stat(file)).mode & 0o777).toBe(0o600);
		expect(await readdir(folder)).toEqual(['a.har']);
	});
});

test('is written through a link, and the link stays', async () => {
	await withFolder(async (folder) => {
		await mkdir(join(folder, 'kept'));
		await writeFile(join(folder, 'kept', 'a.har'), 'before');
		await symlink(join('kept', 'a.har'), join(folder, 'old.har'));
		await symlink(join('kept', 'b.har'), join(folder, 'new.har'));
		await symlink('new.har', join(folder, 'newer.har'));
		for (const name of ['old.har', 'newer.har']) {
			await tryHar(join(folder, name));
			await writeHar(join(folder, name), harWith(1));
			expect((await lstat(join(folder, name))).isSymbolicLink()).toBe(true);
			expect(await entriesIn(join(folder, name))).toHaveLength(1);
		}
		expect((await stat(join(folder, 'kept', 'a.har'))).mode & 0o777).toBe(0o600);
		expect((await readdir(folder)).sort()).toEqual(['kept', 'new.har', 'newer.har', 'old.har']);
		expect((await readdir(join(folder, 'kept'))).sort()).toEqual(['a.har', 'b.har']);
	});
});

test('is not changed by the check whether it can be written', async () => {
	await withFolder(async (folder) => {
		await writeFile(join(folder, 'a.har'), 'before');
		await tryHar(join(folder, 'a.har'));
		await tryHar(join(folder, 'b.har'));
		expect(await readdir(folder)).toEqual(['a.har']);
		expect(await readFile(join(folder, 'a.har'), 'utf8')).toBe('before');
	});
});

test.each([
	['a folder that is not there', 'none/a.har', 'its folder does not exist'],
	['a folder in its place', 'inside', 'it is a folder'],
	['a link to a folder', 'to-inside', 'it is a folder'],
	['a link into a folder that is not there', 'astray', 'it is a link into a folder that does not exist'],
	['a file in place of its folder', 'file/a.har', 'a file stands where its folder should be'],
])('%s: is reported, and nothing is left behind', async (_, name, reason) => {
	await withFolder(async (folder) => {
		const file = join(folder, name);
		await mkdir(join(folder, 'inside'));
		await writeFile(join(folder, 'file'), '');
		await symlink('inside', join(folder, 'to-inside'));
		await symlink(join('none', 'a.har'), join(folder, 'astray'));
		const told = `The recording ${file} cannot be written: ${reason}. Name a file in a folder that can be written with --har FILE.`;
		await expect(tryHar(file)).rejects.toThrow(told);
		await expect(writeHar(file, harWith(0))).rejects.toThrow(told);
		expect((await readdir(folder)).sort()).toEqual(['astray', 'file', 'inside', 'to-inside']);
		expect(await readdir(join(folder, 'inside'))).toEqual([]);
	});
});

test('a device is written to, and stays one', async () => {
	await tryHar('/dev/null');
	await writeHar('/dev/null', harWith(1));
	expect((await stat('/dev/null')).isCharacterDevice()).toBe(true);
	await expect(writeHar('/dev/full', harWith(1))).rejects.toThrow('/dev/full cannot be written: the disk is full');
});

test('a folder without write permission (skipped as root)', async () => {
	await withFolder(async (folder) => {
		await chmod(folder, 0o555);
		const outcome = await tryHar(join(folder, 'a.har')).catch((error: Error) => error.message);
		await chmod(folder, 0o755);
		const isTold = outcome?.includes('cannot be written: writing there is not permitted') ?? false;
		expect(isTold).toBe(process.getuid?.() !== 0);
	});
});
