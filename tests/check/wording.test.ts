/** The words of a fault. */

import { wordingOf } from '../../src/check/wording';
import { everything } from '../../src/exchange/disclosure';
import type { Fault } from '../../src/openapi/schema/fault';

const fault = (part: Partial<Fault>): Fault => ({
	instance: '/a',
	keyword: 'type',
	params: {},
	value: 1,
	allowed: undefined,
	source: '/x',
	...part,
});
const of = (part: Partial<Fault>) => wordingOf(fault(part), 'The body', everything);

test.each<readonly [Partial<Fault>, string]>([
	[
		{ keyword: 'oneOf', params: { passingSchemas: [0, 2] } },
		'The body /a: expected a match of exactly one alternative of "oneOf" (0 and 2 both match, counted from 0), received 1.',
	],
	[
		{ keyword: 'oneOf', params: { passingSchemas: null } },
		'The body /a: expected a match of an alternative of "oneOf", received 1.',
	],
	[{ keyword: 'anyOf' }, 'The body /a: expected a match of an alternative of "anyOf", received 1.'],
	[{ keyword: 'false schema', instance: '' }, 'The body: expected nothing, received 1.'],
	[{ keyword: 'false schema' }, 'The body /a: the spec does not allow this field.'],
	[
		{ keyword: 'false schema', instance: '/a/2', source: '/x/prefixItems/2' },
		'The body /a/2: the spec does not allow this item.',
	],
	[
		{ keyword: 'enum', allowed: [1, 2, 3, 4, 5, 6, 7, 8] },
		'The body /a: expected 1, 2, 3, 4, 5, 6, 7 or 8, received 1.',
	],
	[
		{ keyword: 'enum', allowed: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] },
		'The body /a: expected 1, 2, 3, 4, 5, 6, 7, 8 or one of 2 more, received 1.',
	],
	[{ keyword: 'enum', allowed: 'odd' }, 'The body /a: expected nothing, received 1.'],
	[
		{ keyword: 'contains', params: { minContains: 2, matching: 1 }, value: [1, 2, 3] },
		'The body /a: expected at least 2 items that "contains" matches, received 1 of 3 items.',
	],
	[
		{ keyword: 'contains', params: { minContains: 0, maxContains: 1 }, value: [1, 2] },
		'The body /a: expected at most 1 item that "contains" matches, received an array.',
	],
	[
		{ keyword: 'maxItems', params: { limit: 1 }, value: [1, 2] },
		'The body /a: expected at most 1 item, received 2 items.',
	],
	[
		{ keyword: 'minProperties', params: { limit: 1 }, value: {} },
		'The body /a: expected at least 1 field, received 0 fields.',
	],
	[
		{ keyword: 'minProperties', params: { limit: 1 }, value: null },
		'The body /a: expected at least 1 field, received null.',
	],
	[{ keyword: 'constraint' }, 'The body /a: expected a match of "constraint", received 1.'],
])('%j', (part, title) => expect(of(part).title).toBe(title));
