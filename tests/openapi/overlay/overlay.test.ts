/** Each rule of the Overlay Specification, 1.0 and 1.1, by its section. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringifyExact } from '../../../src/json/exact';
import type { Pointer } from '../../../src/json/pointer';
import { loadDocument, type SpecDocument } from '../../../src/openapi/document/document';
import { withFolder } from '../../support/temporary';

const spec = `openapi: 3.1.0
info: { title: Pets, version: '1' }
tags: [one, two]
paths:
  /pets:
    get:
      tags: [dummy, pets]
      parameters:
        - { name: top, in: query }
        - { name: skip, in: query }
      responses: { '200': { description: OK } }
  /owners:
    get:
      responses: { '200': { description: Fine } }
  /empty: {}
`;

const head = (version: string) => `overlay: ${version}\ninfo: { title: Ours, version: '1' }\nactions:\n`;

/** Uses the spec with the overlays in `actions`, each of `version`. */
function under<T>(
	actions: string | readonly string[],
	use: (document: SpecDocument) => T,
	{ version = '1.1.0', published = spec }: { version?: string; published?: string } = {},
): Promise<T> {
	return withFolder(async (folder) => {
		const file = join(folder, 'spec.yaml');
		await writeFile(file, published);
		const overlays = [actions].flat().map((text, index) => ({ text, file: join(folder, `${index}.overlay.yaml`) }));
		for (const each of overlays) await writeFile(each.file, head(version) + each.text);
		try {
			return use(await loadDocument(file, { overlays: overlays.map((each) => each.file) }));
		} catch (error) {
			if (error instanceof Error) error.message = error.message.replaceAll(folder, 'DIR');
			throw error;
		}
	});
}

const valueAt = (actions: string | readonly string[], pointer: Pointer, options?: Parameters<typeof under>[2]) =>
	under(actions, (document) => document.at(pointer).value, options);

describe('Action Object: update', () => {
	test('an object is merged: what is in the target alone stays, what is in the update alone is inserted', async () => {
		const update = '- target: $.info\n  update: { summary: Ours, x-a: { b: 1 } }\n';
		const info = { title: 'Pets', version: '1', summary: 'Ours', 'x-a': { b: 1 } };
		expect(await valueAt(update, '/info')).toEqual(info);
	});

	test('in an object, primitive values replace, lists are joined, objects are merged', async () => {
		const update =
			'- target: $\n  update: { info: { title: Ours }, tags: [three], paths: { /pets: { get: { tags: [cats] } } } }\n';
		await under(update, ({ root, at }) => {
			expect(root).toMatchObject({ info: { title: 'Ours', version: '1' }, tags: ['one', 'two', 'three'] });
			expect(at('/paths/~1pets/get/tags').value).toEqual(['dummy', 'pets', 'cats']);
			expect(at('/paths/~1pets/get/parameters/1/name').value).toBe('skip');
		});
	});

	test.each([
		['an object', '{ name: limit, in: query }', [{ name: 'limit', in: 'query' }]],
		['a primitive value', 'limit', ['limit']],
		['a list, item by item', '[a, b]', ['a', 'b']],
	])('a list takes %s', async (_, update, added) => {
		const before = [
			{ name: 'top', in: 'query' },
			{ name: 'skip', in: 'query' },
		];
		const action = `- target: $.paths.*.get.parameters\n  update: ${update}\n`;
		expect(await valueAt(action, '/paths/~1pets/get/parameters')).toEqual([...before, ...added]);
	});

	test('1.0: a list takes a list as one item', async () => {
		const action = '- target: $.tags\n  update: [three]\n';
		expect(await valueAt(action, '/tags', { version: '1.0.0' })).toEqual(['one', 'two', ['three']]);
	});

	test('a primitive value replaces one', async () => {
		expect(await valueAt('- target: $.info.title\n  update: Ours\n', '/info/title')).toBe('Ours');
		expect(await valueAt("- target: $.tags[?@ == 'two']\n  update: 2\n", '/tags')).toEqual(['one', 2]);
	});

	test('each selected node is updated, once', async () => {
		const action = '- target: $.paths["/pets","/pets","/empty"]\n  update: { servers: [{ url: / }] }\n';
		await under(action, ({ at }) => {
			expect(at('/paths/~1pets/servers').value).toEqual([{ url: '/' }]);
			expect(at('/paths/~1empty').value).toEqual({ servers: [{ url: '/' }] });
		});
	});

	test('a value that stands in two places is changed in one', async () => {
		const published = `${spec}x-one: &a { b: { c: 1 } }\nx-two: *a\n`;
		await under(
			'- target: $.x-two.b\n  update: { c: 2 }\n',
			({ root }) => {
				expect(root).toMatchObject({ 'x-one': { b: { c: 1 } }, 'x-two': { b: { c: 2 } } });
			},
			{ published },
		);
	});

	test('numbers are kept to the digit', async () => {
		const [many, more] = ['990000000262240065', '990000000262240067'];
		const published = `${spec}x-a: { b: [${many}], c: ${many} }\n`;
		const action = `- target: $.x-a\n  update: { b: [${more}], d: ${more} }\n- target: $.x-a.b\n  update: ${more}\n`;
		const text = await under(action, ({ at }) => stringifyExact(at('/x-a').value), { published });
		expect(text).toBe(`{"b":[${many},${more},${more}],"c":${many},"d":${more}}`);
		const removed = `${action}- target: $.x-a.b[0]\n  remove: true\n`;
		expect(await under(removed, ({ at }) => stringifyExact(at('/x-a/b').value), { published })).toBe(
			`[${more},${more}]`,
		);
	});
});

