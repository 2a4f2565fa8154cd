/** For random answers of every operation of the fixtures: judged as they were, and nobody's text is left. */
import { readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { vocabularyOf } from '../../src/har/write/vocabulary';
import type { Recorded } from '../../src/http/wire';
import { isObject, type Json, property } from '../../src/json/json';
import { child, type Pointer } from '../../src/json/pointer';
import { loadSpec, type Spec } from '../../src/openapi/spec';
import { shapes } from '../check/support/shape';
import { withFolder } from '../support/temporary';
import { instanceOf } from './support/instances';
import { answered, judgedAgain, judgedLive, saying, written } from './support/written';

const root = join(__dirname, '..', 'check', 'fixtures');
const folders = readdirSync(root).sort();
const runs = Number(process.env.RUNS ?? 4);

interface Answerable {
	readonly method: string;
	readonly path: string;
	readonly status: number;
	readonly schema: Pointer;
}

/** Every answer in JSON that is described. */
function answersOf(spec: Spec): Answerable[] {
	return spec.operations.operations.flatMap(({ method, path, pointer }) => {
		const responses = followed(spec, child(pointer, 'responses'));
		return Object.keys(isObject(responses?.value) ? responses.value : {}).flatMap((key) => {
			const response = followed(spec, child(responses?.pointer ?? '', key));
			const content = property(response?.value, 'content');
			const status = Number(key === 'default' ? 599 : key.replace(/xx/i, '01'));
			if (!response || !isObject(content) || !Number.isInteger(status)) return [];
			return Object.keys(content)
				.filter((type) => /json/.test(type))
				.map((type) => ({
					method,
					path: path.replace(/\{[^}]*\}/g, '1'),
					status,
					schema: child(response.pointer, 'content', type, 'schema'),
				}));
		});
	});
}

function followed(spec: Spec, pointer: Pointer) {
	try {
		return spec.document.follow(pointer);
	} catch {
		return undefined;
	}
}

/** Texts and numbers, in their order. */
function leavesOf(value: Json): (string | number)[] {
	if (typeof value === 'string' || typeof value === 'number') return [value];
	return typeof value === 'object' && value !== null ? Object.values(value).flatMap(leavesOf) : [];
}

const raw = (value: Json) => Buffer.from(JSON.stringify(value));

async function expectAlike(sent: Recorded, body: Json, spec: Spec): Promise<void> {
	const { writes, numbers } = vocabularyOf(spec);
	const har = written([sent], spec);
	const [entry] = har.log.entries;
	const live = judgedLive(sent, spec).map((each) => JSON.stringify(saying(each)));
	const again = (await judgedAgain(har, spec)).map((each) => JSON.stringify(saying(each)));
	expect(again.sort()).toEqual(live.sort());
	expect(entry?.response.comment).toBeUndefined();
	const [before, after] = [leavesOf(body), leavesOf(JSON.parse(entry?.response.content.text ?? '') as Json)];
	// A key that looks like the name of a field is told in findings, and may be anybody's name all the same.
	const texts = after.join('\n');
	const isPublic = (each: string | number) =>
		typeof each === 'number' ? numbers.includes(each) : !/[\p{L}\d]/u.test(each) || writes(each);
	expect(after.length).toBe(before.length);
	const same = before.filter((each, index) => each === after[index] && !isPublic(each));
	const kept = before.filter(
		(each) => typeof each === 'string' && /[\p{L}\d]{4}/u.test(each) && texts.includes(each) && !isPublic(each),
	);
	expect({ same, kept }).toEqual({ same: [], kept: [] });
}

test.each(folders)('%s', async (folder) => {
	const spec = await loadSpec(join(root, folder, 'spec.yaml')).catch(() => undefined);
	const answers = spec ? answersOf(spec) : [];
	if (!spec || answers.length === 0) return;
	await fc.assert(
		fc.asyncProperty(fc.constantFrom(...answers), fc.gen(), async ({ method, path, status, schema }, pick) => {
			const body = instanceOf(pick, spec, schema);
			const headers = { 'Content-Type': 'application/json' };
			await expectAlike(answered({ status, method, target: path, headers, body: raw(body) }), body, spec);
		}),
		{ numRuns: runs },
	);
});

test('schemas put together at random', async () => {
	await withFolder(async (folder) => {
		const file = join(folder, 'spec.json');
		await fc.assert(
			fc.asyncProperty(shapes, fc.gen(), async ({ schema, parts }, pick) => {
				const content = { 'application/json': { schema } };
				const responses = { 200: { description: 'a', content } };
				const paths = { '/': { get: { responses } } };
				const info = { title: 'a', version: '1' };
				await writeFile(file, JSON.stringify({ openapi: '3.1.0', info, paths, components: { schemas: parts } }));
				const spec = await loadSpec(file);
				const body = instanceOf(pick, spec, '/paths/~1/get/responses/200/content/application~1json/schema');
				const sent = answered({ status: 200, headers: { 'Content-Type': 'application/json' }, body: raw(body) });
				await expectAlike(sent, body, spec);
			}),
			{ numRuns: runs * 10 },
		);
	});
});
