/**
 * Opens the HTML report in a real Chromium and looks at it as a person would: on a phone and a screen, by day and by
 * night, with descriptions that try to break out. Also has its XML parser read the JUnit report.
 * Run by hand or in CI: npm run test:browser
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { load } from '../../../tools/sources.mjs';
import { openPage } from './chromium.mjs';

const { toHtml } = load('src/report/html.ts');
const { toJunit } = load('src/report/junit.ts');
const { makeReport } = load('src/report/report.ts');
const { finding } = load('src/exchange/finding.ts');
const { visible } = load('src/json/visible.ts');

let passed = 0;
let failed = 0;
function check(title, found, expected) {
	const isSame = JSON.stringify(found) === JSON.stringify(expected);
	if (isSame) passed += 1;
	else failed += 1;
	console.log(`${isSame ? 'ok  ' : 'FAIL'} ${title}`);
	if (!isSame) console.log(`     expected ${JSON.stringify(expected)}\n     found    ${JSON.stringify(found)}`);
}

/** A report that would call, run and load things, were its words not escaped. */
function hostileReport(trap) {
	const attacks = [
		'<script>window.broken = 1; alert(1)</script>',
		`<img src="${trap}/image" onerror="window.broken = 1">`,
		`"><iframe src="${trap}/frame"></iframe>`,
		`'></code></article></style></title><svg onload="alert(2)">`,
		`<link rel=stylesheet href=${trap}/style><meta http-equiv=refresh content="0;url=${trap}/page">`,
		`&lt;b&gt; &amp;amp; --> ]]> {{7*7}} javascript:alert(3) \u0000\u001b\u202e 🚀 \ud800`,
		'unbroken'.repeat(60),
	];
	const file = `pacts/${attacks[1]}.json`;
	const place = (name) => ({ file: name, pointer: `/paths/${attacks[2]}`, line: 1, column: 2 });
	const judged = attacks.map((description, index) => {
		const ref = { file, index, description };
		const about = (code, rest) =>
			finding({
				...{ code, title: `Wrong: "${description}".`, fix: [`Correct "${description}".`], interaction: ref },
				...{ detail: description, ...rest },
			});
		const findings = [
			about('response.body.invalid', { role: 'contract', at: place(file), spec: place(attacks[3]) }),
			about('response.body.drift', { role: 'provider', at: { pointer: attacks[0] } }),
			about('provider.timeout', { role: 'provider' }),
		];
		return { ref, operation: attacks[3], findings };
	});
	return makeReport({
		command: 'gate',
		strict: false,
		spec: { file: attacks[3], version: attacks[0] },
		judged,
		findings: [],
	});
}

const agreeing = makeReport({
	command: 'check',
	strict: false,
	spec: { file: 'spec/openapi.yaml', version: '2.0' },
	judged: [
		{ ref: { file: 'pacts/x.json', index: 0, description: 'works' }, operation: 'updateCustomer', findings: [] },
	],
	findings: [],
});

/** Runs in the page: what a reader gets to see, and whether it can be read. */
function look() {
	const all = [...document.querySelectorAll('*')];
	const text = (selector) => document.querySelector(selector)?.textContent;
	const channels = (color) => color.match(/[\d.]+/g).map(Number);
	const luminance = (color) => {
		const [r, g, b] = channels(color).map((each) => {
			const part = each / 255;
			return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
		});
		return 0.2126 * r + 0.7152 * g + 0.0722 * b;
	};
	const backgroundOf = (element) => {
		const color = getComputedStyle(element).backgroundColor;
		if (channels(color)[3] !== 0) return color;
		return element.parentElement ? backgroundOf(element.parentElement) : 'rgb(255, 255, 255)';
	};
	const contrast = (element) => {
		const [a, b] = [luminance(getComputedStyle(element).color), luminance(backgroundOf(element))];
		return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
	};
	const hasText = (element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== '');
	const shown = [...document.body.querySelectorAll('*')].filter((each) => hasText(each) && each.checkVisibility());
	return {
		title: document.title,
		heading: text('h1'),
		summary: text('header p:nth-of-type(2)'),
		articles: document.querySelectorAll('main article').length,
		rows: document.querySelectorAll('tbody tr').length,
		descriptions: [...document.querySelectorAll('tbody td:nth-child(2)')].map((each) => each.textContent),
		alien: all.filter((each) => /^(script|img|iframe|svg|link|b)$/i.test(each.tagName)).length,
		handlers: all.flatMap((each) => [...each.attributes]).filter((each) => /^on|href|src/i.test(each.name)).length,
		broken: window.broken ?? null,
		mode: document.compatMode,
		width: document.documentElement.scrollWidth,
		overflowing: shown.filter((each) => each.getBoundingClientRect().right > innerWidth + 0.5).length,
		dark: luminance(backgroundOf(document.body)) < 0.1,
		texts: shown.length > 0,
		unreadable: [...new Set(shown.filter((each) => contrast(each) < 4.5).map((each) => each.outerHTML.slice(0, 60)))],
	};
}