describe('Action Object: remove', () => {
	test('objects, items and primitive values are removed', async () => {
		const action =
			"- target: $.paths['/owners']\n  remove: true\n- target: $.paths.*.get.parameters[?@.name == 'top']\n  remove: true\n- target: $.tags[0,1]\n  remove: true\n";
		await under(action, ({ root, at }) => {
			expect(Object.keys(root.paths as object)).toEqual(['/pets', '/empty']);
			expect(at('/paths/~1pets/get/parameters').value).toEqual([{ name: 'skip', in: 'query' }]);
			expect(root.tags).toEqual([]);
		});
	});

	test('what is removed with what is around it is removed once', async () => {
		const action = "- target: $.paths..[?@.description == 'OK' || @.get]\n  remove: true\n";
		expect(await valueAt(action, '/paths')).toEqual({ '/empty': {} });
	});

	test('update and copy have no effect beside it', async () => {
		const action = '- target: $.info.title\n  update: { a: 1 }\n  remove: true\n';
		expect(await valueAt(action, '/info')).toEqual({ version: '1' });
	});

	test('false removes nothing', async () => {
		expect(await valueAt('- target: $.info\n  remove: false\n', '/info/title')).toBe('Pets');
	});
});

describe('Action Object: copy', () => {
	test('the one value is merged like an update', async () => {
		const action = "- target: $.paths['/empty']\n  copy: $.paths['/pets']\n";
		await under(action, ({ at }) => {
			expect(at('/paths/~1empty').value).toEqual(at('/paths/~1pets').value);
		});
	});

	test('Move Example: with update before and remove after, it moves', async () => {
		const action =
			"- target: $.paths\n  update: { /new: {} }\n- target: $.paths['/new']\n  copy: $.paths['/owners']\n- target: $.paths['/owners']\n  remove: true\n";
		await under(action, ({ root, at }) => {
			expect(Object.keys(root.paths as object)).toEqual(['/pets', '/empty', '/new']);
			expect(at('/paths/~1new/get/responses/200/description').value).toBe('Fine');
		});
	});

	test('a list is joined with the copied one', async () => {
		expect(await valueAt('- target: $.tags\n  copy: $.paths["/pets"].get.tags\n', '/tags')).toEqual([
			...['one', 'two', 'dummy', 'pets'],
		]);
	});
});

describe('Overlay Object: order', () => {
	test('each action has the result of the one before it, each overlay that of the one before it', async () => {
		const actions = [
			'- target: $.info\n  update: { x-a: 1 }\n- target: $.info.x-a\n  update: 2\n',
			'- target: $.info[?@ == 2]\n  update: 3\n',
		];
		expect(await valueAt(actions, '/info/x-a')).toBe(3);
	});

	test('what was removed can be made again', async () => {
		const action = '- target: $.info\n  remove: true\n- target: $\n  update: { info: { title: New } }\n';
		expect(await valueAt(action, '/info')).toEqual({ title: 'New' });
	});
});

