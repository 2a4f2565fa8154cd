/** A run cleans up, however early it ends. */
import { existsSync } from 'node:fs';
import { endAll, withTemporaryFolder } from '../../src/system/lifetime';

test('a temporary folder is removed even if the run ends while it is created', async () => {
	let made = '';
	let finish = () => {};
	const over = withTemporaryFolder('lifetime-test', (folder) => {
		made = folder;
		return new Promise<void>((resolve) => {
			finish = resolve;
		});
	});
	expect(existsSync(made)).toBe(true);
	endAll();
	expect(existsSync(made)).toBe(false);
	finish();
	await over;
});
