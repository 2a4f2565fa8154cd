/** The wait before a retry. */

import type { Answer } from '../../src/http/forward';
import { waitAfter } from '../../src/http/retry';

const answered = (headers: Record<string, string>, status = 429): Answer => ({
	kind: 'answered',
	content: undefined,
	status,
	headers: Object.entries(headers),
	body: Buffer.alloc(0),
});

/** The wait without what chance adds: as little as it may be, and as much. */
function waits(number: number, answer: Answer): readonly [number, number] {
	const random = jest.spyOn(Math, 'random');
	try {
		random.mockReturnValue(0);
		const least = waitAfter(number, answer, 500);
		random.mockReturnValue(1);
		return [least, waitAfter(number, answer, 500)];
	} finally {
		random.mockRestore();
	}
}

test('each wait doubles, plus up to a fifth', () => {
	const refused: Answer = { kind: 'unreachable', reason: '' };
	expect([1, 2, 3].map((number) => waits(number, refused))).toEqual([
		[500, 600],
		[1000, 1200],
		[2000, 2400],
	]);
});

const date = 'Sun, 06 Nov 1994 08:49:37 GMT';

test.each([
	['0', 500],
	['1', 1000],
	['7', 7000],
	[' 7 ', 7000],
	['30', 30_000],
	['31', 30_000],
	['9'.repeat(400), 30_000],
	['Sun, 06 Nov 1994 08:49:44 GMT', 7000],
	['Sunday, 06-Nov-94 08:49:44 GMT', 7000],
	['Sun Nov  6 08:49:44 1994', 7000],
	['Sun, 06 Nov 1994 08:49:30 GMT', 500],
	['Sun, 06 Nov 2094 08:49:37 GMT', 30_000],
	['-7', 500],
	['7.5', 500],
	['7s', 500],
	['+7', 500],
	['0x7', 500],
	['1e3', 500],
	['', 500],
	['soon', 500],
	['soon 9', 500],
	['Xxx, 99 Xxx 1994 08:49:44 GMT', 500],
	['1994-11-06T08:49:44Z', 500],
])('Retry-After: %s after the first attempt waits at least %i ms', (asked, least) => {
	expect(waits(1, answered({ Date: date, 'retry-after': asked }))[0]).toBe(least);
	expect(waits(1, answered({ Date: date, 'Retry-After': asked }, 503))[0]).toBe(least);
});

test('a date is relative to our clock if the answer has no Date', () => {
	const until = new Date(Date.now() + 3_600_000).toUTCString();
	expect(waits(1, answered({ 'Retry-After': until }))[0]).toBe(30_000);
	expect(waits(1, answered({ 'Retry-After': date }))[0]).toBe(500);
});

test('Retry-After counts only for temporary failures', () => {
	expect(waits(1, answered({ 'Retry-After': '7' }, 500))[0]).toBe(500);
});
