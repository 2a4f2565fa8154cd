/** Imprint's spec: as published, with matching types, and read as intended. */

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { unknownProperties } from '../../src/openapi/schema/unknown';
import { loadSpec } from '../../src/openapi/spec';
import { projectRoot } from '../support/cli';
import { withFolder } from '../support/temporary';
import { positionIn } from './support/document';

const file = join(projectRoot, 'spec', 'openapi.yaml');
/**
 * Of the file that Imprint publishes for "Update a customer". A new publication brings a new sum, and nothing else
 * does.
 */
const published = '555278a70f7f0679f8ad9fed1b43fe28222d3702d357359f44891a7f434a58c2';

test('spec/openapi.yaml is byte for byte what Imprint publishes', async () => {
	const sum = createHash('sha256')
		.update(await readFile(file))
		.digest('hex');
	const message = 'The published document is never edited or formatted, only replaced by a newer publication';
	expect({ message, sum }).toEqual({ message, sum: published });
});

describe('spec/openapi.d.ts', () => {
	const check = async (root: string): Promise<{ code: number; stderr: string }> => {
		const script = join(root, 'tools', 'types.mjs');
		const run = promisify(execFile)(process.execPath, [script, '--check'], { cwd: root });
		return run.then(({ stderr }) => ({ code: 0, stderr })).catch(({ code, stderr }) => ({ code, stderr }));
	};

	test('is up to date', async () => expect(await check(projectRoot)).toEqual({ code: 0, stderr: '' }), 60_000);

	test.each([
		['openapi.d.ts', 'email?: string', 'email?: number'],
		['openapi.yaml', 'postal_code:', 'post_code:'],
	])(
		'is stale after a change of %s',
		async (changed, from, to) => {
			await withFolder(async (root) => {
				for (const each of ['tools/types.mjs', 'spec/openapi.yaml', 'spec/openapi.d.ts']) {
					await cp(join(projectRoot, each), join(root, each));
				}
				await symlink(join(projectRoot, 'node_modules'), join(root, 'node_modules'));
				const target = join(root, 'spec', changed);
				const before = await readFile(target, 'utf8');
				expect(before).toContain(from);
				await writeFile(target, before.replace(from, to));
				expect(await check(root)).toEqual({
					code: 1,
					stderr: 'spec/openapi.d.ts does not match spec/openapi.yaml. Run `npm run types` and commit the result.\n',
				});
			});
		},
		60_000,
	);
});

describe('a customer', () => {
	const customer = '/components/schemas/Customer';

	test('has the fields of the spec, and any key in metadata and statuses', async () => {
		const { document, validator } = await loadSpec(file);
		const found = unknownProperties({ document, validator }, 'possible', customer, {
			id: 'invented',
			emial: 'nobody@example.com',
			metadata: { anything: { at: ['all'] } },
			statuses: { 'Some Card': 'OPEN' },
			address: { street_line1: '1 Invented Street', street_line3: 'x' },
			date_of_birth: { year: 2000, mnth: 1 },
		});
		expect(found.map(({ instance, source }) => ({ instance, source }))).toEqual([
			{ instance: '/emial', source: customer },
			{ instance: '/address/street_line3', source: '/components/schemas/Address' },
			{ instance: '/date_of_birth/mnth', source: '/components/schemas/DateOfBirth' },
		]);
	});

	test('is judged at every depth, each fault with its line', async () => {
		const { document, validator } = await loadSpec(file);
		const faults = validator.faults('response', customer, {
			email: 'nobody',
			statuses: { 'Some Card': 'PAUSED' },
			date_of_birth: { month: 13, day: 1.5 },
			partner_customer_id: null,
		});
		expect(
			faults.map(({ instance, keyword, source }) => [instance, keyword, positionIn(document, source)?.line]),
		).toEqual([
			['', 'required', 158],
			['/email', 'format', 166],
			['/statuses/Some Card', 'enum', 296],
			['/date_of_birth/month', 'maximum', 311],
			['/date_of_birth/day', 'type', 314],
			['/partner_customer_id', 'type', 320],
		]);
	});

	test('may be expected with fewer fields, not with unknown ones', async () => {
		const { validator } = await loadSpec(file);
		expect(validator.faults('possible', customer, { date_of_birth: {} })).toEqual([]);
		expect(validator.faults('possible', customer, { id: 5 })).toHaveLength(1);
	});
});

test('the operation that updates a customer is found', async () => {
	const { operations, doubts } = await loadSpec(file);
	expect(operations.operations.map(({ name }) => name)).toEqual(['updateCustomer']);
	const match = operations.find('POST', '/v2/customers/an%20id');
	expect(match?.operation.pointer).toBe('/paths/~1v2~1customers~1{customer_id}/post');
	expect(match?.pathParameters).toEqual(new Map([['customer_id', 'an%20id']]));
	expect(doubts()).toEqual([]);
});
