/** For random answers of every operation of the fixtures: judged as they were, and nobody's text is left. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { vocabularyOf } from '../../gate/har/write/vocabulary';
import { isObject, type Json, property } from '../../spec/json';
import { child, type Pointer } from '../../spec/pointer';
import { loadSpec, type Spec } from '../../spec/spec';
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

test.each(folders)('%s', async (folder) => {
	const spec = await loadSpec(join(root, folder, 'spec.yaml')).catch(() => undefined);
	const answers = spec ? answersOf(spec) : [];
	if (!spec || answers.length === 0) return;
	const { writes, numbers } = vocabularyOf(spec);
	await fc.assert(
		fc.asyncProperty(fc.constantFrom(...answers), fc.gen(), async ({ method, path, status, schema }, pick) => {
			const body = instanceOf(pick, spec, schema);
			const sent = answered({
				status,
				method,
				target: path,
				headers: { 'Content-Type': 'application/json' },
				body: Buffer.from(JSON.stringify(body)),
			});
			const har = written([sent], spec);
			const [entry] = har.log.entries;
			const live = judgedLive(sent, spec).map((each) => JSON.stringify(saying(each)));
			const again = (await judgedAgain(har, spec)).map((each) => JSON.stringify(saying(each)));
			expect(again.sort()).toEqual(live.sort());
			expect(entry?.response.comment).toBeUndefined();
			const left = entry?.response.content.text ?? '';
			const [before, after] = [leavesOf(body), leavesOf(JSON.parse(left) as Json)];
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
		}),
		{ numRuns: runs },
	);
});
