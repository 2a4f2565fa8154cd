/** Reading the body of an answer, and detecting that it is missing or truncated. */
import { gzipSync } from 'node:zlib';
import type { Pairs } from '../../src/exchange/exchange';
import { readContent } from '../../src/har/content';
import { OddEntry } from '../../src/har/entry';
import type { Json, JsonObject } from '../../src/json/json';

const json: Pairs = [['Content-Type', 'application/json']];
const read = (content: Json, headers = json, rest: JsonObject = {}) =>
	readContent({ status: 200, headers, names: [], json: { content, ...rest } });
const base64 = (bytes: string | Buffer) => ({ text: Buffer.from(bytes).toString('base64'), encoding: 'base64' });

const none = { kind: 'none' };
const seven = { kind: 'json', value: { a: 7 } };
const cut = 'its JSON is cut off';
const notRecorded = { kind: 'text', text: '', fault: 'it was not recorded' };

test.each<[string, Json, object]>([
	['text', { text: '{"a":7}' }, seven],
	['text that begins with a byte order mark', { text: '\uFEFF{"a":7}' }, seven],
	['text in an encoding that is its own', { text: '{"a":7}', encoding: 'UTF-8' }, seven],
	['text of a size that is not its own, whole all the same', { text: '{"a":7}', size: 900 }, seven],
	['text that is cut, of its own size', { text: '{"a":', size: 5 }, { kind: 'text', text: '{"a":', fault: cut }],
	['bytes', base64('{"a":7}'), seven],
	['bytes, the encoding in capitals', { ...base64('{"a":7}'), encoding: 'BASE64' }, seven],
	[
		'bytes that are cut, of their own size',
		{ ...base64('{"a":'), size: 5 },
		{ kind: 'text', text: '{"a":', fault: cut },
	],
	['none, with the size 0', { size: 0 }, none],
	['an empty text', { text: '' }, none],
	['an empty text of no known size', { text: '', size: null }, none],
])('a recorded body: %s', (_, content, body) => {
	expect(read(content)).toEqual({ headers: json, body });
});

const absent = 'the recording does not hold it';
const part = 'the recording holds only a part of it';
test.each<[string, Json, string, boolean]>([
	['no information', {}, absent, false],
	['its size is not known', { size: -1 }, absent, false],
	['its size is null', { size: null }, absent, false],
	['its size is more than nothing', { size: 1 }, absent, true],
	['its text is empty though bytes came', { size: 1, text: '' }, absent, true],
	['text that is cut', { text: '{"a":', size: 6 }, part, true],
	['bytes that are cut', { ...base64('{"a":'), size: 6 }, part, true],
	[
		'an unknown encoding',
		{ text: '{"a":7}', encoding: 'xutf-8' },
		'the recording holds it in an encoding that is not known here',
		true,
	],
	[
		'another unknown encoding',
		{ text: '{"a":7}', encoding: 'base64x' },
		'the recording holds it in an encoding that is not known here',
		true,
	],
	[
		'base64 that is broken',
		{ text: '{"a":7}', encoding: 'base64' },
		'the recording holds it in base64 that is broken',
		true,
	],
])('a missing body: %s', (_, content, reason, isCertain) => {
	expect(read(content)).toEqual({ headers: json, body: notRecorded, missing: { reason, isCertain } });
});

test('the length of a body is that of the header', () => {
	const of = (length: string): Pairs => [...json, ['content-length', length]];
	expect(read({}, of('0'))).toEqual({ headers: of('0'), body: none });
	expect(read({}, of('1')).missing).toEqual({ reason: absent, isCertain: true });
	expect(read({ text: '' }, of('1')).missing).toEqual({ reason: absent, isCertain: true });
	expect(read({}, of('possible')).missing).toEqual({ reason: absent, isCertain: false });
});

test('a response of no bytes has no body, unless its content has a size', () => {
	for (const content of [{ size: -1 }, { size: null }, {}])
		expect(read(content, json, { bodySize: 0 })).toEqual({ headers: json, body: none });
	expect(read({ size: 7 }, json, { bodySize: 0 }).missing).toEqual({ reason: absent, isCertain: true });
	for (const bodySize of [-1, 7, null, '0']) expect(read({ size: -1 }, json, { bodySize }).missing).toBeDefined();
});

test('a size of 0 is not believed where bytes came', () => {
	const open = { reason: absent, isCertain: false };
	expect(read({ size: 0 }, json, { bodySize: 100 }).missing).toEqual(open);
	expect(read({ size: 0, text: null }, json, { bodySize: 1 }).missing).toEqual(open);
	const hundred: Pairs = [...json, ['Content-Length', '100']];
	expect(read({ size: 0 }, hundred, { bodySize: 0 }).missing).toEqual({ reason: absent, isCertain: true });
	// Both say that it is empty: what came is the end of a chunked or zipped body.
	expect(read({ size: 0, text: '' }, json, { bodySize: 5 })).toEqual({ headers: json, body: none });
	for (const bodySize of [0, -1, null, '100'])
		expect(read({ size: 0 }, json, { bodySize })).toEqual({ headers: json, body: none });
	const nothing: Pairs = [...json, ['Content-Length', '0']];
	expect(read({ size: 0 }, nothing, { bodySize: 100 })).toEqual({ headers: nothing, body: none });
});

test('a truncated answer is recognised', () => {
	expect(read({ text: '{"a":' }, json, { _error: 'broken' }).missing).toEqual({ reason: part, isCertain: true });
	expect(read({ text: '{"a":7}' }, json, { _error: 'broken' })).toEqual({ headers: json, body: seven });
	for (const _error of ['', null, 7]) expect(read({ text: '{"a":' }, json, { _error }).missing).toBeUndefined();
});

test('bytes that a proxy stored undecoded', () => {
	const zipped: Pairs = [...json, ['Content-Encoding', 'gzip']];
	expect(read(base64(gzipSync('{"a":7}')), zipped).body).toEqual(seven);
	expect(read(base64('{"a":7}'), zipped).body).toEqual(seven);
});

test('a content type other than JSON is text', () => {
	const plain: Pairs = [['Content-Type', 'text/plain']];
	expect(read({ text: '{"a":7}' }, plain).body).toEqual({ kind: 'text', text: '{"a":7}' });
	expect(read({ text: '\uFEFF{"a":7}' }, plain).body).toEqual({ kind: 'text', text: '\uFEFF{"a":7}' });
	expect(read({ text: '{"a":7}' }, []).body).toEqual(seven);
});

test('mimeType counts if the recording has no headers', () => {
	const typed = (mimeType: Json, headers: Pairs = []) => read({ text: '7', mimeType }, headers).headers;
	expect(typed('text/plain')).toEqual([['Content-Type', 'text/plain']]);
	expect(['', 'x-unknown', 7, null].map((each) => typed(each))).toEqual([[], [], [], []]);
	expect(typed('text/plain', [['a', 'b']])).toEqual([['a', 'b']]);
});

test.each<[Json, string, string]>([
	[7, '/response/content', 'expected an object, received an integer'],
	[{ text: 7 }, '/response/content/text', 'expected a text, received an integer'],
])('%j is invalid', (content, pointer, message) => {
	expect(() => read(content)).toThrow(OddEntry);
	expect(() => read(content)).toThrow(expect.objectContaining({ pointer, message }));
});
