/** Which operation a request belongs to. */
import { percentDecoded } from '../../src/json/text';
import type { OperationMatch } from '../../src/openapi/path/operation';
import { specOf } from './support/document';

const paths = {
	'/users/{id}': { get: { operationId: 'getUser' }, delete: { operationId: 'deleteUser' } },
	'/users/me': { get: { operationId: 'getMe' } },
	'/users/{id}/{part}': { get: { operationId: 'getPart' } },
	'/users/{id}/name': { get: { operationId: 'getName' } },
	'/users/me/{part}': { get: { operationId: 'getMyPart' } },
	'/files/{name}.{extension}': { get: { operationId: 'getFile' } },
	'/files/{name}': { get: { operationId: 'getAnyFile' } },
	'/files/{from}..{to}/diff': { get: {} },
	'/a b/ü': { get: { operationId: 'getSpaced' } },
	'/with.dot/{id}': { get: { operationId: 'getDotted' } },
	'/referred/{id}': { $ref: '#/components/pathItems/Referred' },
	'/broken': { $ref: '#/components/pathItems/Missing' },
	'/': { get: { operationId: 'getRoot' } },
	'x-own': { get: { operationId: 'noPath' } },
};
const description = {
	openapi: '3.1.0',
	servers: [
		{ url: 'https://api.example.com/base/v1/' },
		{ url: '/relative' },
		{ url: 'https://{region}.example.com/{stage}/v2', variables: { stage: { default: 'live' } } },
		{ url: 'https://example.com/{undeclared}' },
		{ url: 'https://example.com' },
	],
	paths,
	components: { pathItems: { Referred: { parameters: [], put: { operationId: 'putReferred' } } } },
};

test.each<[method: string, path: string, name: string | undefined, parameters?: Record<string, string>]>([
	['GET', '/users/me', 'getMe', {}],
	['GET', '/users/7', 'getUser', { id: '7' }],
	['GET', '/users/7/name', 'getName', { id: '7' }],
	['GET', '/users/me/name', 'getMyPart', { part: 'name' }],
	['GET', '/users/7/age', 'getPart', { id: '7', part: 'age' }],
	['DELETE', '/users/7', 'deleteUser', { id: '7' }],
	['delete', '/users/7', 'deleteUser', { id: '7' }],
	['PATCH', '/users/7', undefined],
	['GET', '/users', undefined],
	['GET', '/users/', undefined],
	['GET', '/users/7/', undefined],
	['GET', '/users/7/name/first', undefined],
	['GET', '/Users/7', undefined],
	['GET', '/files/a.b.txt', 'getFile', { name: 'a', extension: 'b.txt' }],
	['GET', '/files/readme', 'getAnyFile', { name: 'readme' }],
	['GET', '/files/.x', 'getAnyFile', { name: '.x' }],
	['GET', '/files/1..2/diff', 'GET /files/{from}..{to}/diff', { from: '1', to: '2' }],
	['GET', '/files/1xx2/diff', undefined],
	['GET', '/users/a%2Fb%20c', 'getUser', { id: 'a/b c' }],
	['GET', '/users/%zz', 'getUser', { id: '%zz' }],
	['GET', '/users/%6De', 'getMe', {}],
	['GET', '/users/line%0Abreak', 'getUser', { id: 'line\nbreak' }],
	['GET', '/a%20b/%C3%BC', 'getSpaced', {}],
	['GET', '/with.dot/1', 'getDotted', { id: '1' }],
	['GET', '/withxdot/1', undefined],
	['PUT', '/referred/1', 'putReferred', { id: '1' }],
	['GET', '/broken', undefined],
	['GET', '/', 'getRoot', {}],
	['GET', 'x-own', undefined],
	['GET', '/base/v1/users/7', 'getUser', { id: '7' }],
	['GET', '/relative/users/7', 'getUser', { id: '7' }],
	['GET', '/live/v2/users/7', 'getUser', { id: '7' }],
	['GET', '/base/v1users/7', undefined],
	['GET', '/base/users/7', undefined],
])('%s %s is %s', async (method, path, name, parameters = {}) => {
	const match = (await specOf(description)).operations.find(method, path);
	expect(match?.operation.name).toBe(name);
	expect(parametersOf(match)).toEqual(parameters);
});

test.each([
	['/users/me', ['GET', 'DELETE']],
	['/users/7', ['GET', 'DELETE']],
	['/referred/1', ['PUT']],
	['/base/v1/users/7', ['GET', 'DELETE']],
	['/broken', []],
	['/nowhere', []],
])('%s has the methods %j', async (path, methods) => {
	expect((await specOf(description)).operations.methodsAt(path)).toEqual(methods);
});

test.each([
	['GET', '/broken', '/paths/~1broken/$ref'],
	['GET', '/base/v1/broken', '/paths/~1broken/$ref'],
	['GET', '/broken/', undefined],
	['GET', '/users/me', undefined],
	['PATCH', '/users/me', undefined],
])('%s %s may depend on the broken reference at %s', async (method, path, pointer) => {
	expect((await specOf(description)).operations.brokenAt(method, path)?.pointer).toBe(pointer);
});

