/** The HTML report as text: whatever the report holds, its tags are ours. A browser opens it in `browser/`. */
import { createHash } from 'node:crypto';
import type { Finding } from '../../src/exchange/finding';
import { toHtml } from '../../src/report/html';
import type { Extras } from '../../src/report/html/extras';
import { fixtures, readFixture } from './fixture';

const ours = new Set([
	...['html', 'head', 'meta', 'title', 'style', 'script', 'body', 'main', 'header', 'nav', 'section', 'article'],
	...[
		'h1',
		'h2',
		'h3',
		'h4',
		'p',
		'a',
		'b',
		'br',
		'code',
		'pre',
		'strong',
		'small',
		'span',
		'time',
		'ul',
		'li',
		'dl',
		'dt',
		'dd',
	],
	...['div', 'table', 'caption', 'thead', 'tbody', 'tr', 'th', 'td', 'meter', 'details', 'summary', 'button'],
]);
const unpaired = new Set(['meta', 'br']);

/** The attributes with values that are not ours. */
const quoting = new Set(['title']);

/** The texts of the spec as a run adds them: with lines that try to be tags. */
const extras: Extras = {
	notes: ['         not published: <b>no broker</b>'],
	page: {
		provider: '<i>imprint</i>',
		commit: 'd5113d45f4',
		time: '2026-12-01T05:20:11.123Z',
		texts: [
			{
				file: 'spec/openapi.yaml',
				total: 400,
				lines: [120, 121, 311, 312].map((line) => ({ line, text: `  maximum: <script>${line}</script>` })),
			},
			{ file: 'spec/promises.yaml', total: 3, lines: [1, 2, 3].map((line) => ({ line, text: `    line ${line}` })) },
		],
		promises: [
			{
				overlay: { file: 'spec/promises.yaml', line: 1, update: 2, end: 3 },
				refines: { file: 'spec/openapi.yaml', line: 121 },
			},
		],
	},
};

interface Tag {
	readonly isEnd: boolean;
	readonly tag: string;
	readonly rest: string;
}

const withoutCode = (page: string) => page.replace(/(<(style|script)>)[\s\S]*?(<\/\2>)/g, '$1$3');

const tagsOf = (page: string): Tag[] =>
	[...withoutCode(page).matchAll(/<(\/?)([a-z]\w*)([^>]*)>/gi)].map(([, slash, tag = '', rest = '']) => ({
		...{ isEnd: slash === '/', tag, rest },
	}));

const valuesOf = (page: string, name: string) =>
	[...withoutCode(page).matchAll(new RegExp(` ${name}="([^"]*)"`, 'g'))].map(([, value = '']) => value);

const causesIn = (findings: readonly Finding[]) => new Set(findings.map(({ fingerprint }) => fingerprint)).size;