/** Runs in the page: the JUnit report as a real XML parser sees it. */
function readXml(source) {
	const xml = new DOMParser().parseFromString(source, 'application/xml');
	const count = (selector) => String(xml.querySelectorAll(selector).length);
	const suite = xml.querySelector('testsuite');
	return {
		error: xml.querySelector('parsererror')?.textContent ?? null,
		stated: ['tests', 'failures', 'errors'].map((each) => suite?.getAttribute(each)),
		counted: [count('testcase'), count('failure'), count('error')],
		third: xml.querySelectorAll('testcase')[2]?.getAttribute('name'),
	};
}

const caught = [];
const trapServer = createServer((request, response) => {
	caught.push(request.url);
	response.end();
});
await new Promise((resolve) => trapServer.listen(0, '127.0.0.1', resolve));
const trap = `http://127.0.0.1:${trapServer.address().port}`;
const folder = await mkdtemp(join(tmpdir(), 'contract-report-'));
let page;

try {
	page = await openPage();
	const { send, events } = page;
	const run = async (work, ...args) => {
		const expression = `(${work})(...${JSON.stringify(args)})`;
		const { result, exceptionDetails } = await send('Runtime.evaluate', { expression, returnByValue: true });
		if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
		return result.value;
	};
	const show = async (report, { width, scheme }) => {
		const file = join(folder, 'report.html');
		await writeFile(file, toHtml(report));
		const screen = { width, height: 900, deviceScaleFactor: 1, mobile: width < 600 };
		await send('Emulation.setDeviceMetricsOverride', screen);
		await send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: scheme }] });
		events.length = 0;
		await send('Page.navigate', { url: pathToFileURL(file).href });
		const deadline = Date.now() + 10_000;
		while (!events.some(({ method }) => method === 'Page.loadEventFired')) {
			if (Date.now() > deadline) throw new Error('the page did not load within 10 s');
			await new Promise((resolve) => setTimeout(resolve, 20));
		}
		// Time for whatever the page might start after it has loaded.
		await new Promise((resolve) => setTimeout(resolve, 200));
		if (process.env.SCREENSHOTS) {
			const { data } = await send('Page.captureScreenshot', { captureBeyondViewport: true });
			const name = `${report.verdict}-${report.command}-${width}-${scheme}.png`;
			await writeFile(join(process.env.SCREENSHOTS, name), Buffer.from(data, 'base64'));
		}
		return run(look);
	};

	const report = hostileReport(trap);
	const seen = await show(report, { width: 1280, scheme: 'light' });
	const told = (...methods) => events.filter(({ method }) => methods.includes(method));
	check('the title says verdict and command', seen.title, 'disagree: contract gate');
	check('the heading says the verdict', seen.heading, 'contract gate: disagree');
	check('the summary counts', seen.summary, '7 of 7 interactions judged; findings: 7 errors, 7 unjudged, 7 warnings');
	check('every finding is an article', seen.articles, 21);
	check('every interaction is a row', seen.rows, 7);
	check(
		'hostile descriptions stand there as text',
		seen.descriptions,
		report.interactions.map(({ description }) => visible(description)),
	);
	check('no element came out of them', seen.alien, 0);
	check('no handler and no link came out of them', seen.handlers, 0);
	check('no script ran', seen.broken, null);
	check('no dialog opened', told('Page.javascriptDialogOpening'), []);
	check('no error was logged', told('Runtime.exceptionThrown', 'Log.entryAdded').length, 0);
	check('the page is in standards mode', seen.mode, 'CSS1Compat');
	check('one request was made, for the page', told('Network.requestWillBeSent').length, 1);
	check('light is light', [seen.texts, seen.dark], [true, false]);
	check('all text can be read by day', seen.unreadable, []);

	for (const [name, each] of [
		['the hostile report', report],
		['the agreeing report', agreeing],
	]) {
		const phone = await show(each, { width: 400, scheme: 'light' });
		check(`${name} fits a phone`, [phone.width, phone.overflowing], [400, 0]);
		const night = await show(each, { width: 400, scheme: 'dark' });
		check(`${name} is dark by night`, [night.texts, night.dark], [true, true]);
		check(`all text of ${name} can be read by night`, night.unreadable, []);
	}
	const fine = await show(agreeing, { width: 1280, scheme: 'dark' });
	check('the agreeing report says so', [fine.title, fine.heading], ['agree: contract check', 'contract check: agree']);
	check('the agreeing report has no finding', [fine.articles, fine.rows], [0, 1]);

	const xml = await run(readXml, toJunit(report));
	check('the JUnit report is XML', xml.error, null);
	check('the JUnit report counts what it holds', xml.stated, xml.counted);
	check('the JUnit report has a failure for every interaction', xml.counted, ['8', '7', '0']);
	check('the JUnit report keeps a hostile name', xml.third, report.interactions[2].description);
	check('nothing asked the network', caught, []);
} catch (error) {
	check(`the browser shows the report: ${error.message}`, false, true);
} finally {
	await page?.close();
	await rm(folder, { recursive: true, force: true });
	await new Promise((resolve) => trapServer.close(resolve));
}

console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