test('an operation has its place, even behind a reference', async () => {
	const { operations } = await specOf(description);
	expect(operations.find('DELETE', '/users/7')?.operation).toEqual({
		name: 'deleteUser',
		method: 'DELETE',
		path: '/users/{id}',
		pointer: '/paths/~1users~1{id}/delete',
		pathPointer: '/paths/~1users~1{id}',
	});
	expect(operations.find('PUT', '/referred/1')?.operation).toMatchObject({
		path: '/referred/{id}',
		pointer: '/components/pathItems/Referred/put',
		pathPointer: '/paths/~1referred~1{id}',
	});
});

test('every operation is listed, and nothing else', async () => {
	const names = (await specOf(description)).operations.operations.map(({ name }) => name);
	expect(names.sort()).toEqual([
		...['GET /files/{from}..{to}/diff', 'deleteUser', 'getAnyFile', 'getDotted', 'getFile', 'getMe', 'getMyPart'],
		...['getName', 'getPart', 'getRoot', 'getSpaced', 'getUser', 'putReferred'],
	]);
});

test('the path below a base path takes precedence over the whole path', async () => {
	const { operations } = await specOf({
		openapi: '3.1.0',
		servers: [{ url: '/v2' }],
		paths: { '/{tenant}/users': { get: { operationId: 'ofTenant' } }, '/users': { get: { operationId: 'ofAll' } } },
	});
	expect(operations.find('GET', '/v2/users')?.operation.name).toBe('ofAll');
	expect(operations.find('GET', '/acme/users')?.operation.name).toBe('ofTenant');
	expect(operations.find('GET', '/v2/acme/users')?.operation.name).toBe('ofTenant');
});

test.each([[undefined], [[]], ['paths']])('a spec with paths %j has no operation', async (none) => {
	const { operations } = await specOf({ openapi: '3.1.0', ...(none === undefined ? {} : { paths: none }) });
	expect(operations.operations).toEqual([]);
	expect(operations.find('GET', '/')).toBeUndefined();
});

const templates = {
	'/compare/{base}...{head}': { get: { operationId: 'compare' } },
	'/compare/{basehead}': { get: { operationId: 'compareAny' } },
	'/pairs/{a},{b}': { get: { operationId: 'getPair' } },
	'/jobs/{id}:cancel': { post: { operationId: 'cancelJob' } },
	'/jobs/{id}': { get: { operationId: 'getJob' } },
	'/a/{x}/c': { get: { operationId: 'getC' }, put: { operationId: 'putC' } },
	'/a/b/{y}': { get: { operationId: 'getB' } },
	'/encoded/%7Bid%7D': { get: { operationId: 'getEncoded' } },
	'/sp ace/pre fix-{id}': { get: { operationId: 'getPrefixed' } },
	'/reports/{year}.{kind}': { get: { operationId: 'getReport' } },
	'/slash/': { get: { operationId: 'getSlash' } },
	'/slash': { get: { operationId: 'getNoSlash' } },
};

test.each<[method: string, path: string, name: string | undefined, parameters?: Record<string, string>]>([
	['GET', '/compare/main...next', 'compare', { base: 'main', head: 'next' }],
	['GET', '/compare/main%2E%2E%2Enext', 'compare', { base: 'main', head: 'next' }],
	['GET', '/compare/main', 'compareAny', { basehead: 'main' }],
	['GET', '/compare/...', 'compareAny', { basehead: '...' }],
	['GET', '/pairs/x%2Cy,z', 'getPair', { a: 'x,y', b: 'z' }],
	['GET', '/pairs/x%2cz', 'getPair', { a: 'x', b: 'z' }],
	['POST', '/jobs/7:cancel', 'cancelJob', { id: '7' }],
	['POST', '/jobs/7%3acancel', 'cancelJob', { id: '7' }],
	['GET', '/jobs/7:cancel', 'getJob', { id: '7:cancel' }],
	['GET', '/a/b/c', 'getB', { y: 'c' }],
	['PUT', '/a/b/c', 'putC', { x: 'b' }],
	['GET', '/encoded/7', 'getEncoded', { id: '7' }],
	['GET', '/sp%20ace/pre%20fix-7', 'getPrefixed', { id: '7' }],
	['GET', '/reports/2020.pdf', 'getReport', { year: '2020', kind: 'pdf' }],
	['GET', '/reports/2020.', 'getReport', { year: '2020', kind: '' }],
	['GET', '/reports/', undefined],
	['GET', '/reports/%F0%9F%98%80.%ff', 'getReport', { year: '😀', kind: '%ff' }],
	['GET', '/slash', 'getNoSlash'],
	['GET', '/slash/', 'getSlash'],
])('with several templates, %s %s is %s', async (method, path, name, parameters = {}) => {
	const match = (await specOf({ openapi: '3.1.0', paths: templates })).operations.find(method, path);
	expect(match?.operation.name).toBe(name);
	expect(parametersOf(match)).toEqual(parameters);
});

