/** What a finding shows of what a provider sent: its place, type and format, and its value only where that was asked for. */

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
		'The body /*/date is a string (value withheld); the spec allows only format date',
		'The body /jane@example.com/date is "7 July"; the spec allows only format date',
	],
	[
		{ keyword: 'type', params: { type: 'integer' } },
		'The body /*/date is a string; the spec allows only type integer',
		'The body /jane@example.com/date is "7 July"; the spec allows only type integer',
	],
	[
		{ value: 'a'.repeat(200) },
		'The body /*/date is a string (value withheld); the spec allows only format date',
		`The body /jane@example.com/date is "${'a'.repeat(78)}…; the spec allows only format date`,
	],
	[
		{ keyword: 'propertyNames', params: { propertyName: 'John Doe' }, instance: '/a' },
		'The body /a has a field named "*", a name that the spec rules out',
		'The body /a has a field named "John Doe", a name that the spec rules out',
	],
])('%j', (part, withheld, shown) => {
	expect(wordingOf(fault(part), 'The body', namesOnly)).toBe(withheld);
	expect(wordingOf(fault(part), 'The body', everything)).toBe(shown);
});

const untrue = (body: Record<string, unknown>) => {
	body.email = 'not an address of Jane';
	body.statuses = { 'Jane Card': 'LOST' };
};

test('by default no value of a provider is told', async () => {
	await withProvider(
		({ status, body }) => status === 200 && untrue(body),
		async (provider) => {
			const { stdout, code } = await verifyRemotely(provider);
			expect(stdout).not.toMatch(/Jane|LOST/);
			expect(stdout).toContain('/statuses/* is a string (value withheld); the spec allows only');
			expect(code).toBe(1);
		},
	);
});

test('with --show-values they are, in what the spec and what Pact say, and a fingerprint does not depend on them', async () => {
	await withProvider(
		({ status, body }) => status === 200 && untrue(body),
		async (provider) => {
			const [withheld, shown] = [await verifyRemotely(provider), await verifyRemotely(provider, ['--show-values'])];
			expect(shown.stdout).toContain('/statuses/Jane Card is \\"LOST\\"; the spec allows only');
			expect(shown.stdout).toContain('; it is \\"not an address of Jane\\". Take it up');
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
