/** Which documents are refused, where their values stand, and where their references lead. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '../../src/json/input-error';
import { child } from '../../src/json/pointer';
import { BrokenReference, loadDocument, type SpecDocument } from '../../src/openapi/document/document';
import { projectRoot } from '../support/cli';
import { withFolder } from '../support/temporary';
import { documentOf, positionIn } from './support/document';

describe('refuses with one message', () => {
	const notOpenApi = (found: string) =>
		`FILE is not an OpenAPI 3.0, 3.1 or 3.2 spec: its root ${found}. Name the right file with --spec FILE.`;

	test.each<[what: string, name: string, text: string, message: string]>([
		[
			'broken YAML',
			'a.yaml',
			'openapi: 3.1.0\ninfo:\n  title: [a\npaths: {}\n',
			'The OpenAPI spec FILE is not YAML: Flow sequence in block collection must be sufficiently indented and end with a ] (line 4, column 1).',
		],
		[
			'a key twice',
			'a.yaml',
			'openapi: 3.1.0\ninfo: {}\ninfo: {}\n',
			'The OpenAPI spec FILE is not YAML: Map keys must be unique (line 3, column 1).',
		],
		[
			'two documents in one file',
			'a.yaml',
			'openapi: 3.1.0\n---\nopenapi: 3.1.0\n',
			'The OpenAPI spec FILE is not YAML: Source contains multiple documents; please use YAML.parseAllDocuments() (line 2, column 1).',
		],
		[
			'an alias without its anchor',
			'a.yaml',
			'openapi: 3.1.0\ninfo: *missing\n',
			'The OpenAPI spec FILE cannot be used: Unresolved alias (the anchor must be set before the alias): missing.',
		],
		['a list', 'a.yaml', '- openapi: 3.1.0\n', notOpenApi('is of type array')],
		['a text', 'a.yaml', 'openapi 3.1.0\n', notOpenApi('is of type string')],
		['nothing', 'a.yaml', '', notOpenApi('is of type null')],
		['JSON that is a number', 'a.json', '3.1', notOpenApi('is of type number')],
		[
			'Swagger 2.0',
			'a.yaml',
			'swagger: "2.0"\n',
			notOpenApi('says "swagger: 2.0" (npx swagger2openapi converts it to 3.0)'),
		],
		['OpenAPI 4.0', 'a.yaml', 'openapi: 4.0.0\n', notOpenApi('says "openapi: 4.0.0"')],
		['OpenAPI 2.x', 'a.json', '{"openapi": "2.0.1"}', notOpenApi('says "openapi: 2.0.1"')],
		['OpenAPI 3.3', 'a.yaml', 'openapi: 3.3.0\n', notOpenApi('says "openapi: 3.3.0"')],
		['OpenAPI 3.10', 'a.yaml', 'openapi: 3.10.0\n', notOpenApi('says "openapi: 3.10.0"')],
		['no version', 'a.yaml', 'info: {}\n', notOpenApi('has no key "openapi"')],
		[
			'a version that is a number',
			'a.yaml',
			'openapi: 3.1\n',
			notOpenApi('says "openapi" with a value of type number, not with a text such as "3.1.0"'),
		],
	])('%s', async (_, name, text, message) => {
		await withFolder(async (folder) => {
			const file = join(folder, name);
			await writeFile(file, text);
			await expect(loadDocument(file)).rejects.toEqual(new InputError(message.replace('FILE', file)));
		});
	});

	// The parser's own words change with Node, so only what surrounds them is asserted.
	test.each(['{\n  "openapi": "3.1.0",\n}\n', '{\n  "openapi": nonsense\n}\n', '', 'openapi: 3.1.0'])(
		'broken JSON: %j',
		async (text) => {
			const message = await documentOf(text, 'a.json').catch((error: unknown) =>
				error instanceof InputError ? error.message : error,
			);
			expect(message).toMatch(/^The OpenAPI spec \S+a\.json is not JSON: [^\n]+\.$/);
		},
	);

	test('a missing file and a folder', async () => {
		await withFolder(async (folder) => {
			const missing = join(folder, 'none.yaml');
			await expect(loadDocument(missing)).rejects.toEqual(
				new InputError(
					`The OpenAPI spec ${missing} cannot be read: there is no such file. Name the right file with --spec FILE.`,
				),
			);
			const directory = join(folder, 'spec.yaml');
			await mkdir(directory);
			await expect(loadDocument(directory)).rejects.toEqual(
				new InputError(
					`The OpenAPI spec ${directory} cannot be read: it is a folder. Name the right file with --spec FILE.`,
				),
			);
		});
	});
});

describe('accepts', () => {
	test.each<[what: string, name: string, text: string, dialect: string, version: string]>([
		['YAML', 'a.yaml', 'openapi: 3.1.1\ninfo: { version: "2.0" }\n', '3.1', '2.0'],
		['YAML of any name', 'description', 'openapi: 3.0.3\n', '3.0', ''],
		['JSON', 'a.JSON', '{"openapi":"3.0.0","info":{"version":"v7"}}', '3.0', 'v7'],
		['JSON in YAML', 'a.yml', '{"openapi":"3.1.0","info":{"version":"v7"}}', '3.1', 'v7'],
		['a version that is a number', 'a.yaml', 'openapi: "3.1"\ninfo: { version: 2 }\n', '3.1', '2'],
		['a byte order mark in YAML', 'a.yaml', '\uFEFFopenapi: 3.1.0\n', '3.1', ''],
		['a byte order mark in JSON', 'a.json', '\uFEFF{"openapi":"3.1.0"}', '3.1', ''],
		['CRLF', 'a.yaml', 'openapi: 3.1.0\r\ninfo:\r\n  version: "1"\r\n', '3.1', '1'],
	])('%s', async (_, name, text, dialect, version) => {
		expect(await documentOf(text, name)).toMatchObject({ dialect, version });
	});
});

/** Anchors, both styles of YAML, keys of every kind. */
const yaml = `openapi: 3.1.0
info: {title: Invented, version: "1"}
paths:
  /a/{id}:
    get:
      responses:
        200:
          description: >-
            folded
            text
        "404": &missing
          description: none
        410: *missing
components:
  schemas:
    a~b/c:
      type:
        - string
        - "null"
    Flow: {type: object, properties: {x: {enum: [1,
      two]}}}
    ? complex
    : type: string
    empty:
`;