test('values are kept as written in the path', async () => {
	const { operations } = await specOf({ openapi: '3.1.0', paths: templates });
	expect(operations.find('GET', '/compare/a%2Fb...c')?.pathParameters.get('base')).toBe('a%2Fb');
});

const served = {
	openapi: '3.1.0',
	servers: [
		{ url: 'https://api.example.com/v1' },
		{ url: '{origin}/free', variables: { origin: { default: 'https://example.com/x' } } },
		{ url: '/{stage}/api', variables: { stage: { default: 'live', enum: ['live', 'test'] } } },
		{ url: '/any/{tenant}', variables: { tenant: { default: 'acme' } } },
		{ url: '//example.com/no/scheme/?query' },
		{ url: './beside' },
		{ url: '/v1/eu' },
		{ url: 7 },
		{ url: '/half/{open' },
	],
	paths: {
		'/users': { get: { operationId: 'getUsers' }, put: { operationId: 'putUsers', servers: [{ url: '/uploads' }] } },
		'/{region}/users': { get: { operationId: 'getRegional' } },
		'/files': {
			servers: [{ url: 'https://files.example.com/store' }],
			get: { operationId: 'getFiles' },
			put: { operationId: 'putFiles', servers: [] },
		},
	},
};

test.each<[method: string, path: string, name: string | undefined]>([
	['GET', '/users', 'getUsers'],
	['GET', '/v1/users', 'getUsers'],
	['GET', '/v1/eu/users', 'getUsers'],
	['GET', '/v1/us/users', 'getRegional'],
	['GET', '/free/users', 'getUsers'],
	['GET', '/x/free/users', 'getUsers'],
	['GET', '/live/api/users', 'getUsers'],
	['GET', '/test/api/users', 'getUsers'],
	['GET', '/other/api/users', undefined],
	['GET', '/any/acme/users', 'getUsers'],
	['GET', '/any/other/users', 'getUsers'],
	['GET', '/any//users', undefined],
	['GET', '/no/scheme/users', 'getUsers'],
	['GET', '/beside/users', 'getUsers'],
	['PUT', '/uploads/users', 'putUsers'],
	['PUT', '/users', 'putUsers'],
	['PUT', '/v1/users', undefined],
	['GET', '/uploads/users', 'getRegional'],
	['GET', '/files', 'getFiles'],
	['GET', '/store/files', 'getFiles'],
	['GET', '/v1/files', undefined],
	['PUT', '/files', 'putFiles'],
	['PUT', '/store/files', undefined],
])('with servers, %s %s is %s', async (method, path, name) => {
	expect((await specOf(served)).operations.find(method, path)?.operation.name).toBe(name);
});

test('the methods of a path are those of its servers', async () => {
	const { operations } = await specOf(served);
	expect(operations.methodsAt('/v1/files')).toEqual([]);
	expect(operations.methodsAt('/store/files')).toEqual(['GET']);
	expect(operations.methodsAt('/v1/users')).toEqual(['GET']);
});

test('a variable with very many values matches any string', async () => {
	const { operations } = await specOf({
		openapi: '3.1.0',
		servers: [
			{ url: '/{n}', variables: { n: { default: '0', enum: Array.from({ length: 500 }, (_, n) => String(n)) } } },
		],
		paths: { '/users': { get: {} } },
	});
	expect(operations.find('GET', '/77/users')?.operation.name).toBe('GET /users');
	expect(operations.find('GET', '/other/users')?.operation.name).toBe('GET /users');
});

test('an operation beside a reference counts if the referenced path item has none', async () => {
	const { operations } = await specOf({
		openapi: '3.1.0',
		paths: {
			'/users': {
				$ref: '#/components/pathItems/Users',
				get: { operationId: 'beside' },
				put: { operationId: 'putBeside' },
			},
			'/lost': { $ref: '#/components/pathItems/Missing', get: { operationId: 'getLost' } },
		},
		components: { pathItems: { Users: { get: { operationId: 'referred' } } } },
	});
	expect(operations.find('GET', '/users')?.operation.name).toBe('referred');
	expect(operations.find('PUT', '/users')?.operation).toMatchObject({
		name: 'putBeside',
		pointer: '/paths/~1users/put',
		pathPointer: '/paths/~1users',
	});
	expect(operations.find('GET', '/lost')?.operation.name).toBe('getLost');
});

test.each(['HEAD', 'OPTIONS', 'TRACE', 'QUERY', 'CONNECT', ''])('%j belongs to no operation', async (method) => {
	const { operations } = await specOf({ openapi: '3.1.0', paths: { '/users': { get: {}, query: {}, connect: {} } } });
	expect(operations.find(method, '/users')).toBeUndefined();
});

function parametersOf(match: OperationMatch | undefined) {
	const values = [...(match?.pathParameters ?? [])];
	return Object.fromEntries(values.map(([name, value]) => [name, percentDecoded(value)]));
}
