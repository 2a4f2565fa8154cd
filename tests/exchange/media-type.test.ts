/** Media types as they are written, and parts as they are taken from a body. */
import { admits, closestKey, kindOf, parseMediaType } from '../../src/exchange/media-type';
import { partsIn } from '../../src/exchange/parts';

describe('a content type is read', () => {
	test.each<readonly [string, string, Record<string, string>]>([
		['application/json', 'application/json', {}],
		[' Application/JSON ; Charset=UTF-8 ', 'application/json', { charset: 'UTF-8' }],
		['text/plain;', 'text/plain', {}],
		['text/plain;;charset=a; ;', 'text/plain', { charset: 'a' }],
		['a/b;c="d;e=\\"f\\\\"', 'a/b', { c: 'd;e="f\\' }],
		['a/b;c=', 'a/b', { c: '' }],
		['a/b;profile=https://example.com/x:y', 'a/b', { profile: 'https://example.com/x:y' }],
		['a/b;c=1;c=2', 'a/b', { c: '2' }],
	])('%s', (text, name, parameters) => {
		const media = parseMediaType(text);
		expect(media?.name).toBe(name);
		expect(Object.fromEntries(media?.parameters ?? [])).toEqual(parameters);
	});

	test.each([
		'',
		'json',
		'/json',
		'application/',
		'a/b c',
		'a/b, c/d',
		'a/b;c',
		'a/b;c="d',
		'a/b;c=d e',
		'a/b;=d',
		'a b/c',
		'a/b c;d=e',
		'a/b;c=d e;f=g',
	])('%j is not a media type', (text) => {
		expect(parseMediaType(text)).toBeUndefined();
	});

	test.each([
		['application/json', 'json'],
		['text/json', 'json'],
		['application/vnd.example.v1+json', 'json'],
		['application/jsonl', 'opaque'],
		['application/json-seq', 'opaque'],
		['application/x-ndjson', 'opaque'],
		['application/+json', 'opaque'],
		['text/csv', 'text'],
		['text/event-stream', 'opaque'],
		['application/x-www-form-urlencoded', 'form'],
		['multipart/form-data', 'multipart'],
		['multipart/mixed', 'opaque'],
		['application/xml', 'opaque'],
	])('%s is %s', (name, kind) => {
		expect(kindOf({ name, parameters: new Map() })).toBe(kind);
	});
});

describe('of the documented media types the most specific is used', () => {
	const closest = (documented: readonly string[], text: string) => {
		const sent = parseMediaType(text);
		return sent && closestKey(documented, sent);
	};

	test.each<readonly [string, readonly string[], string, string | undefined]>([
		['the type before its range', ['*/*', 'a/*', 'a/b'], 'a/b', 'a/b'],
		['the range before any', ['*/*', 'a/*'], 'a/b', 'a/*'],
		['any', ['*/*', 'a/*'], 'c/d', '*/*'],
		['a star alone', ['*'], 'c/d', '*'],
		['a star between spaces', [' * '], 'c/d', ' * '],
		['a suffix before the range', ['a/*', 'a/*+json'], 'a/b+json', 'a/*+json'],
		['a suffix for no other', ['a/*+json'], 'a/b+xml', undefined],
		['a suffix for no plain type', ['a/*+json'], 'a/json', undefined],
		['parameters before none', ['a/b', 'a/b;v=1'], 'a/b;v=1', 'a/b;v=1'],
		['more parameters before fewer', ['a/b;v=1', 'a/b;v=1;w=2'], 'a/b;w=2;v=1', 'a/b;v=1;w=2'],
		['a type without its parameters before a range with them', ['a/*;v=1', 'a/b'], 'a/b;v=1', 'a/b'],
		['no other value', ['a/b;v=1'], 'a/b;v=2', undefined],
		['no value unsaid', ['a/b;v=1'], 'a/b', undefined],
		['a charset unsaid', ['a/b;charset=x'], 'a/b', 'a/b;charset=x'],
		['no charset before one unsaid', ['a/b;charset=x', 'a/b'], 'a/b', 'a/b'],
		['the charset that is stated', ['a/b', 'a/b;charset=x'], 'a/b;charset=X', 'a/b;charset=x'],
		['no other charset', ['a/b;charset=x'], 'a/b;charset=y', undefined],
		['weights aside', ['a/b; qs=1', 'a/*;q=0.5'], 'a/b', 'a/b; qs=1'],
		['weights aside, of a range', ['a/*;q=0.5;v=1'], 'a/b;v=1', 'a/*;q=0.5;v=1'],
		['a weight that is sent aside', ['a/b'], 'a/b;q=1', 'a/b'],
		['any boundary', ['a/b;boundary=x'], 'a/b;boundary=y', 'a/b;boundary=x'],
		['the first of equals', ['A/B', 'a/b'], 'a/b', 'A/B'],
		['nothing by what is no media type', ['b', ''], 'a/b', undefined],
		['nothing by a longer type', ['ab/*'], 'a/b', undefined],
	])('%s', (_, documented, sent, key) => {
		expect(closest(documented, sent)).toBe(key);
	});
});

