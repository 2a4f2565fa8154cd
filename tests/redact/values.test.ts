/** What a finding shows of a value that a provider sent: place, type and format; the value itself with --show-values. */

import { wordingOf } from '../../src/check/wording';
import { everything, namesOnly } from '../../src/exchange/disclosure';
import type { Fault } from '../../src/openapi/schema/fault';
import { withProvider } from '../support/faulty-provider';
import { verifyRemotely } from '../verify/restore/verify-remotely';

const fault = (part: Partial<Fault>): Fault => ({
	...{ instance: '/jane@example.com/date', keyword: 'format', params: { format: 'date' }, value: '7 July' },
	...{ allowed: undefined, source: '/x', ...part },
});

test.each<readonly [Partial<Fault>, string, string]>([
	[
		{},
		'The body /*/date: expected a value of format date, received a string (value withheld).',
		'The body /jane@example.com/date: expected a value of format date, received "7 July".',
	],
	[
		{ keyword: 'type', params: { type: 'integer' } },
		'The body /*/date: expected an integer, received a string.',
		'The body /jane@example.com/date: expected an integer, received "7 July".',
	],
	[
		{ value: 'a'.repeat(200) },
		'The body /*/date: expected a value of format date, received a string (value withheld).',
		`The body /jane@example.com/date: expected a value of format date, received "${'a'.repeat(78)}….`,
	],
	[
		{ keyword: 'propertyNames', params: { propertyName: 'John Doe' }, instance: '/a' },
		'The body /a: the spec does not allow a field of the name "*".',
		'The body /a: the spec does not allow a field of the name "John Doe".',
	],
])('%j', (part, withheld, shown) => {
	expect(wordingOf(fault(part), 'The body', namesOnly).title).toBe(withheld);
	expect(wordingOf(fault(part), 'The body', everything).title).toBe(shown);
});

const untrue = (body: Record<string, unknown>) => {
	body.email = 'not an address of Jane';
	body.statuses = { 'Jane Card': 'LOST' };
};

test('by default no value from a provider is shown', async () => {
	await withProvider(
		({ status, body }) => status === 200 && untrue(body),
		async (provider) => {
			const { stdout, code } = await verifyRemotely(provider);
			expect(stdout).not.toMatch(/Jane|LOST/);
			expect(stdout).toContain('/statuses/*: expected \\"OPEN\\" or \\"CLOSED\\", received a string (value withheld).');
			expect(code).toBe(1);
		},
	);
});

test('with --show-values findings of spec and Pact show them, and fingerprints do not depend on them', async () => {
	await withProvider(
		({ status, body }) => status === 200 && untrue(body),
		async (provider) => {
			const [withheld, shown] = [await verifyRemotely(provider), await verifyRemotely(provider, ['--show-values'])];
			expect(shown.stdout).toContain('/statuses/Jane Card: expected \\"OPEN\\" or \\"CLOSED\\", received \\"LOST\\".');
			expect(shown.stdout).toContain(', received \\"not an address of Jane\\". Report it to the provider.');
			expect(shown.stdout).not.toContain(provider.env.IMPRINT_API_KEY);
			expect(shown.stdout).not.toContain(provider.env.IMPRINT_CUSTOMER_ID);
			const fingerprints = (text: string) =>
				(JSON.parse(text) as { findings: { code: string; instance?: string; fingerprint: string }[] }).findings
					.filter(({ code, instance }) => code === 'provider.mismatch' && instance === '/email')
					.map(({ fingerprint }) => fingerprint);
			expect(fingerprints(shown.stdout)).toEqual(fingerprints(withheld.stdout));
			expect(fingerprints(shown.stdout)).not.toEqual([]);
		},
	);
});
