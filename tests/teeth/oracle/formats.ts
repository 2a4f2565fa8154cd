/** Values that break a format beyond doubt, for the mutants and for the oracle: it judges a format by this table alone. */
import type { Json } from '../../../src/json/json';

const broken: Readonly<Record<string, readonly Json[]>> = {
	email: ['not-an-email', 'two@@example.com', '@example.com', 'customer@'],
	'idn-email': ['not-an-email'],
	'date-time': ['2025-02-13', '2025-02-13 19:08:07', '2025-02-30T19:08:07Z', 'yesterday'],
	date: ['2025-02-30', '13/02/2025', 'yesterday'],
	time: ['25:00:00Z', 'noon'],
	duration: ['3 days'],
	uuid: ['not-a-uuid', 'a1b2c3d4-0000-4000-8000'],
	uri: ['not a uri', '/only/a/path'],
	url: ['not a uri'],
	'uri-reference': ['not a uri'],
	hostname: ['not_a host'],
	ipv4: ['256.0.0.1', 'not-an-address'],
	ipv6: ['1::2::3', 'not-an-address'],
	byte: ['%%%'],
	int32: [2 ** 31],
	int64: [2 ** 70],
	uint8: [256, -1],
};

/** Values that are not of the format; none where nobody can say. */
export const breakersOf = (format: string): readonly Json[] => broken[format] ?? [];

/** Only the values of the table: a mutant of another keyword keeps clear of formats. */
export const breaksFormat = (format: string, value: Json): boolean => breakersOf(format).includes(value);