describe('what is doubtful', () => {
	const doubtsOf = (actions: string, version?: string) =>
		under(
			actions,
			({ overlayDoubts }) =>
				overlayDoubts.map(({ kind, name, pointer, line, column }) => [kind, name, pointer, line, column]),
			{
				...(version && { version }),
			},
		);

	test('an action that selects nothing changes nothing', async () => {
		const action = '- target: $.info\n- target: $.paths["/pet"]\n  update: { a: 1 }\n';
		expect(await doubtsOf(action)).toEqual([['unmatched', '$.paths["/pet"]', '/actions/1/target', 5, 11]]);
		expect(await valueAt(action, '/paths')).not.toHaveProperty('/pet');
	});

	test('an overlay that extends another document', async () => {
		const action = '- target: $.info\nextends: ./other.yaml\n';
		expect(await doubtsOf(action)).toEqual([['foreign', './other.yaml', '/extends', 5, 10]]);
		expect(await doubtsOf('- target: $.info\nextends: ./spec.yaml\n')).toEqual([]);
		expect(await doubtsOf('- target: $.info\nextends: https://example.com/spec.yaml\n')).toEqual([]);
	});
});

describe('where a value was written', () => {
	test('in the overlay, or in the document wherever it stands there', async () => {
		const action =
			"- target: $.paths['/pets'].get.parameters[0]\n  remove: true\n- target: $.paths['/pets'].get.parameters[0]\n  update: { schema: { type: integer } }\n- target: $.tags\n  update: three\n- target: $.paths['/empty']\n  copy: $.paths['/owners']\n";
		await under(action, ({ home, locateAll }) => {
			const placeOf = (pointer: Pointer) => {
				const { file, pointer: own } = home(pointer);
				const { line, column } = locateAll([pointer]).get(pointer) ?? {};
				return [file.replace(/.*[\\/]/, ''), own, line, column];
			};
			const parameter = '/paths/~1pets/get/parameters/0';
			expect(placeOf('/info/title')).toEqual(['spec.yaml', '/info/title', 2, 16]);
			expect(placeOf(`${parameter}/name`)).toEqual(['spec.yaml', '/paths/~1pets/get/parameters/1/name', 10, 19]);
			expect(placeOf(`${parameter}/schema/type`)).toEqual(['0.overlay.yaml', '/actions/1/update/schema/type', 7, 29]);
			expect(placeOf(`${parameter}/schema/maximum`)).toEqual([
				...['0.overlay.yaml', '/actions/1/update/schema/maximum', 7, 21],
			]);
			expect(placeOf('/tags/2')).toEqual(['0.overlay.yaml', '/actions/2/update', 9, 11]);
			expect(placeOf('/tags')).toEqual(['spec.yaml', '/tags', 3, 7]);
			expect(placeOf('/paths/~1empty/get/responses/200')).toEqual(['0.overlay.yaml', '/actions/3/copy', 11, 9]);
		});
	});

	test('every place is as before without an overlay, and where no action changed it', async () => {
		const plain = await under([], ({ locateAll, root }) => [...locateAll(['/info', '/paths/~1pets/get']), root]);
		const overlaid = await under('- target: $.info.title\n', ({ locateAll, root }) => [
			...locateAll(['/info', '/paths/~1pets/get']),
			root,
		]);
		expect(overlaid).toEqual(plain);
	});
});

