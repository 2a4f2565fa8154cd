/**
 * JSON Schema 2020-12, keyword by keyword, in the reading `response`: each entry of `json-schema/*.yaml` is a schema
 * with values that hold and values that do not. The schema stands in a file of its own, as does what it refers to.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import type { Json } from '../../src/json/json';
import { loadSpec } from '../../src/openapi/spec';
import { withFolder } from '../support/temporary';

interface Group {
	readonly about: string;
	readonly schema: Json;
	/** Other files by name. */
	readonly files?: { readonly [name: string]: Json };
	readonly valid?: readonly Json[];
	readonly invalid?: readonly Json[];
}

const root = join(__dirname, 'json-schema');
const files = readdirSync(root).map((file): [name: string, groups: readonly Group[]] => [
	file,
	parse(readFileSync(join(root, file), 'utf8')),
]);

describe.each(files)('%s', (_, groups) => {
	test.each(groups)('$about', async (group) => {
		expect(await misjudged(group)).toEqual([]);
	});
});

test('no subject is repeated', () => {
	const subjects = files.flatMap(([, groups]) => groups.map(({ about }) => about));
	expect(subjects.filter((about, index) => subjects.indexOf(about) !== index)).toEqual([]);
});

/** The values that are judged otherwise than stated. */
function misjudged({ schema, files = {}, valid = [], invalid = [] }: Group): Promise<string[]> {
	return withFolder(async (folder) => {
		const specification = {
			openapi: '3.1.0',
			info: { title: 'Invented', version: '1' },
			components: { schemas: { Subject: { $ref: 'schema.json' } } },
		};
		for (const [name, content] of Object.entries({ ...files, 'spec.json': specification, 'schema.json': schema })) {
			await mkdir(dirname(join(folder, name)), { recursive: true });
			await writeFile(join(folder, name), JSON.stringify(content));
		}
		const { validator } = await loadSpec(join(folder, 'spec.json'));
		const judge = (value: Json, holds: boolean): string[] => {
			const shown = `${JSON.stringify(value)} ${holds ? 'holds' : 'does not hold'}`;
			try {
				const accepted = validator.accepts('response', '/components/schemas/Subject', value);
				const faults = validator.faults('response', '/components/schemas/Subject', value);
				if (accepted !== (faults.length === 0)) return [`${shown}: two verdicts`];
				return accepted === holds ? [] : [shown];
			} catch (error) {
				return [`${shown}: ${String(error)}`];
			}
		};
		return [...valid.flatMap((value) => judge(value, true)), ...invalid.flatMap((value) => judge(value, false))];
	});
}
