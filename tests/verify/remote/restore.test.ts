/**
 * A provider that is not ours is left as it was found: what the run changed of the customer is put back and confirmed,
 * however the run ends, and what cannot be put back is told by the names of its fields.
 */

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../../support/cli';
import { type Distortion, type FaultyProvider, honest, withProvider } from '../../support/faulty-provider';
import { withFolder } from '../../support/temporary';
import { verifyRemotely } from './verify-remotely';

/** The local provider merges metadata by key, so a key that was added cannot be taken away there. */
const withoutMetadata = ({ metadata: _metadata, ...customer }: Record<string, unknown>) => customer;

const everyField =
	'city, email, first_name, metadata, postal_code, preferred_language, state, street_line1, street_line2';

/** Whether a request puts something back: no interaction sends these values. */
const putsBack = (provider: FaultyProvider) =>
	provider.updates.filter((each) => each.includes('Exampletown') || /customer-[\da-f]{8}@example\.com/.test(each));

test('after a green run the customer is as it was, in one request, and it is said', async () => {
	await withProvider(honest, async (provider) => {
		const before = await provider.customer();
		const { code, only } = await verifyRemotely(provider);
		expect({ code, after: withoutMetadata(await provider.customer()) }).toEqual({
			...{ code: 0, after: withoutMetadata(before) },
		});
		expect(putsBack(provider)).toHaveLength(1);
		expect(only('restore.left')).toBe(
			`restore.left: What the run changed at ${new URL(provider.url).host} stays, for it cannot be put back: customer_history (the API does not show it), metadata/campaign (it was not there before, and the API takes nothing away). Nothing is to be done where the customer is kept for tests`,
		);
	});
});

test('the text report names what was put back', async () => {
	await withProvider(honest, async (provider) => {
		const { contract } = await import('../../support/cli');
		const { stdout } = await contract(['verify', '--provider-url', provider.url], { env: provider.env });
		expect(stdout).toContain(`put back at ${new URL(provider.url).host}: ${everyField}\n`);
	});
});

test('--no-restore leaves the customer as the run made it, and says nothing of it', async () => {
	await withProvider(honest, async (provider) => {
		const { code, told } = await verifyRemotely(provider, ['--no-restore']);
		expect({ code, told: told(undefined) }).toEqual({ code: 0, told: [] });
		expect(await provider.customer()).toMatchObject({ first_name: 'Changed' });
		expect(putsBack(provider)).toEqual([]);
	});
});

test('a run that changes nothing at the provider puts nothing back', async () => {
	await withProvider(honest, async (provider) => {
		await verifyRemotely(provider, ['--filter', 'does not exist']);
		expect(provider.requests).toHaveLength(2);
	});
});

test('where the description has an operation that reads the customer, it reads the values', async () => {
	await withFolder(async (folder) => {
		const spec = join(folder, 'openapi.yaml');
		const text = await readFile(join(projectRoot, 'spec', 'openapi.yaml'), 'utf8');
		const reading = [
			'    get:',
			'      operationId: getCustomer',
			'      parameters:',
			'        - { name: customer_id, in: path, required: true, schema: { type: string } }',
			'      responses:',
			"        '200':",
			'          description: The customer',
			"          content: { application/json: { schema: { $ref: '#/components/schemas/Customer' } } }",
		];
		await writeFile(spec, text.replace('    post:\n', `${reading.join('\n')}\n    post:\n`));
		await withProvider(honest, async (provider) => {
			const before = await provider.customer();
			const { code } = await verifyRemotely(provider, ['--spec', spec]);
			expect({ code, after: withoutMetadata(await provider.customer()) }).toEqual({
				...{ code: 0, after: withoutMetadata(before) },
			});
			const methods = provider.requests.map((each) => each.split(' ')[0]);
			// Proof and reading, proof of the other state, six interactions, reading, putting back, reading.
			expect(methods.join(' ')).toBe('POST GET POST POST POST POST POST POST POST GET POST GET');
		});
	});
});

/** Takes an update that names a field, and has the answer go wrong afterwards. */
const onUpdate =
	(change: Distortion): Distortion =>
	(answer, wire) =>
		wire.update > 0 && wire.update <= 6 ? change(answer, wire) : undefined;

