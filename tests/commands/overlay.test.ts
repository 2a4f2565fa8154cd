/** Which overlays apply to which spec, and what the reports make of them. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../support/cli';
import { contractInProcess } from '../support/in-process';
import { withFolder } from '../support/temporary';

const promises = 'spec/promises.overlay.yaml';

const spec = `openapi: 3.1.0
info: { title: Pets, version: '1' }
paths:
  /pets/{id}:
    parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
    get:
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema: { type: object, properties: { chip: { type: string, description: Four digits } } }
`;

const overlay = (target: string, update: string) =>
	`overlay: 1.0.0\ninfo: { title: Ours, version: '1' }\nactions:\n  - target: ${target}\n    update: ${update}\n`;

const digits = overlay('$..properties.chip', "{ pattern: '^[0-9]{4}$' }");

const pact = JSON.stringify({
	...{ consumer: { name: 'a' }, provider: { name: 'b' }, metadata: { pactSpecification: { version: '2.0.0' } } },
	interactions: [
		{
			description: 'reads a pet',
			request: { method: 'GET', path: '/pets/1' },
			response: { status: 200, headers: { 'Content-Type': 'application/json' }, body: { chip: 'none' } },
		},
	],
});

/** A project whose config names an overlay. */
function withOverlay(use: (folder: string) => Promise<void>, files: Readonly<Record<string, string>> = {}) {
	return withFolder(async (folder) => {
		const all = {
			'contract.config.ts':
				"export default { consumer: 'a', provider: { name: 'b' }, spec: 'spec/a.yaml', overlays: ['spec/a.overlay.yaml'] };",
			...{ 'spec/a.yaml': spec, 'spec/b.yaml': spec, 'pacts/pact.json': pact },
			...{ 'spec/a.overlay.yaml': digits, 'spec/b.overlay.yaml': overlay('$.info', '{ summary: Ours }') },
			...files,
		};
		for (const each of ['spec', 'pacts', 'below']) await mkdir(join(folder, each));
		for (const [name, text] of Object.entries(all)) await writeFile(join(folder, name), text);
		await use(folder);
	});
}

const own = 'spec/a.overlay.yaml';

test.each<[args: string, overlays: readonly string[] | undefined, code: number]>([
	['check', [own], 1],
	['check pacts/pact.json', [own], 1],
	['check --spec spec/a.yaml', [own], 1],
	['check --spec spec/b.yaml', undefined, 0],
	['check --overlay spec/b.overlay.yaml', ['spec/b.overlay.yaml'], 0],
	[`check --overlay spec/b.overlay.yaml --overlay ${own}`, ['spec/b.overlay.yaml', own], 1],
	[`check --spec spec/b.yaml --overlay ${own}`, [own], 1],
	['check pacts/pact.json --spec spec/a.yaml', undefined, 0],
	[`check pacts/pact.json --spec spec/a.yaml --overlay ${own}`, [own], 1],
	['check pacts/pact.json --spec spec/a.yaml --config contract.config.ts', [own], 1],
	['publish --dry-run --version 1 --branch b --allow-dirty', [own], 1],
])('%s', async (args, overlays, code) => {
	await withOverlay(async (cwd) => {
		const result = await contractInProcess([...args.split(' '), '--format', 'json'], { cwd });
		expect({ code: result.code, stderr: result.stderr }).toEqual({ code, stderr: '' });
		const { spec: shown } = JSON.parse(result.stdout) as { spec: { overlays?: readonly string[] } };
		expect(shown.overlays).toEqual(overlays);
	});
});

test('a finding that stems from an overlay names its file, pointer and line', async () => {
	await withOverlay(async (folder) => {
		const args = ['check', '--overlay', '../spec/a.overlay.yaml', '--format', 'json'];
		const { report, stdout, as } = await contractInProcess(args, { cwd: join(folder, 'below') });
		expect(report?.findings).toMatchObject([
			{
				code: 'response.body.invalid',
				title: 'Expected response body /chip: expected a match of the pattern ^[0-9]{4}$, received "none".',
				fix: ['Correct what the consumer test expects.', `Update ${own} if the API has changed.`],
				spec: { file: own, pointer: '/actions/0/update/pattern', line: 5, column: 24 },
			},
		]);
		expect((JSON.parse(stdout) as { spec: object }).spec).toEqual({
			...{ file: 'spec/a.yaml', version: '1', overlays: [own] },
		});
		expect(await as?.('text')).toContain(`${own}:5:24`);
		expect(await as?.('html')).toContain(` with <code>${own}</code>`);
	});
});

test('its fingerprint is that of the place in the spec, whichever overlay wrote it', async () => {
	const fingerprints: (string | undefined)[] = [];
	for (const update of [digits, `${digits}x-note: longer\n`]) {
		await withOverlay(
			async (cwd) => {
				const { report } = await contractInProcess(['check', '--format', 'json'], { cwd });
				fingerprints.push(report?.findings[0]?.fingerprint);
			},
			{ [own]: update.replace('actions:', 'actions:\n  - target: $.info') },
		);
	}
	await withOverlay(
		async (cwd) => {
			const { report } = await contractInProcess(['check', '--spec', 'spec/b.yaml', '--format', 'json'], { cwd });
			fingerprints.push(report?.findings[0]?.fingerprint);
		},
		{ 'spec/b.yaml': spec.replace('description: Four digits', () => "pattern: '^[0-9]{4}$'") },
	);
	expect(fingerprints[0]).toMatch(/^[0-9a-f]{12}$/);
	expect(new Set(fingerprints).size).toBe(1);
});