const json = `{
  "openapi": "3.1.0",
  "paths": { "/a/{id}": { "get": { "responses": { "200": {
    "description": "text" } } } } },
  "components": { "schemas": { "a~b/c": { "type": ["string",
    "null"] } } }
}`;

describe('knows the place of a value', () => {
	test.each([
		['', 1, 1],
		['/openapi', 1, 10],
		['/info', 2, 7],
		['/info/version', 2, 34],
		['/paths/~1a~1{id}', 5, 5],
		['/paths/~1a~1{id}/get/responses/200', 8, 11],
		['/paths/~1a~1{id}/get/responses/200/description', 8, 24],
		['/paths/~1a~1{id}/get/responses/404/description', 12, 24],
		['/paths/~1a~1{id}/get/responses/410', 13, 14],
		['/paths/~1a~1{id}/get/responses/410/description', 12, 24],
		['/components/schemas/a~0b~1c/type', 18, 9],
		['/components/schemas/a~0b~1c/type/1', 19, 11],
		['/components/schemas/Flow', 20, 11],
		['/components/schemas/Flow/properties/x/enum/0', 20, 50],
		['/components/schemas/Flow/properties/x/enum/1', 21, 7],
		['/components/schemas/complex/type', 23, 13],
		['/components/schemas/empty', 24, 11],
		// What is not written down has the place of its nearest ancestor that is.
		['/info/nothing/at/all', 2, 7],
		['/components/schemas/a~0b~1c/maxLength', 17, 7],
		['/components/schemas/a~0b~1c/type/7', 18, 9],
		['/components/schemas/a~0b~1c/type/length', 18, 9],
		['/nothing', 1, 1],
	])('in YAML: %s at %i:%i', async (pointer, line, column) => {
		expect(positionIn(await documentOf(yaml), pointer)).toEqual({ line, column });
	});

	test.each([
		['', 1, 1],
		['/paths/~1a~1{id}/get/responses/200/description', 4, 20],
		['/components/schemas/a~0b~1c/type/1', 6, 5],
		['/components/schemas/a~0b~1c/type/2', 5, 51],
		['/components/schemas/Missing/type', 5, 30],
	])('in JSON: %s at %i:%i', async (pointer, line, column) => {
		expect(positionIn(await documentOf(json, 'spec.json'), pointer)).toEqual({ line, column });
	});

	test('behind a byte order mark, which does not count as a column', async () => {
		const [line, column] = [1, 12];
		expect(positionIn(await documentOf('\uFEFF{"openapi":"3.1.0"}', 'a.json'), '/openapi')).toEqual({ line, column });
		expect(positionIn(await documentOf('\uFEFF{"openapi":"3.1.0"}', 'a.yaml'), '/openapi')).toEqual({ line, column });
	});

	test('in the published spec', async () => {
		const document = await loadDocument(join(projectRoot, 'spec', 'openapi.yaml'));
		const maximum = '/components/schemas/DateOfBirth/properties/month/maximum';
		expect(document.at(maximum).value).toBe(12);
		expect(positionIn(document, maximum)).toEqual({ line: 311, column: 20 });
	});
});