test.each<[string, Distortion, number]>([
	[
		'answers what the spec does not allow',
		onUpdate((answer) => {
			answer.body.phone = null;
		}),
		1,
	],
	[
		'stores an update and answers 500',
		onUpdate((answer, { update }) => {
			if (update < 5) answer.status = 500;
		}),
		1,
	],
	[
		'stores an update and hangs',
		onUpdate((_answer, { update }) => (update === 2 || update === 3 ? 'answered' : undefined)),
		3,
	],
	[
		'stores an update and breaks off',
		onUpdate((_answer, { socket }) => {
			socket.resetAndDestroy();
			return 'answered';
		}),
		3,
	],
	[
		'stores what it refuses',
		onUpdate((answer) => {
			if (answer.status === 200) Object.assign(answer, { status: 400, body: { details: ['x'] } });
		}),
		1,
	],
])('a provider that %s has its customer put back all the same', async (_name, distort, exit) => {
	await withProvider(distort, async (provider) => {
		const before = await provider.customer();
		const { code } = await verifyRemotely(provider);
		expect({ code, after: withoutMetadata(await provider.customer()) }).toEqual({
			...{ code: exit, after: withoutMetadata(before) },
		});
		expect(putsBack(provider)).toHaveLength(1);
	});
});

describe('a restoration that fails is told by the names of the fields, without a value', () => {
	test('the provider takes the values and does not store them', async () => {
		const forgetful: Distortion = (answer, { nth, update }) => {
			// The last answer shows the customer as the run left it.
			if (update === 0 && nth > 10) answer.body.email = 'other@example.com';
		};
		await withProvider(forgetful, async (provider) => {
			const { code, only } = await verifyRemotely(provider);
			expect({ code, told: only('restore.failed') }).toEqual({
				code: 1,
				told: `restore.failed: What the run changed at ${new URL(provider.url).host} could not be put back: email (it has another value). Set it by hand, for the customer of IMPRINT_CUSTOMER_ID`,
			});
		});
	});

	test('one value is refused: the others are put back one by one', async () => {
		const picky: Distortion = (answer, { update, response }) => {
			if (update !== 7 && update !== 9) return undefined;
			response.writeHead(400, answer.headers).end('{"details":["x"]}');
			return 'answered';
		};
		await withProvider(picky, async (provider) => {
			const before = await provider.customer();
			const { code } = await verifyRemotely(provider);
			expect(code).toBe(0);
			// The faulty provider stored what it refused; what counts is what can be read.
			expect(withoutMetadata(await provider.customer())).toEqual(withoutMetadata(before));
			expect(provider.updates).toHaveLength(6 + 1 + everyField.split(', ').length);
		});
	});

	test('the provider is ill by then: exit 3, for nothing is known to be wrong', async () => {
		const dying: Distortion = (answer, { nth }) => {
			if (nth > 8) answer.status = 500;
		};
		await withProvider(dying, async (provider) => {
			const { code, only } = await verifyRemotely(provider);
			expect(code).toBe(3);
			expect(only('restore.unconfirmed')).toContain('is not known: city, customer_history, email, first_name, ');
			expect(only('restore.unconfirmed')).toContain(
				', phone (the request for its values was answered with status 500). ',
			);
		});
	});

	test('the provider answers for another by then', async () => {
		const confused: Distortion = (answer, { nth }) => {
			if (nth > 8) answer.body.id = 'a1b2c3d4-0000-4000-8000-00000000beef';
		};
		await withProvider(confused, async (provider) => {
			const { code, only } = await verifyRemotely(provider);
			expect(code).toBe(1);
			expect(only('restore.failed')).toContain(
				' (the request for its values was answered for another customer than IMPRINT_CUSTOMER_ID names, letter by letter). ',
			);
		});
	});

	test('the provider refuses to take the values: its answer is told', async () => {
		const refusing: Distortion = (answer, { nth, update }) => {
			if (update > 6) answer.status = 403;
			if (update === 0 && nth > 10) answer.body.email = 'other@example.com';
		};
		await withProvider(refusing, async (provider) => {
			const { code, only } = await verifyRemotely(provider);
			expect(code).toBe(1);
			expect(only('restore.failed')).toContain(
				'could not be put back: email (the request to set it was answered with status 403). ',
			);
		});
	});
});
