/** A pact read in pieces equals a whole parse, or is refused; never something else. */
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Json, JsonObject } from '../../src/json/json';
import { OtherLayout, type Piece, piecesOf } from '../../src/pact/pact-pieces';
import { contract, projectRoot } from '../support/cli';
import { withFolder } from '../support/temporary';

const recorded = readFileSync(join(projectRoot, 'pacts/imprint-client-imprint.json'), 'utf8');

/** The pieces of a file with this text, or `undefined` where its layout is another one. */
function taken(text: string): Promise<Piece[] | undefined> {
	return withFolder(async (folder) => {
		const file = join(folder, 'pact.json');
		await writeFile(file, text);
		try {
			return [...piecesOf(file)];
		} catch (error) {
			if (error instanceof OtherLayout) return undefined;
			throw error;
		}
	});
}

const interactionsOf = (text: string) => (JSON.parse(text) as { interactions: readonly Json[] }).interactions;
const layOut = (pact: object) => JSON.stringify(pact, null, 2);

test('the recorded pact is split into interactions and the rest', async () => {
	const pieces = await taken(recorded);
	expect(pieces?.map(({ interaction }) => interaction)).toEqual(interactionsOf(recorded));
	const { metadata, consumer } = JSON.parse(recorded) as JsonObject;
	expect(pieces?.[0]?.frame).toMatchObject({ metadata, consumer });
});

test('a byte order mark is removed only at the beginning', async () => {
	const consumer = { name: '\uFEFFa client' };
	const [piece] = (await taken(`\uFEFF${layOut({ consumer, interactions: [{ description: 'a' }] })}`)) ?? [];
	expect(piece).toEqual({ frame: { consumer, interactions: [expect.any(String)] }, interaction: { description: 'a' } });
});

test.each<readonly [string, string]>([
	['a byte order mark before it', `\uFEFF${recorded}`],
	['no line end after it', recorded.trimEnd()],
	['a letter of several bytes at every border of what is read', letters()],
	['an interaction larger than what is read at a time', larger()],
])('%s changes nothing', async (_, text) => {
	const pieces = await taken(text);
	expect(pieces?.map(({ interaction }) => interaction)).toEqual(interactionsOf(text.replace(/^\uFEFF/, '')));
});

function letters(): string {
	const interactions = Array.from({ length: 12_000 }, (_, index) => ({ description: `ü€😀${'x'.repeat(index % 97)}` }));
	return layOut({ interactions, metadata: {} });
}

function larger(): string {
	const interactions = [{ description: 'x'.repeat(3 << 20) }, { description: 'small', request: {} }];
	return layOut({ interactions, metadata: {} });
}

test.each<readonly [string, string]>([
	['one line', JSON.stringify(JSON.parse(recorded))],
	['tabs', JSON.stringify(JSON.parse(recorded), null, '\t')],
	['carriage returns', recorded.replaceAll('\n', '\r\n')],
	['nothing in the list', layOut({ interactions: [] })],
	['an empty interaction', layOut({ interactions: [{}, { description: 'a' }] })],
	['text for an interaction', layOut({ interactions: ['a', 'b'] })],
	[
		'a second list of the same name',
		`{\n  "interactions": [\n    {\n      "a": 1\n    }\n  ],\n  "interactions": []\n}`,
	],
	['a list of the same name further in', layOut({ other: { interactions: [{ a: 1 }] } })],
	['its end cut off', recorded.slice(0, -40)],
	['its middle cut out, from within a text on', recorded.replace(/"contentType"[\s\S]{500}/, '"contentTy')],
	['something after its end', `${recorded}x`],
	['an interaction that does not end', recorded.replace('\n    },', '\n    ,')],
	['no text at all', ''],
])('%s is another layout', async (_, text) => {
	expect(await taken(text)).toBeUndefined();
});

test('after any deletion or insertion, the pieces equal a whole parse, or there are none', async () => {
	const places = fc.nat({ max: recorded.length });
	const inserted = fc.constantFrom(
		'',
		'\n    }',
		'\n    {',
		'\n  ]',
		',',
		'"',
		'}',
		'\n  "interactions": [',
		'{}',
		' ',
	);
	await fc.assert(
		fc.asyncProperty(places, fc.nat({ max: 200 }), inserted, async (at, length, between) => {
			const text = recorded.slice(0, at) + between + recorded.slice(at + length);
			const pieces = await taken(text);
			if (pieces) expect(pieces.map(({ interaction }) => interaction)).toEqual(interactionsOf(text));
		}),
		{ numRuns: 300, seed: 1 },
	);
});

test.each([1, 400])('messages beside %i interactions are noted and do not count', async (count) => {
	const pact = JSON.parse(recorded) as { interactions: JsonObject[] } & JsonObject;
	const first = pact.interactions[0];
	const interactions = Array.from({ length: count }, (_, index) => ({ ...first, description: `number ${index}` }));
	await withFolder(async (folder) => {
		const file = join(folder, 'pact.json');
		await writeFile(file, layOut({ ...pact, interactions, messages: [{ description: 'a customer was updated' }] }));
		const { code, stdout } = await contract(['check', file, '--format', 'json']);
		const { findings, summary } = JSON.parse(stdout) as { findings: { code: string }[]; summary: object };
		expect(code).toBe(0);
		expect(findings.map((each) => each.code)).toContain('pact.unsupported');
		expect(summary).toMatchObject({ interactions: count, checked: count, errors: 0, notes: 1 });
	});
});

test('a large pact is judged like a small one, with lines in its findings', async () => {
	const pact = JSON.parse(recorded) as { interactions: JsonObject[] } & JsonObject;
	const first = pact.interactions[0];
	const interactions = Array.from({ length: 400 }, (_, index) => ({ ...first, description: `number ${index}` }));
	const whole = layOut({ ...pact, interactions }).replace('"account_tenure": 13', '"account_tenure": "13"');
	expect(Buffer.byteLength(whole)).toBeGreaterThan(1 << 20);
	await withFolder(async (folder) => {
		const [large, cut] = [join(folder, 'large.json'), join(folder, 'cut.json')];
		await writeFile(large, whole);
		await writeFile(cut, whole.slice(0, -10));
		const found = await contract(['check', large, '--format', 'json']);
		const report = JSON.parse(found.stdout) as { findings: { at?: object }[]; summary: object };
		expect(report.summary).toEqual({
			interactions: 400,
			checked: 400,
			errors: 1,
			unjudged: 0,
			warnings: 0,
			notes: 0,
			// The undeclared security scheme of the spec, by the project's accepted.yaml.
			accepted: 1,
		});
		const line = whole.split('\n').findIndex((each) => each.includes('"account_tenure": "13"')) + 1;
		expect(report.findings.find(({ at }) => at)?.at).toMatchObject({ file: large, line });
		const broken = await contract(['check', cut]);
		expect([broken.code, broken.stderr]).toEqual([
			2,
			`The pact ${cut} cannot be read: its JSON is cut off. Restore it from version control, or run \`contract record\`.\n`,
		]);
	});
});
