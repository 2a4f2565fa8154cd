/** The HTML report as text: whatever the descriptions hold, its tags are ours. A browser sees it in tests/browser/. */
import { toHtml } from '../../src/report/html';
import { fixtures, readFixture } from './fixture';

const ours = new Set([
	...['html', 'head', 'meta', 'title', 'style', 'body', 'header', 'main', 'section', 'article', 'h1', 'h2', 'h3', 'h4'],
	...['p', 'code', 'strong', 'dl', 'div', 'dt', 'dd', 'table', 'thead', 'tbody', 'tr', 'th', 'td'],
]);
const unpaired = new Set(['meta']);

describe.each(fixtures)('the page of %s', (name) => {
	const { report } = readFixture(name);
	const page = toHtml(report);
	const tags = [...page.matchAll(/<(\/?)([a-z]\w*)([^>]*)>/gi)].map(([, slash, tag = '', rest = '']) => ({
		isEnd: slash === '/',
		tag,
		rest,
	}));

	it('has only our tags, all closed', () => {
		expect(page.startsWith('<!doctype html>\n<html lang="en">')).toBe(true);
		const open: string[] = [];
		for (const { isEnd, tag } of tags) {
			expect(ours).toContain(tag);
			if (unpaired.has(tag)) continue;
			if (isEnd) expect(open.pop()).toBe(tag);
			else open.push(tag);
		}
		expect(open).toEqual([]);
		expect(page.replaceAll(/<\/?[a-z]\w*[^<>]*>|<!doctype html>/g, '')).not.toMatch(/[<>]/);
	});

	it('has no script and requests nothing', () => {
		const attributes = tags.filter(({ tag }) => tag !== 'meta').map(({ rest }) => rest);
		for (const each of attributes) expect(each).toMatch(/^( (lang|class|scope)="[a-z]+")*$/);
		expect(page).toContain(
			`http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"`,
		);
		expect(page).not.toMatch(/url\(|@import|https?:/);
	});

	it('shows every finding and every interaction once', () => {
		const count = (wanted: string) => tags.filter(({ tag, isEnd }) => tag === wanted && !isEnd).length;
		expect(count('article')).toBe(report.findings.length);
		expect(count('tr')).toBe(report.interactions.length === 0 ? 0 : report.interactions.length + 1);
	});

	it('has the verdict in title and heading', () => {
		expect(page).toContain(`<title>${report.verdict}: contract ${report.command}</title>`);
		expect(page).toContain(`<h1>contract ${report.command}: <strong>${report.verdict}</strong></h1>`);
	});
});

it('orders files by severity', () => {
	const page = toHtml(readFixture('disagree-everywhere').report);
	const places = [...page.matchAll(/<h3><code>(.*?)<\/code> (.*?)<\/h3>/g)].map(([, place, counts]) => [place, counts]);
	expect(places).toEqual([
		['pacts/shop-imprint.json', '2 errors'],
		['the provider', '1 error, 1 warning'],
		['pacts/old.json', '1 warning'],
		['spec/openapi.yaml', '1 warning'],
	]);
});