describe('an Accept header admits', () => {
	test.each<readonly [string, string, boolean]>([
		['a/b', 'a/b', true],
		['A/B ; q=0.1', 'a/b; qs=1', true],
		['a/b', 'a/c', false],
		['a/b', 'a/b+json', false],
		['a/*', 'a/c', true],
		['*/*', 'a/c', true],
		['*', 'a/c', true],
		['c/d, a/b', 'a/b', true],
		['c/d,, a/b;x="1,2"', 'a/b', true],
		['a/b;q=0', 'a/b', false],
		['a/*, a/b;q=0', 'a/b', false],
		['a/b, a/*;q=0', 'a/b', true],
		['*/*;q=0.1, a/*;q=0', 'a/b', false],
		['a/b;v=1', 'a/b;v=2', false],
		['a/b;v=1', 'a/b;v="1"', true],
		['a/b;v=1', 'a/b', true],
		['a/b', 'a/b;v=1', true],
		['a/b;v=1;q=0, a/b', 'a/b;v=1', false],
		['a/b;charset=x', 'a/b;charset=y', true],
		['a/b', 'a/*', true],
		['a/b', '*/*', true],
		['a/b', '*', true],
		['a/b', 'c/*', false],
		['a/b;q=0, c/d', '*/*', true],
		['a/b;q=0', '*/*', false],
		['', 'a/b', true],
		['what?', 'a/b', true],
		['a/b', 'what?', true],
	])('%j %j: %j', (accept, documented, isAdmitted) => {
		expect(admits(accept, documented)).toBe(isAdmitted);
	});
});

describe('a multipart body is taken apart', () => {
	const head = 'Content-Disposition: form-data; name="a"';
	const namesAndContents = (body: string) => {
		const parts = partsIn(body, 'x');
		return typeof parts === 'string' ? parts : parts.map(({ name, content }) => [name, content]);
	};

	test.each<readonly [string, string, unknown]>([
		['one part', `--x\r\n${head}\r\n\r\nb\r\n--x--\r\n`, [['a', 'b']]],
		['an empty part', `--x\r\n${head}\r\n\r\n\r\n--x--`, [['a', '']]],
		[
			'two parts',
			`--x\r\n${head}\r\n\r\nb\r\n--x\r\n${head}\r\n\r\nc\r\n--x--`,
			[
				['a', 'b'],
				['a', 'c'],
			],
		],
		['spaces behind the boundary', `--x \t\r\n${head}\r\n\r\nb\r\n--x--`, [['a', 'b']]],
		['words before and after', `before\r\n--x\r\n${head}\r\n\r\nb\r\n--x--\r\nafter --x`, [['a', 'b']]],
		['a boundary inside a line', `--x\r\n${head}\r\n\r\nb--x\r\n--xy\r\nc\r\n--x--`, [['a', 'b--x\r\n--xy\r\nc']]],
		['line feeds alone', `--x\n${head}\n\nb\nc\n--x--`, [['a', 'b\nc']]],
		['a line feed in the content', `--x\r\n${head}\r\n\r\nb\n--x\r\n--x--`, [['a', 'b\n--x']]],
		['no parts', '--x--', []],
		['a name that is not ASCII', `--x\r\n${head.replace('"a"', '"\xc3\xa4%22"')}\r\n\r\n\r\n--x--`, [['ä"', '']]],
		['no boundary', 'b', 'its boundary does not occur in it'],
		['no end', `--x\r\n${head}\r\n\r\nb`, 'it ends before its last boundary'],
		['nothing behind the boundary', '--x', 'its boundary does not occur in it'],
		['no name', '--x\r\nContent-Disposition: form-data\r\n\r\nb\r\n--x--', 'a part of it has no name'],
		['no headers', '--x\r\n\r\nb\r\n--x--', 'a part of it has no name'],
		['no content', '--x\r\nA: b\r\n--x--', 'a part of it has no end to its headers'],
		['nothing in a part', '--x\r\n\r\n--x--', 'a part of it has no end to its headers'],
	])('%s', (_, body, parts) => {
		expect(namesAndContents(body)).toEqual(parts);
	});

	const only = (headers: string) => {
		const parts = partsIn(`--x\r\n${headers}\r\n\r\nb\r\n--x--`, 'x');
		return typeof parts === 'string' ? parts : parts[0];
	};

	test.each<readonly [string, string, object]>([
		[
			'with the content of its headers',
			'content-disposition: form-data; filename=a.txt; name=a\r\nCONTENT-TYPE:text/csv\r\nno header\r\nContent-Transfer-Encoding: base64',
			{ isFile: true, contentType: 'text/csv', isEncoded: true },
		],
		['as a file in letters of its own', `${head}; filename*=UTF-8''%C3%A4.txt`, { isFile: true }],
		['as no file', head, {}],
		['as bytes', `${head}\r\nContent-Transfer-Encoding: binary`, {}],
		['as eight bits', `${head}\r\nContent-Transfer-Encoding:8BIT`, {}],
		['as seven bits', `Content-Transfer-Encoding: 7bit\r\n${head}`, {}],
		['as text that is quoted', `${head}\r\ncontent-transfer-encoding: Quoted-Printable`, { isEncoded: true }],
	])('%s', (_, headers, said) => {
		const plain = { name: 'a', isFile: false, contentType: undefined, isEncoded: false, content: 'b' };
		expect(only(headers)).toEqual({ ...plain, ...said });
	});
});
