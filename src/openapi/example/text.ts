/** Texts for a schema of strings. Nobody's data: example.com, numbers that are kept for fiction, invented ids. */

import type { JsonObject } from '../../json/json';
import { samplesOf } from './regex-samples';

/** Two of each, so that what must differ can. */
const byFormat = new Map<unknown, readonly string[]>(
	Object.entries({
		uuid: ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002'],
		'date-time': ['2025-01-31T12:00:00Z', '2025-02-28T12:00:00Z'],
		'date-time-local': ['2025-01-31T12:00:00', '2025-02-28T12:00:00'],
		date: ['2025-01-31', '2025-02-28'],
		time: ['12:00:00Z', '13:00:00Z'],
		'time-local': ['12:00:00', '13:00:00'],
		duration: ['P1D', 'P2D'],
		email: ['someone@example.com', 'other@example.com'],
		'idn-email': ['someone@example.com', 'other@example.com'],
		uri: ['https://example.com/', 'https://example.com/other'],
		url: ['https://example.com/', 'https://example.com/other'],
		iri: ['https://example.com/', 'https://example.com/other'],
		hostname: ['example.com', 'other.example.com'],
		'idn-hostname': ['example.com', 'other.example.com'],
		ipv4: ['192.0.2.1', '192.0.2.2'],
		ipv6: ['2001:db8::1', '2001:db8::2'],
		'json-pointer': ['/example', '/other'],
		'relative-json-pointer': ['0/example', '0/other'],
		byte: ['ZXhhbXBsZQ==', 'b3RoZXI='],
		base64url: ['ZXhhbXBsZQ', 'b3RoZXI'],
		char: ['a', 'b'],
	}),
);

/** What a property or parameter is called, where the schema has no format. */
const byName: readonly (readonly [RegExp, readonly string[]])[] = [
	[/e-?mail/i, ['someone@example.com', 'other@example.com']],
	[/phone|mobile/i, ['+12025550100', '+12025550101']],
	[/ur[il]$/i, ['https://example.com/', 'https://example.com/other']],
	[/country/i, ['US', 'USA']],
	[/currency/i, ['USD', 'EUR']],
];

/** The best first; the caller tests each. `name` is what the value is called. */
export function* textsFor(schemas: readonly JsonObject[], name: string): Generator<string> {
	const stated = (key: string) => schemas.flatMap((schema) => schema[key] ?? []);
	for (const format of stated('format')) yield* byFormat.get(format) ?? [];
	const least = Math.max(0, ...stated('minLength').map(Number));
	const longest = Math.min(Number.POSITIVE_INFINITY, ...stated('maxLength').map(Number));
	const fits = (text: string) => text.length >= least && text.length <= longest;
	for (const [pattern, texts] of byName) if (pattern.test(name)) yield* texts.filter(fits);
	for (const text of ['example', 'another example']) {
		const padded = text.length < least ? text.padEnd(least, ` ${text}`) : text;
		yield padded.slice(0, Math.min(longest, padded.length));
	}
	const samples = stated('pattern').flatMap((pattern) => samplesOf(String(pattern)) ?? []);
	yield* samples.filter(fits);
	yield* samples;
}
