/** What the browser tests share: pages that are opened at a width and a scheme, and checks that are counted. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { openPage } from './chromium.mjs';

let passed = 0;
let failed = 0;

export function check(title, found, expected) {
	const isSame = JSON.stringify(found) === JSON.stringify(expected);
	if (isSame) passed += 1;
	else failed += 1;
	console.log(`${isSame ? 'ok  ' : 'FAIL'} ${title}`);
	if (!isSame) console.log(`     expected ${JSON.stringify(expected)}\n     found    ${JSON.stringify(found)}`);
}

/** Prints the counts, and fails the process where a check failed. */
export function conclude() {
	console.log(`${passed} passed, ${failed} failed`);
	process.exitCode = failed === 0 ? 0 : 1;
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export async function openBrowser() {
	const { send, events, close } = await openPage();
	/** Calls a function in the page. */
	const run = async (work, ...args) => {
		const expression = `(${work})(...${JSON.stringify(args)})`;
		const options = { returnByValue: true, awaitPromise: true };
		const { result, exceptionDetails } = await send('Runtime.evaluate', { expression, ...options });
		if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
		return result.value;
	};
	const load = async (url) => {
		events.length = 0;
		await send('Page.navigate', { url });
		const deadline = Date.now() + 20_000;
		while (!events.some(({ method }) => method === 'Page.loadEventFired')) {
			if (Date.now() > deadline) throw new Error('the page did not load within 20 s');
			await new Promise((resolve) => setTimeout(resolve, 20));
		}
	};
	/** Opens a page as if for the first time; `media` is `print` or empty. */
	const open = async (url, { width = 1280, height = 900, scheme = 'light', media = '', hasScripts = true } = {}) => {
		const screen = { width, height, deviceScaleFactor: 1, mobile: width < 600 };
		await send('Emulation.setDeviceMetricsOverride', screen);
		await send('Emulation.setEmulatedMedia', { media, features: [{ name: 'prefers-color-scheme', value: scheme }] });
		await send('Emulation.setScriptExecutionDisabled', { value: !hasScripts });
		await load('about:blank');
		await load(url);
		// Time for whatever the page might start after it has loaded.
		await new Promise((resolve) => setTimeout(resolve, 200));
	};
	const capture = async () => Buffer.from((await send('Page.captureScreenshot')).data, 'base64');
	/** What axe-core finds serious or critical, with the first place of each. */
	const barriers = async () => {
		await send('Runtime.evaluate', { expression: axe });
		return run(async () => {
			const { violations, passes } = await axe.run();
			const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
			return {
				rules: passes.length > 10,
				grave: grave.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 120)} (${nodes.length})`),
				other: violations.filter((each) => !grave.includes(each)).map(({ id, impact }) => `${id} (${impact})`),
			};
		});
	};
	return { send, events, run, open, capture, barriers, close };
}
