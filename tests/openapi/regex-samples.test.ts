/** Samples generated from a regular expression match it and include its limits. */
import { most, samplesOf } from '../../src/openapi/example/regex-samples';

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
	['a{1,2}b{1,2}', ['ab', 'aabb', 'aab', 'abb']],
	['a{0,3}', ['a', '', 'aaa']],
	['(ab)(?:c)', ['abc']],
	['(ab)(?!c)', ['ab']],
	['(?=ab)ab|(?<=c)d|(?<!c)e', ['ab', 'd', 'e']],
	['\\bab\\B', ['ab']],
	['\\u4E00\\xE9', ['一é']],
	['/a+', ['/a', '/aa']],
])('%s', (pattern, texts) => {
	expect(samplesOf(pattern)).toEqual(expect.arrayContaining([...texts]));
});

test('any character: each common class and the limits', () => {
	expect(samplesOf('[^]')).toEqual([...'azAZ09 _-./@"+:é\n', '~']);
	expect(samplesOf('[#-&]')).toEqual(['#', '&']);
	expect(samplesOf('[ -$]')).toEqual([' ', '"', '$']);
});

test('repetitions: the maximum, the usual number, one more than the minimum', () => {
	const lengths = (pattern: string) =>
		samplesOf(pattern)
			?.map(({ length }) => length)
			.sort((a, b) => a - b);
	expect(lengths('a{2,100}')).toEqual([2, 3, 26, 100]);
	expect(lengths('a{2,}')).toEqual([2, 3, 26]);
	expect(lengths('a+')).toEqual([1, 2, 25]);
	expect(lengths('a*')).toEqual([0, 1, 24]);
	expect(lengths('a?')).toEqual([0, 1]);
	expect(lengths('a{0}')).toEqual([0]);
	expect(lengths('a{256}')).toEqual([256]);
	expect(lengths('(?:ab){3,4}')).toEqual([6, 8]);
	expect(lengths('[^]{2}')).toHaveLength(18);
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
])('%s: every sample matches', (pattern) => {
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
])('the samples are few and short', (pattern) => {
	const samples = samplesOf(pattern) ?? [];
	expect(samples.length).toBeLessThanOrEqual(most.texts);
	expect(Math.max(0, ...samples.map((text) => text.length))).toBeLessThanOrEqual(most.characters);
});
