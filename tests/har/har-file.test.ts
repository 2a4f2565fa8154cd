/**
 * Reading the file of a recording: which files are recordings, what is read, and the errors of those that cannot be
 * used.
 */
import { creatorName } from '../../src/har/har';
import { beginsAsHar, isHarName } from '../../src/har/har-file';
import { InputError } from '../../src/json/input-error';
import { entriesOf, sourceOf } from '../support/sources';

const again = 'Name another file, or record it again.';
const refused = (message: string) => new InputError(message);

test('by name', () => {
	expect(['a.har', 'A.HAR', 'a.har.json', 'har', 'ahar'].filter(isHarName)).toEqual(['a.har', 'A.HAR']);
});

test('by its first bytes', () => {
	const texts = ['{"log":', '\uFEFF { "log" : 7', '{"logs":', '{"a":1,"log":', '[{"log":', `${' '.repeat(500)}{"log":`];
	expect(texts.filter(beginsAsHar)).toEqual(['{"log":', '\uFEFF { "log" : 7']);
});

test('any entries, with or without a byte order mark', async () => {
	const text = '{"log":{"entries":[7,null]}}';
	for (const each of [text, `\uFEFF${text}\n`]) {
		expect(await entriesOf(sourceOf('a.har', each))).toEqual({ entries: [7, null], isOwn: false });
	}
});

test.each([true, false])('who wrote it may stand at its end; its entries look like ours: %s', async (looksOwn) => {
	const entry = { request: looksOwn ? { _path: '/a' } : {} };
	const text = (name: string) => JSON.stringify({ log: { entries: [entry], creator: { name } } });
	expect(await entriesOf(sourceOf('a.har', text(creatorName)))).toEqual({ entries: [entry], isOwn: true });
	expect(await entriesOf(sourceOf('a.har', text('a browser')))).toEqual({ entries: [entry], isOwn: false });
});

test.each([
	['', `The recording a.har cannot be read: it is empty. ${again}`],
	['\uFEFF \n', `The recording a.har cannot be read: it is empty. ${again}`],
	['{"log":', `The recording a.har cannot be read: its JSON is cut off at line 1, column 8. ${again}`],
	['{"log":\n', `The recording a.har cannot be read: its JSON is cut off at line 1, column 8. ${again}`],
	['log', `The recording a.har cannot be read: it is not JSON from line 1, column 1 on. ${again}`],
	['[]', `a.har is not a HAR file: expected an object at /log, received nothing. ${again}`],
	['{"log":[]}', `a.har is not a HAR file: expected an object at /log, received an array. ${again}`],
	['{"log":{}}', `a.har is not a HAR file: expected a list of entries at /log/entries, received nothing. ${again}`],
	[
		'{"log":{"entries":7}}',
		`a.har is not a HAR file: expected a list of entries at /log/entries, received an integer. ${again}`,
	],
	['{"log":{"entries":[]}}', `The recording a.har has no entry, so it proves nothing. ${again}`],
	['{"log":{"entries":[1],"entries":[2]}}', `The recording a.har has two lists of entries. ${again}`],
	[
		'{"log":{"entries":[1, {"a":\n tru}]}}',
		`The recording a.har cannot be read: it is not JSON from line 2, column 2 on. ${again}`,
	],
])('%j is not a HAR file', async (text, message) => {
	await expect(entriesOf(sourceOf('a.har', text))).rejects.toThrow(refused(message));
});
