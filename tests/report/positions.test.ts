/** Lines and columns: every finding has the place to change, or its nearest existing ancestor. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Finding, finding, type Place } from '../../src/exchange/finding';
import { loadSpec, type Spec } from '../../src/openapi/spec';
import { parsePact } from '../../src/pact/pact-file';
import { type Locate, withPositions } from '../../src/report/positions';
import { locatedIn } from '../support/sources';

const text = `{
  "interactions": [
    {
      "request": { "method": "GET", "path": "/a/b" },
      "response": {
        "status": 200,
        "body": { "content": { "a/b": [1, { "~": true }] }, "contentType": "application/json" }
      }
    }
  ]
}
`;
const yaml = `openapi: 3.1.0
info: { title: t, version: "1" }
paths:
  /a/{id}:
    get:
      responses:
        "200": { description: fine }
`;
const pact = parsePact('pacts/x.json', text);
let folder: string;
let spec: Spec;

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'contract-positions-'));
	await writeFile(join(folder, 'spec.yaml'), yaml);
	spec = await loadSpec(join(folder, 'spec.yaml'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const at = (place: Place): Finding => finding({ code: 'response.body.invalid', title: 'm', at: place });
const inPact = locatedIn([pact]);
const located = async (pointer: string) =>
	(await withPositions([at({ file: 'pacts/x.json', pointer })], inPact, spec))[0]?.at;

it.each([
	['', 1, 1, 'the file itself'],
	['/interactions/0', 3, 5, 'an item'],
	['/interactions/0/response/status', 6, 19, 'a value'],
	['/interactions/0/response/body/content/a~1b', 7, 39, 'a key with a slash'],
	['/interactions/0/response/body/content/a~1b/1/~0', 7, 50, 'a key with a tilde'],
	['/interactions/0/response/headers', 5, 19, 'headers that are not there: their parent'],
	['/interactions/0/response/body/content/a~1b/1/x/y/z', 7, 43, 'a field deep in nothing: the last thing there'],
	['/interactions/7/request/path', 2, 19, 'an item that is not there: its list'],
	['/nowhere/at/all', 1, 1, 'nothing known: the file'],
])('finds %s at %d:%d, %#: %s', async (pointer, line, column) => {
	expect(await located(pointer)).toEqual({ file: 'pacts/x.json', pointer, line, column });
});

it('locates places in the spec, or their nearest ancestor', async () => {
	const place = { file: spec.document.file, pointer: '/paths/~1a~1{id}/get/responses/200/content' };
	const [found] = await withPositions(
		[finding({ code: 'response.body.missing', title: 'm', spec: place })],
		inPact,
		spec,
	);
	expect(found?.spec).toEqual({ ...place, line: 7, column: 16 });
});

it('does not change a live place, a place in another file, or a finding without places', async () => {
	const findings = [
		at({ pointer: '/response/status' }),
		at({ file: 'pacts/other.json', pointer: '/interactions/0' }),
		finding({ code: 'provider.refused', title: 'm' }),
	];
	expect(await withPositions(findings, inPact, spec)).toEqual(findings);
});

it('does not change a place in the spec if there is no spec', async () => {
	const one = finding({ code: 'response.body.missing', title: 'm', spec: { file: 'spec.yaml', pointer: '/paths' } });
	expect(await withPositions([one], inPact, undefined)).toEqual([one]);
});

it('reads each file with findings once, and no other file', async () => {
	const reads: string[] = [];
	const counted: Locate = (file, pointers) => {
		reads.push(file);
		return locatedIn([{ file, text }])(file, pointers);
	};
	const files = ['pacts/a.json', 'pacts/b.json'];
	const findings = files.flatMap((file) =>
		['/interactions/0/response/status', '/interactions/0/request/path', '/interactions'].map((pointer) =>
			at({ file, pointer }),
		),
	);
	const found = await withPositions(findings, counted, spec);
	expect(found.map((each) => each.at?.line)).toEqual([6, 4, 2, 6, 4, 2]);
	expect(reads).toEqual(files);
});
