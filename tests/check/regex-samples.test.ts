/** The texts that are written from a regular expression match it, and show its ends. */
import { most, samplesOf } from '../../gate/check/matcher/regex-samples';

test.each<[string, readonly string[]]>([
	['', ['']],
	['abc', ['abc']],
	['GOLD|SILVER', ['GOLD', 'SILVER']],
	['(?:a|b)c?', ['ac', 'a', 'bc']],
	['^(?<name>a|b)$', ['a', 'b']],
	['\\d', ['0', '9']],
	['[a-c]{2}', ['aa', 'cc']],
	['a{2,4}', ['aa', 'aaa', 'aaaa']],
	['a\\.b\\/c', ['a.b/c']],
	['\\x41\\u0042', ['AB']],
	['a*b*', ['ab', '', 'b', 'a']],
	['[^a-z]', ['A', 'Z', '0', '9', ' ', '.']],
	['\\u4e00é+?', ['一é', '一éé']],
	['.', ['a', ' ', 'é', '"']],
])('%s', (pattern, texts) => {
	expect(samplesOf(pattern)).toEqual(expect.arrayContaining([...texts]));
});

test.each([
	'^[A-Z]{2}-\\d{4,6}$',
	'(?:\\+\\d{1,3} )?\\(\\d{3}\\) \\d{3}-\\d{4}',
	'[a-z0-9._-]+@[a-z0-9-]+(\\.[a-z]{2,})+',
	'[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}',
	'/v2/customers/[^/]+(/notes)?',
	'[\\w\\-\\]]+|\\S\\s\\D\\W',
	'\\p{Lu}\\p{L}*',
	'(((a|b)|c)|d){1,3}',
	'\\$\\d+(?:\\.\\d\\d)?',
])('%s: every text matches it', (pattern) => {
	const samples = samplesOf(pattern) ?? [];
	const whole = new RegExp(`^(?:${pattern})$`, 'u');
	expect(samples.length).toBeGreaterThan(1);
	expect(samples.filter((text) => !whole.test(text))).toEqual([]);
	expect(samplesOf(pattern)).toEqual(samples);
});

test.each(['(', 'a)', '[a', '\\', '*', 'a**', '(a)\\1', '\\k<a>', '\\c', 'a{', '[b-a]', '(?i:a)', '[^\\s\\S]'])(
	'%s is not read',
	(pattern) => {
		expect(samplesOf(pattern)).toBeUndefined();
	},
);

test.each([
	'a{1000}{1000}',
	'(a{0,50}){0,50}',
	'.{200}.{200}',
	'(\\w+\\s*)+',
	`${'(a|b)'.repeat(200)}`,
	'('.repeat(50000),
])('there are few of them, and none is long', (pattern) => {
	const samples = samplesOf(pattern) ?? [];
	expect(samples.length).toBeLessThanOrEqual(most.texts);
	expect(Math.max(0, ...samples.map((text) => text.length))).toBeLessThanOrEqual(most.characters);
});