test('an action that selects nothing is a warning', async () => {
	await withOverlay(
		async (cwd) => {
			const { code, report } = await contractInProcess(['check', '--format', 'json'], { cwd });
			expect(code).toBe(0);
			expect(report?.findings).toMatchObject([
				{
					...{ code: 'overlay.unmatched', severity: 'warning' },
					title: `The target $..properties.chop of ${own} selects nothing in spec/a.yaml, so its action changes nothing.`,
					spec: { file: own, pointer: '/actions/0/target', line: 4, column: 13 },
				},
			]);
			expect((await contractInProcess(['check', '--strict'], { cwd })).code).toBe(1);
		},
		{ [own]: overlay('$..properties.chop', '{}') },
	);
});

test.each([
	['overlay: [', /^The overlay spec\/a\.overlay\.yaml is not YAML: .* \(line \d+, column \d+\)\.\n$/],
	[
		overlay('$.info', 'text'),
		/^The overlay spec\/a\.overlay\.yaml cannot be used: \/actions\/0 cannot be applied: .* \(line 4, column 5\)\. Correct it, or leave the overlay out\.\n$/,
	],
])('one that is broken is exit code 2 with one message: %j', async (text, message) => {
	await withOverlay(
		async (cwd) => {
			const { code, stdout, stderr } = await contractInProcess(['check'], { cwd });
			expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
			expect(stderr).toMatch(message);
		},
		{ [own]: text },
	);
});

test('no report may replace an overlay, and the spec stays as it is', async () => {
	await withOverlay(async (cwd) => {
		const { code, stderr } = await contractInProcess(['check', '--output', own], { cwd });
		expect({ code, stderr }).toEqual({
			code: 2,
			stderr: `${own} is read by this run, so no report may replace it. Name another file.\n`,
		});
		expect(await readFile(join(cwd, own), 'utf8')).toBe(digits);
		expect(await readFile(join(cwd, 'spec/a.yaml'), 'utf8')).toBe(spec);
	});
});

describe("the promises of Imprint's prose", () => {
	const check = async (change: (text: string) => string) =>
		withFolder(async (folder) => {
			const file = join(folder, 'pact.json');
			await writeFile(file, change(await readFile(join(projectRoot, 'pacts/imprint-client-imprint.json'), 'utf8')));
			return (await contractInProcess(['check', file, '--format', 'json'])).report;
		});

	test('each stands in the spec, and our contract keeps them', async () => {
		expect(await check((text) => text)).toMatchObject({
			verdict: 'agree',
			findings: [],
			spec: { overlays: [promises] },
		});
	});

	test.each([
		['ssn4', '"12345"', '"1234"'],
		['created_at', '"2025-02-13 19:08:07Z"', '"2025-02-13T19:08:07Z"'],
		['updated_at', '"2025-02-13"', '"2025-02-13T19:08:07.000+01:00"'],
		['phone', '"14155552671"', '"+14155552671"'],
		['preferred_language', '"eng"', '"de"'],
		['address', '{ "country": "US" }', '{ "country": "USA" }'],
	])('in an answer, %s is not %s', async (name, wrong, right) => {
		const named = (value: string) => (text: string) => {
			const [first, ...others] = JSON.parse(text).interactions;
			first.response.body.content[name] = JSON.parse(value);
			return JSON.stringify({ ...JSON.parse(text), interactions: [first, ...others] });
		};
		const before = await check(named(right));
		expect(before?.findings).toEqual([]);
		const after = await check(named(wrong));
		expect(after?.findings).toMatchObject([{ code: 'response.body.invalid', spec: { file: promises } }]);
	});

	test.each([
		['account_created_at', '"yesterday"'],
		['ltv_currency', '"usd"'],
		['preferred_language', '"EN"'],
	])('in a request, customer_history/%s is not %s', async (name, wrong) => {
		const found = await check((text) =>
			text.replace(new RegExp(`("customer_history"[^]*?"${name}": )"[^"]*"`), `$1${wrong}`),
		);
		expect(found?.findings).toMatchObject([
			{ code: 'request.body.invalid', instance: `/customer_history/${name}`, spec: { file: promises } },
		]);
	});
});

test('the page shows the spec with the finding at its line, and what the overlay adds beside what it refines', async () => {
	await withOverlay(async (cwd) => {
		const { stdout } = await contractInProcess(['check', '--format', 'html'], { cwd });
		const line = (anchor: string) => new RegExp(`<tr id="${anchor}"[\\s\\S]*?</tr>`).exec(stdout)?.[0] ?? '';
		expect(line('L12')).toContain('chip: { type: string, description: Four digits }');
		expect(line('L12')).toContain(`<a href="#L4-1"><code>${own}:4</code></a> adds</p><pre>update: {`);
		expect(line('L5-1')).toMatch(/<p class="mark error"><a href="#f-[0-9a-f]{12}">/);
		expect(stdout).toContain('<dt>Provider</dt><dd>b</dd>');
		expect(stdout).toMatch(/<time datetime="\d{4}-\d\d-\d\dT[\d:.]+Z">/);
		expect(stdout).not.toContain('<dt>Commit</dt>');
	});
});
