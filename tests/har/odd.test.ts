/** An invalid value in any place of a recording neither throws nor stops the rest. */
import { join } from 'node:path';
import { judgeRecording } from '../../src/commands/recording';
import { scopeOf } from '../../src/har/scope';
import { InputError } from '../../src/json/input-error';
import type { Json, JsonObject } from '../../src/json/json';
import { loadSpec, type Spec } from '../../src/openapi/spec';
import { withPositions } from '../../src/report/positions';
import { projectRoot } from '../support/cli';
import { entriesOf, locatedIn, sourceOf } from '../support/sources';
import { entry, url } from './support/entry';

describe('recordings with invalid parts', () => {
	const strange: readonly Json[] = [null, '', 'a', 0, -1, 1e9, true, [], [null], {}, { name: 1 }, 'https://['];
	const whole = {
		log: {
			entries: [
				{
					...entry(),
					_fromCache: null,
					_resourceType: 'fetch',
					request: {
						method: 'POST',
						url: `${url}?a=b`,
						headers: [{ name: 'a', value: 'b' }],
						postData: { mimeType: 'a/b', params: [{ name: 'a', value: 'b' }] },
					},
				},
				entry(),
			],
		},
	};
	let spec: Spec;
	beforeAll(async () => {
		spec = await loadSpec(join(projectRoot, 'spec', 'openapi.yaml'));
	});

	test('one invalid part neither throws nor stops the rest', async () => {
		let judgements = 0;
		for (const path of pathsIn(whole.log.entries[0])) {
			for (const other of strange) {
				const copy = structuredClone(whole) as unknown as JsonObject;
				replace(copy, ['log', 'entries', '0', ...path], other);
				const text = JSON.stringify(copy);
				const { judged, findings } = await judgeRecording(sourceOf('a.har', text), {
					spec,
					scope: scopeOf(spec, []),
					filter: undefined,
				});
				const all = [...findings, ...judged.flatMap((each) => each.findings)];
				await withPositions(all, locatedIn([{ file: 'a.har', text }]), spec);
				expect(judged.at(-1)).toMatchObject({ ref: { index: 1 }, operation: 'updateCustomer', findings: [] });
				judgements += 1;
			}
		}
		expect(judgements).toBeGreaterThan(200);
	});

	test.each(strange)('an invalid file is refused, %j', async (other) => {
		for (const path of [[], ['log'], ['log', 'entries']]) {
			const copy = { root: structuredClone(whole) } as unknown as JsonObject;
			replace(copy, ['root', ...path], other);
			const text = JSON.stringify(copy.root);
			if (Array.isArray(other) && other.length > 0 && path.length === 2) continue;
			await expect(entriesOf(sourceOf('a.har', text))).rejects.toThrow(InputError);
		}
	});
});

function pathsIn(value: unknown): string[][] {
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([key, inner]) => [[key], ...pathsIn(inner).map((rest) => [key, ...rest])]);
}

function replace(root: unknown, path: readonly string[], value: Json): void {
	const last = path.at(-1) ?? '';
	const owner = path.slice(0, -1).reduce((from, key) => (from as Record<string, unknown>)[key], root);
	(owner as Record<string, unknown>)[last] = value;
}