describe('an overlay that cannot be used is refused with its place', () => {
	const refused = (text: string, version?: string) =>
		valueAt(text, '', version === undefined ? {} : { version }).then(
			() => 'it was applied',
			(error: Error) => error.message,
		);
	const words = (reason: string) =>
		`The overlay DIR/0.overlay.yaml cannot be used: ${reason}. Correct it, or leave the overlay out.`;

	test.each([
		[
			'- target: $.info\n  update: text\n',
			'/actions/0 cannot be applied: a primitive value cannot be merged into an object at #/info (line 4, column 3)',
		],
		[
			'- target: $\n  update: { paths: { /pets: { get: { tags: no } } } }\n',
			'/actions/0 cannot be applied: a primitive value cannot be merged into a list at #/paths/~1pets/get/tags (line 4, column 3)',
		],
		[
			'- target: $.info.title\n  update: [a]\n',
			'/actions/0 cannot be applied: a list cannot be merged into a primitive value at #/info/title (line 4, column 3)',
		],
		[
			'- target: $["info", "tags"]\n  update: { a: 1 }\n',
			'/actions/0 cannot be applied: the target selects an object and a list, and must select one kind (line 4, column 3)',
		],
		[
			'- target: $\n  remove: true\n',
			'/actions/0 cannot be applied: the whole document cannot be removed (line 4, column 3)',
		],
		[
			'- target: $.info\n  copy: $.paths.*\n',
			'/actions/0/copy selects several values, and must select one (line 5, column 9)',
		],
		['- target: $.info\n  copy: $.none\n', '/actions/0/copy selects nothing, and must select one (line 5, column 9)'],
		[
			'- target: $.info\n  copy: $.info\n  update: {}\n',
			'/actions/0 has both "update" and "copy", and each makes the other void (line 4, column 3)',
		],
		[
			'- target: info.title\n',
			"/actions/0/target is not a JSONPath of RFC 9535: expected '$', found 'i', at its character 1 (line 4, column 11)",
		],
		[
			'- target: "$.info "\n',
			'/actions/0/target is not a JSONPath of RFC 9535: unexpected text, at its character 8 (line 4, column 11)',
		],
		['- update: {}\n', '/actions/0/target is missing (line 4, column 3)'],
		['- target: 1\n', '/actions/0/target is an integer, not a string (line 4, column 11)'],
		['- target: $\n  remove: yes\n', '/actions/0/remove must be true or false (line 5, column 11)'],
		[
			'- target: $\n  updates: {}\n',
			'/actions/0/updates has no meaning in this version of the specification; did you mean "update" (line 5, column 12)',
		],
		['- $.info\n', '/actions/0 is a string, not an action (line 4, column 3)'],
		['  []\n', '/actions must be a list with at least one action (line 4, column 3)'],
		[
			'- target: $\nactionz: 1\n',
			'/actionz has no meaning in this version of the specification; did you mean "actions" (line 5, column 10)',
		],
	])('%j', async (text, reason) => {
		expect(await refused(text)).toBe(words(reason));
	});

	test('1.0: copy, and a target that is a primitive value', async () => {
		expect(await refused('- target: $.info\n  copy: $.info\n', '1.0.1')).toBe(
			words(
				'/actions/0/copy has no meaning in this version of the specification; known: target, description, update, remove (line 5, column 9)',
			),
		);
		const reason = 'the target selects a primitive value at #/info/title, which takes "overlay: 1.1.0"';
		for (const change of ['update: Ours', 'remove: true']) {
			expect(await refused(`- target: $.info.title\n  ${change}\n`, '1.0.0')).toBe(
				words(`/actions/0 cannot be applied: ${reason} (line 4, column 3)`),
			);
		}
	});

	test.each([
		['1.2.0', '/overlay is "1.2.0"; expected "1.0.0" or "1.1.0" (line 1, column 10)'],
		['1.0', '/overlay is 1; expected "1.0.0" or "1.1.0" (line 1, column 10)'],
	])('overlay: %s', async (version, reason) => {
		expect(await refused('- target: $\n', version)).toBe(words(reason));
	});

	test.each([
		['overlay: [', /^The overlay DIR\/a\.overlay\.yaml is not YAML: .*\(line 2, column 1\)\.$/],
		['- a', /its root is an array, not an object \(line 1, column 1\)/],
		['openapi: 3.1.0', /\/overlay is missing; expected "1\.0\.0" or "1\.1\.0" \(line 1, column 1\)/],
		['overlay: 1.1.0', /\/info is null, not an object with title and version/],
		['overlay: 1.1.0\ninfo: { title: a }', /\/info\/version is missing/],
		[
			'overlay: 1.1.0\ninfo: { title: a, version: 1 }',
			/\/info\/version is an integer, not a string \(line 2, column 28\)/,
		],
		["overlay: 1.1.0\ninfo: { title: a, version: '1' }\n", /\/actions must be a list/],
		[undefined, /^The overlay DIR\/a\.overlay\.yaml cannot be read: there is no such file\. Name the right file\.$/],
	])('%j', async (text, message) => {
		const reason = await withFolder(async (folder) => {
			const [file, overlay] = [join(folder, 'spec.yaml'), join(folder, 'a.overlay.yaml')];
			await writeFile(file, spec);
			if (text !== undefined) await writeFile(overlay, `${text}\n`);
			const error: unknown = await loadDocument(file, { overlays: [overlay] }).catch((thrown: unknown) => thrown);
			return error instanceof Error ? error.message.replaceAll(folder, 'DIR') : 'it was applied';
		});
		expect(reason).toMatch(message);
	});
});
