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
		'/a is 1; the spec allows exactly one of its alternatives, and several hold (0 and 2, counted from 0)',
	],
	[
		{ keyword: 'oneOf', params: { passingSchemas: null } },
		'/a is 1; the spec allows exactly one of its alternatives, and none holds',
	],
	[{ keyword: 'anyOf' }, '/a is 1; the spec allows only what one of its alternatives describes'],
	[{ keyword: 'false schema', instance: '' }, 'is 1; the spec allows nothing here'],
	[{ keyword: 'false schema' }, 'has /a, which the spec rules out'],
	[{ keyword: 'enum', allowed: [1, 2, 3, 4, 5, 6, 7, 8] }, '/a is 1; the spec allows only 1, 2, 3, 4, 5, 6, 7, 8'],
	[
		{ keyword: 'enum', allowed: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] },
		'/a is 1; the spec allows only 1, 2, 3, 4, 5, 6, 7, 8 and 2 more',
	],
	[{ keyword: 'enum', allowed: 'odd' }, '/a is 1; the spec allows only the listed values'],
	[{ keyword: 'contains' }, '/a is 1; the spec allows only what its contains describes'],
])('%j', (part, words) => expect(of(part)).toBe(`The body ${words}`));
