/** For random answers of every operation of the fixtures: no text is left, and what agreed agrees when it is masked. */
import { readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { namedBy } from '../../src/har/named';
import { isObject, type Json, property } from '../../src/json/json';
import { child, type Pointer } from '../../src/json/pointer';
import { loadSpec, type Spec } from '../../src/openapi/spec';
import { shapes } from '../check/support/shape';
import { withFolder } from '../support/temporary';
import { instanceOf } from './support/instances';
import { answered, judgedAgain, judgedLive, written } from './support/written';

const root = join(__dirname, '..', 'check', 'fixtures');
const folders = readdirSync(root).sort();
const runs = Number(process.env.RUNS ?? 4);
const json = { 'Content-Type': 'application/json' };

interface Answerable {
	readonly method: string;
	readonly path: string;
	readonly status: number;
	readonly schema: Pointer;
}

/** Every JSON answer of the spec. */
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

/** Keys, texts and numbers. */
function wordsOf(value: Json): (string | number)[] {
	if (typeof value === 'string' || typeof value === 'number') return [value];
	if (typeof value !== 'object' || value === null) return [];
	return [...(isObject(value) ? Object.keys(value) : []), ...Object.values(value).flatMap(wordsOf)];
}

async function expectMasked(answer: Answerable, body: Json, spec: Spec): Promise<void> {
	const { method, path, status } = answer;
	const sent = answered({ status, method, target: path, headers: json, body: Buffer.from(JSON.stringify(body)) });
	const har = written([sent], spec);
	const [live, again] = [judgedLive(sent, spec), await judgedAgain(har, spec)];
	const codes = new Set(live.map(({ code }) => code));
	// With a wrong value it may be unknown which alternative its fields belong to.
	if (live.every(({ severity }) => severity !== 'error'))
		expect(again.filter((each) => !codes.has(each.code))).toEqual([]);
	const { keys } = namedBy(spec);
	const left = wordsOf(JSON.parse(har.log.entries[0]?.response.content.text ?? '') as Json);
	const fields = new Set(live.map(({ instance }) => instance?.split('/').at(-1)));
	const isMask = (each: string | number) => each === 0 || /^\*\d*$/.test(String(each));
	expect(left.filter((each) => !isMask(each) && !keys.has(String(each)) && !fields.has(String(each)))).toEqual([]);
}

test.each(folders)('%s', async (folder) => {
	const spec = await loadSpec(join(root, folder, 'spec.yaml')).catch(() => undefined);
	const answers = spec ? answersOf(spec) : [];
	if (!spec || answers.length === 0) return;
	await fc.assert(
		fc.asyncProperty(fc.constantFrom(...answers), fc.gen(), async (answer, pick) => {
			await expectMasked(answer, instanceOf(pick, spec, answer.schema), spec);
		}),
		{ numRuns: runs },
	);
});

test('random schemas', async () => {
	await withFolder(async (folder) => {
		const file = join(folder, 'spec.json');
		const schemaAt = '/paths/~1/get/responses/200/content/application~1json/schema';
		await fc.assert(
			fc.asyncProperty(shapes, fc.gen(), async ({ schema, parts, value }, pick) => {
				const responses = { 200: { description: 'a', content: { 'application/json': { schema } } } };
				const paths = { '/': { get: { responses } } };
				const info = { title: 'a', version: '1' };
				await writeFile(file, JSON.stringify({ openapi: '3.1.0', info, paths, components: { schemas: parts } }));
				const spec = await loadSpec(file);
				const answer = { method: 'GET', path: '/', status: 200, schema: schemaAt };
				for (const body of [value, instanceOf(pick, spec, schemaAt)]) await expectMasked(answer, body, spec);
			}),
			{ numRuns: runs * 10 },
		);
	});
});
