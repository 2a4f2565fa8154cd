/** What messages show of a contract's data, and of a provider's. */
import { disclosureOf, shorten } from '../../src/exchange/disclosure';

test.each([
	['/name/0/$x-y_1', '/name/0/$x-y_1'],
	['/ann@example.com/name', '/*/name'],
	['/two words', '/*'],
	['/name!', '/*'],
	['/-name', '/*'],
	['/12345', '/12345'],
	['/123456', '/*'],
	['/7a', '/*'],
	[`/${'a'.repeat(64)}`, `/${'a'.repeat(64)}`],
	[`/${'a'.repeat(65)}`, '/*'],
	['', ''],
])('the place %s in a provider body is shown as %s', (instance, shown) => {
	expect(disclosureOf('provider').place(instance)).toBe(shown);
	expect(disclosureOf('provider', true).place(instance)).toBe(instance);
	expect(disclosureOf('contract').place(instance)).toBe(instance);
});

test('a text is truncated only beyond the limit', () => {
	expect(shorten('a'.repeat(80))).toBe('a'.repeat(80));
	expect(shorten('a'.repeat(81))).toBe(`${'a'.repeat(79)}…`);
	expect(shorten('abc', 2)).toBe('a…');
});