describe.each(
	fixtures.flatMap((name) => [[name, 'alone', { notes: [] }] as const, [name, 'with the spec', extras] as const]),
)('the page of %s, %s', (name, _, shown: Extras) => {
	const { report } = readFixture(name);
	const page = toHtml(report, shown);
	const tags = tagsOf(page);

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
		expect(withoutCode(page).replaceAll(/<\/?[a-z]\w*[^<>]*>|<!doctype html>/g, '')).not.toMatch(/[<>]/);
	});

	it('has only attributes that do nothing and links within the page', () => {
		const attributes = tags
			.filter(({ tag }) => tag !== 'meta')
			.flatMap(({ rest }) => [...rest.matchAll(/ ([\w-]+)(?:="([^"]*)")?/g)]);
		for (const [, attribute = '', value = ''] of attributes) {
			expect(attribute).not.toMatch(/^on|^src|^style|^srcdoc|action/);
			if (!quoting.has(attribute)) expect(value).not.toMatch(/javascript:|&lt;|&quot;/);
		}
		const ids = valuesOf(page, 'id');
		expect(new Set(ids).size).toBe(ids.length);
		for (const each of valuesOf(page, 'href')) expect(ids).toContain(each.replace(/^#/, ''));
	});

	it('runs its one script and its one style, and requests nothing', () => {
		const [, policy = ''] = /Content-Security-Policy" content="([^"]*)"/.exec(page) ?? [];
		expect(policy).toMatch(/^default-src 'none'; /);
		expect(policy).not.toContain('unsafe');
		for (const tag of ['style', 'script']) {
			const [block, ...more] = [...page.matchAll(new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`, 'g'))];
			const hash = createHash('sha256')
				.update(block?.[1] ?? '')
				.digest('base64');
			expect(more).toEqual([]);
			expect(policy).toContain(`${tag}-src 'sha256-${hash}'`);
			expect(block?.[1]).not.toMatch(/url\(|@import|https?:|fetch|XMLHttp/);
		}
	});

	it('shows every cause and every interaction once', () => {
		const count = (wanted: string) => tags.filter(({ tag, isEnd }) => tag === wanted && !isEnd).length;
		expect(count('article')).toBeGreaterThanOrEqual(causesIn(report.findings));
		expect(count('article')).toBeLessThanOrEqual(report.findings.length);
		expect(valuesOf(page, 'id').filter((each) => each.startsWith('i-'))).toHaveLength(report.interactions.length);
	});

	it('has the verdict in title and heading', () => {
		expect(page).toContain(`<title>${report.verdict}: contract ${report.command}</title>`);
		expect(page).toContain(`<h1>contract ${report.command}: <strong>${report.verdict}</strong></h1>`);
	});

	it('is the same each time', () => {
		expect(toHtml(readFixture(name).report, shown)).toBe(page);
	});
});

const { report } = readFixture('disagree-everywhere');
const page = toHtml(report, extras);

it('orders files by severity', () => {
	const places = [...page.matchAll(/<h3><code>(.*?)<\/code> (.+?)<\/h3>/g)].map(([, place, counts]) => [place, counts]);
	expect(places).toEqual([
		['pacts/shop-imprint.json', '2 errors'],
		['the provider', '1 error, 1 warning'],
		['pacts/old.json', '1 warning'],
		['spec/openapi.yaml', '1 warning'],
	]);
});

it('names who has to act, the provider, the commit and the time', () => {
	expect(page).toContain('<p>Has to act: <b>the provider</b> (2 errors, 1 warning)</p>');
	expect(page).toContain('<p>Has to act: <b>the client or its tests</b> (1 error, 1 warning)</p>');
	expect(page).toContain('<p>Worth a look: <b>the spec</b> (1 warning)</p>');
	expect(page).toContain('<dt>Provider</dt><dd>&lt;i&gt;imprint&lt;/i&gt;</dd>');
	expect(page).toContain('<dt>Commit</dt><dd><code>d5113d45f4</code></dd>');
	expect(page).toContain('<time datetime="2026-12-01T05:20:11.123Z">2026-12-01 05:20:11 UTC</time>');
	expect(page).toContain('>not published: &lt;b&gt;no broker&lt;/b&gt;</p>');
});

it('links a finding to its line of the spec, which it quotes, and the line to the finding', () => {
	const [box = ''] = /<article (?:(?!<\/article>)[\s\S])*month(?:(?!<article)[\s\S])*?<\/article>/.exec(page) ?? [];
	expect(box).toContain(
		'<a href="#L311"><code>spec/openapi.yaml:311:20</code></a> <code>maximum: &lt;script&gt;311&lt;/script&gt;</code>',
	);
	const [, anchor = ''] = /id="(f-[^"]+)"/.exec(box) ?? [];
	const [line = ''] = /<tr id="L311"[\s\S]*?<\/tr>/.exec(page) ?? [];
	expect(line).toContain(`<p class="mark error"><a href="#${anchor}"><strong>error</strong>`);
});

it('links a finding to its interaction, and the interaction to the finding', () => {
	const [, anchor = ''] = /<dt>In<\/dt><dd><a href="#(i-\d+)">changes every field<\/a>/.exec(page) ?? [];
	const [body = ''] = new RegExp(`<tbody id="${anchor}">[\\s\\S]*?</tbody>`).exec(page) ?? [];
	expect(body).toMatch(/<li><a href="#f-[0-9a-f]{12}">error: The expected response body \/date_of_birth\/month/);
});

it('counts the lines of the spec that it leaves out, and shows what an overlay adds beside what it refines', () => {
	const counts = [...page.matchAll(/(\d+) lines not shown/g)].map(([, count]) => count);
	expect(counts).toEqual(['119', '189', '88']);
	const [line = ''] = /<tr id="L121"[\s\S]*?<\/tr>/.exec(page) ?? [];
	expect(line).toContain('<a href="#L1-1"><code>spec/promises.yaml:1</code></a> adds</p><pre>line 2\nline 3</pre>');
});

const answer = {
	request: { method: 'POST', path: '/v2/customers/*', body: '{"a":1}', curl: `curl "$BASE/v2"` },
	expected: { status: 200, body: '{"a":{"b":1},"map":{"x":1},"same":true}' },
	received: { status: 200, contentType: 'application/json', body: '{"same":true,"a":{"b":[]},"map":{"*1":1}}' },
	masked: true,
};

it('shows the exchange of an interaction, and of a finding the rows that it is about', () => {
	const first = report.findings.find(({ role, interaction }) => role === 'provider' && interaction) as Finding;
	const finding: Finding = { ...first, exchange: answer, instance: '/a/b' };
	const changed = { ...report, findings: [finding] };
	const shown = toHtml(changed, extras);
	const [box = ''] = /<article [\s\S]*?<\/article>/.exec(shown) ?? [];
	expect(box).toContain('<code>/a/b</code></td></tr><tr class="differs"><td>≠</td><td>"b": 1</td>');
	expect(box).not.toContain('"x"');
	const [details = ''] = /<details>[\s\S]*?<\/details>/.exec(shown) ?? [];
	expect(details).toContain('POST /v2/customers/*\n\n{\n  "a": 1\n}</pre>');
	expect(details).toContain('<pre>curl "$BASE/v2"</pre>');
	expect(details.match(/<td>≠<\/td>/g)).toHaveLength(1);
	expect(details).toContain('What the provider sent is masked');
});

it('shows the answers that the client was tried with, first those that it did not stand', () => {
	const tried = ['full', 'without /id <b>', 'least'].map((change, index) => ({
		...{ operation: 'updateCustomer', status: 200, change, isTolerated: index !== 1 },
	}));
	const shown = toHtml({ ...report, variants: { total: 3, tolerated: 2, tried } });
	expect(shown).toContain('the client stood 2 of 3 answers that the spec allows');
	expect(shown).toContain('<th scope="row">updateCustomer 200</th><td class="disagree">2 of 3</td>');
	expect(shown).toContain(
		'<ul><li><strong>✗ not tolerated:</strong> without /id &lt;b&gt;</li><li>✓ full</li><li>✓ least</li></ul>',
	);
	expect(page).not.toContain('Answers tried');
});

it('links a change to its line of the newer spec', () => {
	const { file = '', index = 0 } = report.interactions[0] ?? {};
	const changed = { pointer: '/a', file: 'spec/openapi.yaml', line: 311 };
	const change = { kind: 'changed' as const, old: { ...changed, line: 1 }, new: changed, title: 'Narrowed.' };
	const shown = toHtml({ ...report, changes: [{ ...change, usedBy: [{ file, index }] }] }, extras);
	expect(shown).toContain('Narrowed. <a href="#L311"><code>spec/openapi.yaml:1 → spec/openapi.yaml:311</code></a>');
});