describe('follows references', () => {
	const text = `openapi: 3.1.0
x:
  end: {value: 1}
  one: {$ref: '#/x/end'}
  two: {$ref: '#/x/one'}
  inside: {$ref: '#/x/two/value'}
  escaped: {$ref: '#/x/a~1b%20c'}
  a/b c: {deep: true}
  beside: {$ref: '#/x/end', own: 2}
  whole: {$ref: '#'}
  items: [{$ref: '#/x/two'}]
  named: {properties: {$ref: {type: string}}}
  self: {$ref: '#/x/self'}
  ping: {$ref: '#/x/pong'}
  pong: {$ref: '#/x/ping'}
  broken: {$ref: '#/x/nothing/here'}
  chain: {$ref: '#/x/broken'}
  remote: {$ref: 'https://example.com/spec.yaml#/a'}
  file: {$ref: 'other.yaml'}
  anchor: {$ref: '#name'}
  encoding: {$ref: '#/x/%zz'}
`;

	test.each([
		['follow', '/x/one', '/x/end', { value: 1 }],
		['follow', '/x/two', '/x/end', { value: 1 }],
		['follow', '/x/two/value', '/x/end/value', 1],
		['follow', '/x/inside', '/x/end/value', 1],
		['follow', '/x/escaped/deep', '/x/a~1b c/deep', true],
		['follow', '/x/items/0', '/x/end', { value: 1 }],
		['follow', '/x/whole/x/end/value', '/x/end/value', 1],
		['at', '/x/two', '/x/two', { $ref: '#/x/one' }],
		['at', '/x/two/value', '/x/end/value', 1],
		['at', '/x/two/$ref', '/x/two/$ref', '#/x/one'],
		['at', '/x/beside/own', '/x/beside/own', 2],
		['at', '/x/beside/value', '/x/end/value', 1],
		['follow', '/x/named/properties', '/x/named/properties', { $ref: { type: 'string' } }],
		['at', '/x/self', '/x/self', { $ref: '#/x/self' }],
	] as const)('%s %s to %s', async (how, pointer, end, value) => {
		expect((await documentOf(text))[how](pointer)).toEqual({ pointer: end, value });
	});

	test.each([
		['/x/self', '/x/self/$ref', 'the reference "#/x/self" leads back to itself'],
		['/x/ping', '/x/ping/$ref', 'the reference "#/x/pong" leads back to itself'],
		['/x/broken', '/x/broken/$ref', '"#/x/nothing" does not exist'],
		['/x/chain', '/x/broken/$ref', '"#/x/nothing" does not exist'],
		['/x/one/missing', '/x/one/$ref', '"#/x/end/missing" does not exist'],
		[
			'/x/remote',
			'/x/remote/$ref',
			'the reference "https://example.com/spec.yaml#/a" is not a local file, and nothing is fetched',
		],
		[
			'/x/file',
			'/x/file/$ref',
			'the reference "other.yaml" leads to other.yaml, which cannot be read: there is no such file',
		],
		['/x/anchor', '/x/anchor/$ref', 'the reference "#name" is not a JSON pointer, and no "$anchor" has this name'],
		[
			'/x/encoding',
			'/x/encoding/$ref',
			'the reference "#/x/%zz" is not a JSON pointer, and no "$anchor" has this name',
		],
		['/x/none', '/x/none', '"#/x/none" does not exist'],
		['/x/end/toString', '/x/end/toString', '"#/x/end/toString" does not exist'],
	])('%s is broken at %s', async (pointer, place, message) => {
		const document = await documentOf(text);
		expect(() => document.follow(pointer)).toThrow(new BrokenReference(place, message));
		expect(thrown(() => document.follow(pointer))).toMatchObject({ pointer: place, message });
	});

	test('a reference names a pointer', async () => {
		const document = await documentOf(text);
		expect(document.resolve('/x', '#')).toBe('');
		expect(document.resolve('/x', '#/a~1b/%7Bid%7D')).toBe('/a~1b/{id}');
	});
});

