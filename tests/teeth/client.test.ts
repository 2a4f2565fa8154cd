/** `contract tolerate` against mutants of a client; `npm run teeth` runs all of them. */
import { harmless, mutants } from './derive/clients';
import { clientLines, runClients } from './run/clients';

jest.setTimeout(300_000);

test('a sample of the mutants is caught, and of the rewritings none is accused', async () => {
	expect([mutants.length >= 40, harmless.length >= 20]).toEqual([true, true]);
	const score = await runClients(10);
	expect([score.missed, score.accused]).toEqual([[], []]);
	expect(clientLines(score).at(-1)).toBe('clients: 8 passed, 0 failed');
});

test('what is not caught, or wrongly accused, fails', () => {
	const lines = clientLines({ mutants: ['a', 'b'], missed: ['b'], harmless: ['c'], accused: ['c'] });
	expect(lines).toEqual([
		'BAD   client b: not caught',
		'BAD   client c: accused, though it stands every answer',
		'1 of 2 mutants of a client are caught; 0 of 1 harmless rewritings are left in peace',
		'clients: 1 passed, 2 failed',
	]);
});
