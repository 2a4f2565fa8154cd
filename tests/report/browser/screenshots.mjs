/**
 * Takes the pictures of the HTML report in docs/images, of a green and a red run of the gate.
 * Usage: node tests/report/browser/screenshots.mjs [FOLDER]
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openBrowser } from './browser.mjs';
import { root, withRuns } from './runs.mjs';

const target = process.argv[2] ?? join(root, 'docs/images');

await withRuns(async ({ green, red }) => {
	const { open, capture, close } = await openBrowser();
	const shoot = async (name, url, options) => {
		await open(url, { width: 1100, height: 800, ...options });
		await writeFile(join(target, `report-${name}.png`), await capture());
	};
	try {
		await mkdir(target, { recursive: true });
		await shoot('green', green);
		await shoot('red', red, { height: 1000 });
		await shoot('dark', red, { height: 1000, scheme: 'dark' });
		await shoot('phone', red, { width: 390, height: 844 });
		await shoot('exchange', `${red}#i-2`);
		await shoot('spec', `${red}#L195`);
		await shoot('spec-phone', `${red}#L195`, { width: 390, height: 844, scheme: 'dark' });
	} finally {
		await close();
	}
});
