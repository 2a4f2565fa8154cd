/**
 * Reading the file of a recording: which files are recordings, what is read, and the errors of those that cannot be
 * used.
 */
import promises from 'node:fs/promises';
import { join } from 'node:path';
import { beginsAsHar, isHarName, parseHar, readHar } from '../../src/har/har-file';
import { InputError } from '../../src/json/input-error';
import { withFolder } from '../support/temporary';

const again = 'Name another file, or record it again.';
const refused = (message: string) => new InputError(message);

test('by name', () => {
	expect(['a.har', 'A.HAR', 'a.har.json', 'har', 'ahar'].filter(isHarName)).toEqual(['a.har', 'A.HAR']);
});

test('by its first bytes', () => {
	const texts = ['{"log":', '\uFEFF { "log" : 7', '{"logs":', '{"a":1,"log":', '[{"log":', `${' '.repeat(500)}{"log":`];
	expect(texts.filter(beginsAsHar)).toEqual(['{"log":', '\uFEFF { "log" : 7']);
});

test('any entries, with or without a byte order mark', () => {
	const text = '{"log":{"entries":[7,null]}}';
	expect(parseHar('a.har', text)).toEqual({ file: 'a.har', entries: [7, null] });
	expect(parseHar('a.har', `\uFEFF${text}\n`)).toEqual({ file: 'a.har', entries: [7, null] });
});

test.each([
	['', `The recording a.har cannot be read: it is empty. ${again}`],
	['\uFEFF \n', `The recording a.har cannot be read: it is empty. ${again}`],
	['{"log":', `The recording a.har cannot be read: its JSON is cut off. ${again}`],
	['{"log":\n', `The recording a.har cannot be read: its JSON is cut off. ${again}`],
	['log', `The recording a.har cannot be read: it is not JSON. ${again}`],
	['[]', `a.har is not a HAR file: expected an object at /log, received nothing. ${again}`],
	['{"log":[]}', `a.har is not a HAR file: expected an object at /log, received an array. ${again}`],
	['{"log":{}}', `a.har is not a HAR file: expected a list of entries at /log/entries, received nothing. ${again}`],
	[
		'{"log":{"entries":7}}',
		`a.har is not a HAR file: expected a list of entries at /log/entries, received an integer. ${again}`,
	],
	['{"log":{"entries":[]}}', `The recording a.har has no entry, so it proves nothing. ${again}`],
])('%j is not a HAR file', (text, message) => {
	expect(() => parseHar('a.har', text)).toThrow(refused(message));
});

test('from a file', async () => {
	await withFolder(async (folder) => {
		const file = join(folder, 'a.har');
		await promises.writeFile(file, '{"log":{"entries":[7]}}');
		expect(await readHar(file)).toEqual({ file, entries: [7] });
		await expect(readHar(join(folder, 'b.har'))).rejects.toThrow(
			refused(`The recording ${join(folder, 'b.har')} cannot be read: there is no such file. Name a recording.`),
		);
	});
});

const withCode = (code: string) => Object.assign(new Error('too long'), { code });
test.each([
	['RangeError', new RangeError('too long')],
	...['ERR_STRING_TOO_LONG', 'ERR_FS_FILE_TOO_LARGE'].map((code): [string, Error] => [code, withCode(code)]),
])('larger than the longest string: %s', async (_, error) => {
	const { readFile } = promises;
	Object.assign(promises, { readFile: () => Promise.reject(error) });
	try {
		await expect(readHar('a.har')).rejects.toThrow(
			refused(
				'The recording a.har cannot be read: it is larger than one text can be (about 500 MB). Record less at a time.',
			),
		);
	} finally {
		Object.assign(promises, { readFile });
	}
});
