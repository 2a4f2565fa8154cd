/** Which operation a request belongs to. */
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
	expect(Object.fromEntries(match?.pathParameters ?? [])).toEqual(parameters);
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

test('an operation knows where it stands, behind a reference too', async () => {
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
		pathPointer: '/components/pathItems/Referred',
	});
});

test('every operation is listed, and nothing else', async () => {
	const names = (await specOf(description)).operations.operations.map(({ name }) => name);
	expect(names.sort()).toEqual([
		...['GET /files/{from}..{to}/diff', 'deleteUser', 'getAnyFile', 'getDotted', 'getFile', 'getMe', 'getMyPart'],
		...['getName', 'getPart', 'getRoot', 'getSpaced', 'getUser', 'putReferred'],
	]);
});

test('the path below a base path comes before the path as it is', async () => {
	const { operations } = await specOf({
		openapi: '3.1.0',
		servers: [{ url: '/v2' }],
		paths: { '/{tenant}/users': { get: { operationId: 'ofTenant' } }, '/users': { get: { operationId: 'ofAll' } } },
	});
	expect(operations.find('GET', '/v2/users')?.operation.name).toBe('ofAll');
	expect(operations.find('GET', '/acme/users')?.operation.name).toBe('ofTenant');
	expect(operations.find('GET', '/v2/acme/users')?.operation.name).toBe('ofTenant');
});

test.each([[undefined], [[]], ['paths']])('a description with paths %j has no operation', async (none) => {
	const { operations } = await specOf({ openapi: '3.1.0', ...(none === undefined ? {} : { paths: none }) });
	expect(operations.operations).toEqual([]);
	expect(operations.find('GET', '/')).toBeUndefined();
});
