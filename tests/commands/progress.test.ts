/** Progress on a terminal, and its absence everywhere else. */
import { createProgress, type Terminal } from '../../src/commands/progress';

function terminal(overrides: Partial<Terminal> = {}): Terminal & { readonly written: string[] } {
	const written: string[] = [];
	return { isTTY: true, columns: 80, write: (text) => written.push(text), ...overrides, written };
}

beforeEach(() => jest.useFakeTimers({ now: 0 }));
afterEach(() => jest.useRealTimers());

it.each([
	['a pipe', terminal({ isTTY: false }), false],
	['a terminal when quiet', terminal(), true],
])('is silent on %s', (_title, stream, isQuiet) => {
	const progress = createProgress(stream, isQuiet);
	progress.show('verify');
	jest.advanceTimersByTime(5_000);
	progress.end();
	expect(stream.written).toEqual([]);
	expect(jest.getTimerCount()).toBe(0);
});

it('redraws its line and clears it', () => {
	const stream = terminal();
	const progress = createProgress(stream, false);
	progress.show('record');
	progress.show('verify: 1 of 3');
	jest.advanceTimersByTime(250);
	progress.end();
	expect(stream.written).toEqual([
		'\r\u001b[Krecord … 0 s',
		'\r\u001b[Kverify: 1 of 3 … 0 s',
		'\r\u001b[Kverify: 1 of 3 … 0 s',
		'\r\u001b[K',
	]);
});

it('counts seconds without updates', () => {
	const stream = terminal();
	const progress = createProgress(stream, false);
	progress.show('record');
	jest.advanceTimersByTime(3_000);
	progress.end();
	expect(stream.written.at(-2)).toBe('\r\u001b[Krecord … 3 s');
	expect(jest.getTimerCount()).toBe(0);
});

it('writes nothing before the first step or after the end', () => {
	const stream = terminal();
	const progress = createProgress(stream, false);
	jest.advanceTimersByTime(5_000);
	progress.end();
	progress.show('too late');
	progress.end();
	jest.advanceTimersByTime(5_000);
	expect(stream.written).toEqual([]);
});

it('clears its line once', () => {
	const stream = terminal();
	const progress = createProgress(stream, false);
	progress.show('record');
	progress.end();
	progress.show('too late');
	progress.end();
	expect(stream.written).toEqual(['\r\u001b[Krecord … 0 s', '\r\u001b[K']);
});

it('stays on one line of a narrow terminal', () => {
	const stream = terminal({ columns: 12 });
	const progress = createProgress(stream, false);
	progress.show('verify: 1 of 3 answered by the local provider');
	progress.end();
	expect(stream.written[0]).toBe('\r\u001b[Kverify: 1 o');
});