describe('follows references into other files', () => {
	const main = `openapi: 3.1.0
x:
  whole: {$ref: part.yaml}
  part: {$ref: 'part.yaml#/a/b'}
  through: {$ref: 'folder/other.json#/back'}
  encoded: {$ref: 'odd%20%23.yaml#/a'}
  absolute: {$ref: 'https://schemas.example.com/thing#/$defs/named'}
  self: {$ref: 'spec.yaml#/x/end'}
  end: {value: 1}
  loop: {$ref: 'folder/other.json#/loop'}
  missing: {$ref: 'none.json#/a'}
  nowhere: {$ref: 'part.yaml#/a/none'}
  unreadable: {$ref: 'bad.json'}
  wrong: {$ref: 'http://[/'}
  twice: {$ref: 'twice.yaml#same'}
  known: {$ref: 'https://schemas.example.com/twice'}
  pipe: {$ref: 'folder'}
components:
  schemas:
    Thing: {$id: 'https://schemas.example.com/thing', $defs: {named: {type: string}}}
    One: {$id: 'https://schemas.example.com/twice'}
    Two: {$id: 'https://schemas.example.com/twice'}
`;
	const files = {
		'spec.yaml': main,
		'part.yaml': 'a:\n  b: {deep: true}\n',
		'folder/other.json':
			'{\n  "back": { "$ref": "../spec.yaml#/x/part" },\n  "loop": { "$ref": "../spec.yaml#/x/loop" }\n}',
		'odd #.yaml': 'a: [1]\n',
		'bad.json': '{',
		'twice.yaml': 'One: {$anchor: same}\nTwo: {$anchor: same}\n',
	};

	const onDocument = (use: (document: SpecDocument, folder: string) => void) =>
		withFolder(async (folder) => {
			await mkdir(join(folder, 'folder'));
			for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
			use(await loadDocument(join(folder, 'spec.yaml')), folder);
		});

	test.each([
		['/x/whole', 'part.yaml#', { a: { b: { deep: true } } }, 'part.yaml', '', 1, 1],
		['/x/whole/a/b/deep', 'part.yaml#/a/b/deep', true, 'part.yaml', '/a/b/deep', 2, 13],
		['/x/part', 'part.yaml#/a/b', { deep: true }, 'part.yaml', '/a/b', 2, 6],
		['/x/through', 'part.yaml#/a/b', { deep: true }, 'part.yaml', '/a/b', 2, 6],
		['folder/other.json#/back/deep', 'part.yaml#/a/b/deep', true, 'part.yaml', '/a/b/deep', 2, 13],
		['/x/encoded', 'odd %23.yaml#/a', [1], 'odd #.yaml', '/a', 1, 4],
		[
			...['/x/absolute', '/components/schemas/Thing/$defs/named'],
			{ type: 'string' },
			...['spec.yaml', '/components/schemas/Thing/$defs/named'],
			...[20, 70],
		],
		['/x/self', '/x/end', { value: 1 }, 'spec.yaml', '/x/end', 9, 8],
	] as const)('%s leads to %s', async (start, pointer, value, file, local, line, column) => {
		await onDocument((document, folder) => {
			document.follow('/x/through');
			expect(document.follow(start)).toEqual({ pointer, value });
			expect(document.home(pointer)).toEqual({ file: join(folder, file), pointer: local });
			expect(positionIn(document, pointer)).toEqual({ line, column });
			expect(positionIn(document, child(pointer, 'none', 'none'))).toEqual({ line, column });
		});
	});

	test.each([
		['/x/loop', '/x/loop/$ref', 'the reference "folder/other.json#/loop" leads back to itself'],
		[
			'/x/missing',
			'/x/missing/$ref',
			'the reference "none.json#/a" leads to none.json, which cannot be read: there is no such file',
		],
		['/x/nowhere', '/x/nowhere/$ref', '"part.yaml#/a/none" does not exist'],
		['/x/wrong', '/x/wrong/$ref', 'the reference "http://[/" is not a URI'],
		[
			'/x/twice',
			'/x/twice/$ref',
			'the reference "twice.yaml#same" is ambiguous: several schemas have an "$anchor" of this name',
		],
		[
			'/x/known',
			'/x/known/$ref',
			'the reference "https://schemas.example.com/twice" is ambiguous: several schemas have this "$id"',
		],
		['/x/pipe', '/x/pipe/$ref', 'the reference "folder" leads to folder, which is not a file'],
	])('%s is broken at %s', async (start, place, message) => {
		await onDocument((document) => {
			expect(thrown(() => document.follow(start))).toMatchObject({ pointer: place, message });
			// It stays so: the file is not read again.
			expect(thrown(() => document.follow(start))).toMatchObject({ pointer: place, message });
		});
	});

	test('a file that cannot be parsed is reported with the reason', async () => {
		await onDocument((document) => {
			expect(thrown(() => document.follow('/x/unreadable'))).toMatchObject({
				pointer: '/x/unreadable/$ref',
				message: expect.stringMatching(/^the reference "bad\.json" leads to bad\.json, which is not JSON: [^\n]+[^.]$/),
			});
		});
	});

	test('in OpenAPI 3.0 $id and anchors mean nothing', async () => {
		await withFolder(async (folder) => {
			const file = join(folder, 'spec.yaml');
			await writeFile(
				file,
				'openapi: 3.0.3\nx: {$ref: "#name"}\ncomponents: {schemas: {A: {$anchor: name, $id: "urn:a"}}}\n',
			);
			const document = await loadDocument(file);
			expect(() => document.follow('/x')).toThrow('no "$anchor" has this name');
			expect(() => document.resolve('/x', 'urn:a')).toThrow('is not a local file');
		});
	});

	test('a cyclic value terminates', async () => {
		const document = await documentOf(
			'openapi: 3.1.0\ncomponents: {schemas: {A: &a {$anchor: name, properties: {a: *a}}}}\n',
		);
		expect(document.resolve('', '#name')).toBe('/components/schemas/A');
	});
});

function thrown(run: () => unknown): unknown {
	try {
		return run();
	} catch (error) {
		return error;
	}
}

test('YAML merge keys are supported', async () => {
	const document = await documentOf(
		'openapi: 3.1.0\nx-base: &base { title: Invented }\ninfo: { <<: *base, version: "1" }\n',
	);
	expect(document.at('/info').value).toEqual({ title: 'Invented', version: '1' });
});

test('a missing value has the position of its nearest ancestor', async () => {
	const document = await documentOf('\n\n {"openapi": "3.1.0", "a": {}}', 'a.json');
	expect(positionIn(document, '/missing')).toEqual({ line: 3, column: 2 });
	expect(positionIn(document, '/a/b/c')).toEqual({ line: 3, column: 28 });
});
