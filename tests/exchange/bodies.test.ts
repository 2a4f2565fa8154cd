/** What fixtures cannot show of bodies: bodies that no reader creates, deep nesting, and rules that are compiled once. */
import { check } from '../../src/check/check';
import { type Body, type Exchange, livePlaces, noBody, type Role } from '../../src/exchange/exchange';
import type { Json } from '../../src/json/json';
import type { Spec } from '../../src/openapi/spec';
import { specOf } from '../openapi/support/document';

const describing = (content: object, further: object = {}) =>
	specOf({
		openapi: '3.1.0',
		paths: { '/a': { post: { requestBody: { content }, responses: { 200: { content, ...further } } } } },
	});

function exchangeOf(contentType: string, sent: Body, answered: Body = noBody): Exchange {
	const headers = [['Content-Type', contentType]] as const;
	return {
		interaction: { file: 'x.json', index: 0, description: 'an exchange' },
		places: livePlaces,
		request: { method: 'POST', path: '/a', query: [], headers, body: sent },
		response: { status: 200, headers, body: answered },
	};
}

const found = (spec: Spec, exchange: Exchange, role: Role = 'contract') =>
	check(exchange, spec, role).findings.map(({ code, title, spec: place }) => ({
		code,
		fault: /cannot be read as [\w ]+: (.*)\.$/.exec(title)?.[1],
		at: place?.pointer.split('/').slice(-1)[0],
	}));

const json: Body = { kind: 'json', value: [1] };
const text: Body = { kind: 'text', text: '1' };
const cut: Body = { kind: 'text', text: '', fault: 'it is cut' };
const binary: Body = { kind: 'binary', bytes: Buffer.from('1') };

test.each<readonly [string, Body, string]>([
	['application/json', text, 'it is text'],
	['application/json', cut, 'it is cut'],
	['application/json', binary, 'it is binary'],
	['text/plain', cut, 'it is cut'],
	['text/plain', binary, 'it is binary'],
	['application/x-www-form-urlencoded', json, 'it is JSON'],
	['application/x-www-form-urlencoded', cut, 'it is cut'],
	['application/x-www-form-urlencoded', binary, 'it is binary'],
	['multipart/form-data; boundary=x', json, 'it is JSON'],
	['multipart/form-data; boundary=x', cut, 'it is cut'],
	['multipart/form-data; boundary=x', binary, 'its boundary does not occur in it'],
	['multipart/form-data', binary, 'its Content-Type names no boundary'],
])('a body of %s cannot be read as %j', async (contentType, body, fault) => {
	const spec = await describing({ [contentType]: { schema: {} } });
	expect(found(spec, exchangeOf(contentType, body))).toEqual([
		{ code: 'request.body.unreadable', fault, at: 'schema' },
	]);
});

test('a body that is not JSON is reported without a schema too', async () => {
	const spec = await describing({ 'a/json': {} });
	expect(found(spec, exchangeOf('a/json', cut))).toEqual([
		{ code: 'request.body.unreadable', fault: 'it is cut', at: 'a~1json' },
	]);
});

test('a text body is judged as a string', async () => {
	const spec = await describing({ 'text/plain': { schema: { type: 'string', const: '[1]' } } });
	expect(found(spec, exchangeOf('text/plain', json))).toEqual([]);
});

const deep = (wrap: (inner: Json) => Json, depth: number): Json => {
	let value: Json = { id: 1 };
	for (let each = 0; each < depth; each += 1) value = wrap(value);
	return value;
};

test.each<readonly [string, (inner: Json) => Json]>([
	['lists', (inner) => [inner]],
	['objects', (inner) => ({ a: inner })],
])('%s may be of any depth, even if a field is readOnly', async (_, wrap) => {
	const properties = { id: { readOnly: true }, deep: {} };
	const spec = await describing({ 'application/json': { schema: { type: 'object', properties } } });
	const inner = deep(wrap, 20_000);
	const bodyOf = (value: Json) => exchangeOf('application/json', { kind: 'json', value });
	expect(found(spec, bodyOf({ deep: inner }))).toEqual([]);
	expect(found(spec, bodyOf({ deep: inner, id: 1 }))).toEqual([
		{ code: 'request.body.read-only', fault: undefined, at: 'readOnly' },
	]);
});

test('after the first validation, a valid body does not read the document', async () => {
	const schema = { type: 'object', properties: { id: { type: 'integer', readOnly: true }, name: { type: 'string' } } };
	const spec = await describing(
		{ 'application/json': { schema }, 'multipart/form-data': { schema } },
		{ headers: { 'X-Count': { schema: { type: 'integer' } } } },
	);
	const body: Body = { kind: 'json', value: { name: 'a' } };
	const part = (boundary: string): Exchange =>
		exchangeOf(`multipart/form-data; boundary=${boundary}`, {
			kind: 'text',
			text: `--${boundary}\nContent-Disposition: form-data; name=name\n\na\n--${boundary}--`,
		});
	expect(found(spec, exchangeOf('application/json', body, body))).toEqual([]);
	expect(found(spec, part('x'))).toEqual([]);
	const spies = [jest.spyOn(spec.document, 'at'), jest.spyOn(spec.document, 'follow')];
	expect(found(spec, exchangeOf('application/json', body, body))).toEqual([]);
	expect(found(spec, part('y'))).toEqual([]);
	for (const spy of spies) expect(spy).not.toHaveBeenCalled();
});
