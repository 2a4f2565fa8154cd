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
import { check, conclude, openBrowser } from './browser.mjs';
import { look } from './look.mjs';

const { toHtml } = load('src/report/html.ts');
const { toJunit } = load('src/report/junit.ts');
const { makeReport } = load('src/report/report.ts');
const { finding } = load('src/exchange/finding.ts');
const { visible } = load('src/json/visible.ts');

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
	const report = makeReport({
		command: 'gate',
		strict: false,
		spec: { file: attacks[3], version: attacks[0] },
		judged,
		findings: [],
	});
	const lines = attacks.map((text, index) => ({ line: index + 1, text }));
	const page = {
		...{ provider: attacks[0], commit: attacks[1], time: attacks[2], texts: [{ file: attacks[3], total: 9, lines }] },
		promises: [],
	};
	return { report, extras: { notes: attacks, page } };
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
	page = await openBrowser();
	const { run, open, events, capture, barriers } = page;
	const show = async (report, extras, { width, scheme }) => {
		const file = join(folder, 'report.html');
		await writeFile(file, toHtml(report, extras));
		await open(pathToFileURL(file).href, { width, scheme });
		if (process.env.SCREENSHOTS) {
			const name = `${report.verdict}-${report.command}-${width}-${scheme}.png`;
			await writeFile(join(process.env.SCREENSHOTS, name), await capture());
		}
		return run(look);
	};

	const { report, extras } = hostileReport(trap);
	const seen = await show(report, extras, { width: 1280, scheme: 'light' });
	const told = (...methods) => events.filter(({ method }) => methods.includes(method));
	check('the title says verdict and command', seen.title, 'disagree: contract gate');
	check('the heading says the verdict', seen.heading, 'contract gate: disagree');
	check('the summary counts', seen.summary, '7 of 7 interactions judged; findings: 7 errors, 7 unjudged, 7 warnings');
	check('every cause is an article', seen.articles, 21);
	check('every interaction is a row', seen.rows, 7);
	check(
		'hostile descriptions stand there as text',
		seen.descriptions,
		report.interactions.map(({ description }) => visible(description)),
	);
	check('no element came out of them', seen.alien, 0);
	check('no handler and no link came out of them', [seen.handlers, seen.outside], [0, 0]);
	check('the one script is ours', seen.scripts, 1);
	check('no script ran', seen.broken, null);
	check('no dialog opened', told('Page.javascriptDialogOpening'), []);
	check('no error was logged', told('Runtime.exceptionThrown', 'Log.entryAdded').length, 0);
	check('the page is in standards mode', seen.mode, 'CSS1Compat');
	check('one request was made, for the page', told('Network.requestWillBeSent').length, 1);
	check('light is light', [seen.texts, seen.dark], [true, false]);
	check('all text can be read by day', seen.unreadable, []);
	check('axe-core finds nothing grave in the hostile report', await barriers(), { rules: true, grave: [], other: [] });

	for (const [name, each, more] of [
		['the hostile report', report, extras],
		['the agreeing report', agreeing, { notes: [] }],
	]) {
		const phone = await show(each, more, { width: 390, scheme: 'light' });
		check(`${name} fits a phone`, [phone.width, phone.overflowing], [390, 0]);
		const night = await show(each, more, { width: 390, scheme: 'dark' });
		check(`${name} is dark by night`, [night.texts, night.dark], [true, true]);
		check(`all text of ${name} can be read by night`, night.unreadable, []);
	}
	const fine = await show(agreeing, { notes: [] }, { width: 1280, scheme: 'dark' });
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

conclude();
