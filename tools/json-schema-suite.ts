/**
 * Runs the official test suite of JSON Schema 2020-12 (github.com/json-schema-org/JSON-Schema-Test-Suite) from a folder
 * with `tests/` and `remotes/`: `npm run suite -- FOLDER`. Each schema stands in a file of its own beside a spec; the
 * remote schemas stand in the spec, because nothing is fetched. Prints every judgement that is not as expected, by file.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isObject, type Json } from '../src/json/json';
import { loadSpec } from '../src/openapi/spec';

interface Group {
	readonly description: string;
	readonly schema: Json;
	readonly tests: readonly { readonly description: string; readonly data: Json; readonly valid: boolean }[];
}

interface Count {
	passed: number;
	failed: number;
}

const [folder] = process.argv.slice(2);
if (folder === undefined) {
	console.error('usage: npm run suite -- FOLDER');
	process.exit(2);
}
const remotes = remoteSchemas(join(folder, 'remotes'));
const sections = { required: '', optional: 'optional', 'optional formats': 'optional/format' };

async function main(root: string): Promise<void> {
	const total: Count = { passed: 0, failed: 0 };
	const sums: string[] = [];
	for (const [name, below] of Object.entries(sections)) {
		const count = await runSection(join(root, 'tests', below), below);
		sums.push(`${name}: ${count.passed} of ${count.passed + count.failed}`);
		total.passed += count.passed;
		total.failed += count.failed;
	}
	console.log(`\n${sums.join('\n')}\n${total.passed} passed, ${total.failed} failed`);
	process.exitCode = total.failed > 0 ? 1 : 0;
}

async function runSection(path: string, below: string): Promise<Count> {
	const count: Count = { passed: 0, failed: 0 };
	for (const file of readdirSync(path).filter((each) => each.endsWith('.json'))) {
		const faults: string[] = [];
		for (const group of readJson<readonly Group[]>(join(path, file))) {
			const wrong = await misjudged(group);
			count.passed += group.tests.length - wrong.length;
			count.failed += wrong.length;
			faults.push(...wrong.map((each) => `  ${group.description}: ${each}`));
		}
		if (faults.length > 0) console.log([join(below, file), ...faults].join('\n'));
	}
	return count;
}

async function misjudged({ schema, tests }: Group): Promise<string[]> {
	const home = mkdtempSync(join(tmpdir(), 'json-schema-suite-'));
	try {
		const components = { schemas: { Subject: { $ref: 'schema.json' }, ...remotes } };
		const spec = { openapi: '3.1.0', info: { title: 'Suite', version: '1' }, components };
		writeFileSync(join(home, 'spec.json'), JSON.stringify(spec));
		writeFileSync(join(home, 'schema.json'), JSON.stringify(schema));
		const { document, validator } = await loadSpec(join(home, 'spec.json'));
		const pointer = document.resolve('/components/schemas/Subject', 'schema.json');
		return tests.flatMap(({ description, data, valid }) => {
			try {
				const isAccepted = validator.accepts('response', pointer, data);
				return isAccepted === valid ? [] : [`${description}: ${isAccepted ? 'accepted' : 'refused'}`];
			} catch (error) {
				return [`${description}: ${error instanceof Error ? error.message : String(error)}`];
			}
		});
	} finally {
		rmSync(home, { recursive: true, force: true });
	}
}

/** The remote schemas by a name, each with the URI at which the suite expects it. */
function remoteSchemas(root: string): { readonly [name: string]: Json } {
	const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((each) => each.endsWith('.json'));
	const schemas: { [name: string]: Json } = {};
	for (const file of files) {
		const content = readJson<Json>(join(root, file));
		const $id = `http://localhost:1234/${file.replaceAll('\\', '/')}`;
		schemas[file] = isObject(content) ? { $id, ...content } : content;
		const own = isObject(content) && typeof content.$id === 'string' ? new URL(content.$id, $id).href : $id;
		// One that calls itself otherwise is known by both URIs.
		if (own !== $id) schemas[`${file} by its own name`] = { $id, $ref: own };
	}
	return schemas;
}

function readJson<T>(file: string): T {
	return JSON.parse(readFileSync(file, 'utf8')) as T;
}

void main(folder);
