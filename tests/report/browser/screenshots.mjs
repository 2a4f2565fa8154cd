/**
 * Takes the pictures of the HTML report in docs/images: a green and a red run of the gate, by day and by night, on a
 * screen and on a phone, and the page of the spec. Usage: node tests/report/browser/screenshots.mjs [FOLDER]
 */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { openPage } from './chromium.mjs';
import { startFaultyProvider } from './faulty-provider.mjs';

const root = join(import.meta.dirname, '../../..');
const target = process.argv[2] ?? join(root, 'docs/images');
const folder = await mkdtemp(join(tmpdir(), 'contract-screenshots-'));
const provider = await startFaultyProvider();

/** A gate that ends with `code`, and the page that it writes. */
async function gate(name, code, environment) {
	const file = join(folder, `${name}.html`);
	const args = ['bin/contract.js', 'gate', '--min-coverage', 'requestFields=90', '--format', `html=${file}`];
	const found = await new Promise((resolve) => {
		const env = { ...process.env, ...environment };
		execFile(process.execPath, args, { cwd: root, env }, (error) => resolve(error ? error.code : 0));
	});
	if (found !== code) throw new Error(`the ${name} gate ended with ${found}, not with ${code}`);
	return pathToFileURL(file).href;
}

let page;
try {
	const green = await gate('green', 0, {});
	const red = await gate('red', 1, provider.environment);
	page = await openPage();
	const { send } = page;
	const shoot = async (name, url, { width = 1100, height = 760, scheme = 'light' } = {}) => {
		const mobile = width < 600;
		await send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile });
		await send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: scheme }] });
		await send('Page.navigate', { url: 'about:blank' });
		await send('Page.navigate', { url });
		await new Promise((resolve) => setTimeout(resolve, 700));
		const { data } = await send('Page.captureScreenshot', { format: 'png' });
		await mkdir(target, { recursive: true });
		await writeFile(join(target, `report-${name}.png`), Buffer.from(data, 'base64'));
	};
	await shoot('green', green);
	await shoot('red', red, { height: 1000 });
	await shoot('dark', red, { height: 1000, scheme: 'dark' });
	await shoot('phone', red, { width: 390, height: 844 });
	await shoot('exchange', `${red}#i-2`);
	await shoot('spec', `${red}#L195`, { height: 900 });
	await shoot('spec-phone', `${red}#L195`, { width: 390, height: 844, scheme: 'dark' });
} finally {
	await page?.close();
	await provider.close();
	await rm(folder, { recursive: true, force: true });
}
