/**
 * A remote provider is restored: the fields of the customer that the run changed are restored and confirmed, however the run
 * ends, and fields that cannot be restored are reported by name.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../../support/cli';
import { type Distortion, type FaultyProvider, honest, withProvider } from '../../support/faulty-provider';
import { contractInProcess } from '../../support/in-process';
import { withProject } from '../../support/temporary';
import { soon, verifyRemotely } from './verify-remotely';

/** The local provider merges metadata by key, so a key that was added cannot be taken away there. */
const withoutMetadata = ({ metadata: _metadata, ...customer }: Record<string, unknown>) => customer;

/** With the address's fields beside the others. */
const flat = ({ address, ...customer }: Record<string, unknown>) => ({
	...withoutMetadata(customer),
	...(address as Record<string, unknown>),
});

const everyField =
	'city, email, first_name, metadata, postal_code, preferred_language, state, street_line1, street_line2';

/** Whether a request puts something back: no interaction sends these values. */
const putsBack = (provider: FaultyProvider) =>
	provider.updates.filter((each) => each.includes('Exampletown') || /customer-[\da-f]{8}@example\.com/.test(each));

test('after a green run the customer is restored by one request, and reported', async () => {
	await withProvider(honest, async (provider) => {
		const before = await provider.customer();
		const { code, only, findings } = await verifyRemotely(provider);
		expect({
			code,
			errors: findings.filter(({ severity }) => severity === 'error'),
			after: withoutMetadata(await provider.customer()),
		}).toEqual({
			...{ code: 0, errors: [], after: withoutMetadata(before) },
		});
		expect(putsBack(provider)).toHaveLength(1);
		expect(only('restore.left')).toBe(
			`restore.left: At ${new URL(provider.url).host}, this cannot be restored: customer_history (the API does not show it), metadata/campaign (it had no value before, and an update cannot take one away). Verify with test data that nobody else needs.`,
		);
	});
});

test('the text report names what was restored', async () => {
	await withProvider(honest, async (provider) => {
		const { stdout } = await contractInProcess(['verify', '--provider-url', provider.url], { env: provider.env });
		expect(stdout).toContain(`restored at ${new URL(provider.url).host}: ${everyField}\n`);
	});
});

test('--no-restore does not restore the customer, and reports nothing about it', async () => {
	await withProvider(honest, async (provider) => {
		const { code, told } = await verifyRemotely(provider, ['--no-restore']);
		expect({ code, told: told(undefined) }).toEqual({ code: 0, told: [] });
		expect(await provider.customer()).toMatchObject({ first_name: 'Changed' });
		expect(putsBack(provider)).toEqual([]);
	});
});

test('a run that changes nothing at the provider restores nothing', async () => {
	await withProvider(honest, async (provider) => {
		await verifyRemotely(provider, ['--filter', 'does not exist']);
		expect(provider.requests).toHaveLength(2);
	});
});

test('if the spec has an operation that reads the customer, it reads the values', async () => {
	await withProject(async (folder) => {
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
])('a provider that %s has its customer restored', async (_name, distort, exit) => {
	await withProvider(distort, async (provider) => {
		const before = await provider.customer();
		const { code } = await verifyRemotely(provider, soon);
		expect({ code, after: withoutMetadata(await provider.customer()) }).toEqual({
			...{ code: exit, after: withoutMetadata(before) },
		});
		expect(putsBack(provider)).toHaveLength(1);
	});
});

describe('the answers to requests that read or restore the customer are judged like all others', () => {
	const restoring = 7;
	const atPutBack =
		(change: Distortion): Distortion =>
		(answer, wire) =>
			wire.update === restoring ? change(answer, wire) : undefined;
	const atReading =
		(from: number, change: Distortion): Distortion =>
		(answer, wire) =>
			wire.update === 0 && wire.nth >= from ? change(answer, wire) : undefined;
	const wrongField: Distortion = (answer) => {
		answer.body.ssn4 = 5;
	};
	const status =
		(code: number): Distortion =>
		(_answer, { response }) => {
			response.writeHead(code, { location: 'https://elsewhere.example/' }).end();
			return 'answered';
		};

	test.each<[string, Distortion, number, string]>([
		['a field that the spec does not allow, when restoring', atPutBack(wrongField), 1, 'response.body.invalid /ssn4'],
		['a field that the spec does not allow, when reading', atReading(9, wrongField), 1, 'response.body.invalid /ssn4'],
		['the same, when reading again', atReading(11, wrongField), 1, 'response.body.invalid /ssn4'],
		['a status that the spec does not have', atPutBack(status(204)), 1, 'response.status.undocumented'],
		['a redirect', atPutBack(status(307)), 1, 'provider.redirect'],
		['our credentials refused', atPutBack(status(401)), 1, 'response.status.undocumented'],
		['a failure, and stored', atPutBack(status(500)), 3, 'provider.unavailable'],
		['no answer, and stored', atPutBack(() => 'answered'), 3, 'provider.timeout'],
		[
			'another customer',
			atPutBack((answer) => {
				answer.body.id = 'a1b2c3d4-0000-4000-8000-00000000beef';
			}),
			1,
			'provider.value.other /id',
		],
	])('%s', async (_name, distort, exit, found) => {
		await withProvider(distort, async (provider) => {
			const { code, codesOf } = await verifyRemotely(provider, soon);
			const codes = codesOf(undefined).filter((each) => each !== 'restore.strayed');
			expect({ code, codes }).toEqual({ code: exit, codes: [found] });
			// Nothing of it is a reason to send the values in other ways.
			expect(provider.requests).toHaveLength(11);
		});
	});

	test('the request is named in the message', async () => {
		await withProvider(atPutBack(wrongField), async (provider) => {
			expect((await verifyRemotely(provider)).only('response.body.invalid')).toContain(
				' (request: restoring what was changed). ',
			);
		});
	});
});

describe('what the values prove about the provider', () => {
	test('an update that is refused and stored is reported for its interaction', async () => {
		const use = async (provider: FaultyProvider) => {
			const before = await provider.customer();
			const { code, told, only } = await verifyRemotely(provider);
			expect({ code, other: told(undefined) }).toEqual({ code: 1, other: [] });
			expect(only('provider.update.refused')).toBe(
				`provider.update.refused: ${new URL(provider.url).host} refused an update of phone and stored it. Report it to the provider. Run it alone if another run used the same data at the same time.`,
			);
			expect(told('is refused for a phone number outside the pattern')).toHaveLength(1);
			expect(withoutMetadata(await provider.customer())).toEqual(withoutMetadata(before));
		};
		const asking = (body: string) => (body.includes('not-a-phone') ? '{"phone":"+12025550199"}' : body);
		const refusing: Distortion = (answer, wire) => {
			if (wire.asked.includes('not-a-phone')) Object.assign(answer, { status: 400, body: { details: ['phone'] } });
		};
		await withProvider(refusing, use, asking);
	});

	test('an update that is returned as stored and is not there afterwards is reported for its interaction', async () => {
		let name: unknown = 'none';
		const use = async (provider: FaultyProvider) => {
			const { code, told, only } = await verifyRemotely(provider);
			expect({ code, other: told(undefined), name }).toEqual({ code: 1, other: [], name: 'Changed' });
			expect(only('provider.update.lost')).toBe(
				`provider.update.lost: ${new URL(provider.url).host} returned an update of first_name as stored and has another value when it is read afterwards. Report it to the provider. Run it alone if another run used the same data at the same time.`,
			);
		};
		const showing: Distortion = (answer, { asked }) => {
			if (!asked.includes('"first_name":"Changed"')) return;
			name = 'Changed';
			answer.body.first_name = name;
		};
		await withProvider(showing, use, (body) => body.replace('"first_name":"Changed",', ''));
	});

	test('a changed field that no update named is a warning with its name only', async () => {
		const use = async (provider: FaultyProvider) => {
			const { code, told, stdout } = await verifyRemotely(provider);
			expect({ code, told: told(undefined) }).toEqual({
				code: 0,
				told: [
					`restore.strayed: At ${new URL(provider.url).host}, last_name changed, and no update of this run names it. Check whether the provider changes more than it is asked to. Check whether somebody else used the same data, and set the fields by hand on what IMPRINT_CUSTOMER_ID names.`,
				],
			});
			expect(stdout).not.toContain('Astray');
		};
		const asking = (body: string) =>
			body.replace('"first_name":"Changed"', '"first_name":"Changed","last_name":"Astray"');
		await withProvider(honest, use, asking);
	});
});

test('an unanswered update may still be applied: its fields are not reported as restored', async () => {
	const hangs: Distortion = (_answer, { asked }) =>
		asked === '{"email":"changed@example.com"}' ? 'answered' : undefined;
	await withProvider(hangs, async (provider) => {
		const { code, only, told } = await verifyRemotely(provider, soon);
		expect({ code, told: told(undefined).length }).toEqual({ code: 3, told: 1 });
		expect(only('restore.unconfirmed')).toContain(
			', the restoration of these fields could not be confirmed: email (it was restored when it was last read, but an update of it was never answered and may still be applied). ',
		);
	});
});

describe('a failed restoration is reported with names of fields, without values', () => {
	test('the provider accepts the values and does not store them', async () => {
		const forgetful: Distortion = (answer, { nth, update }) => {
			// The last answer shows the customer as the run left it.
			if (update === 0 && nth > 10) answer.body.email = 'other@example.com';
		};
		await withProvider(forgetful, async (provider) => {
			const { code, only } = await verifyRemotely(provider);
			expect({ code, told: only('restore.failed') }).toEqual({
				code: 1,
				told: `restore.failed: At ${new URL(provider.url).host}, these fields could not be restored: email (it has another value). Set the fields by hand on what IMPRINT_CUSTOMER_ID names.`,
			});
		});
	});

	test('one value is refused: the others are restored one by one', async () => {
		const picky: Distortion = (answer, { update, response, asked }) => {
			if (update <= 6 || !asked.includes('street_line1')) return undefined;
			response.writeHead(400, answer.headers).end('{"details":["x"]}');
			return 'answered';
		};
		const use = async (provider: FaultyProvider) => {
			const { street_line1: _before, ...before } = flat(await provider.customer());
			const { code, only } = await verifyRemotely(provider);
			expect({ code, told: only('restore.failed') }).toEqual({
				code: 1,
				told: expect.stringContaining('street_line1 (the request to set it was answered with status 400). '),
			});
			const { street_line1, ...after } = flat(await provider.customer());
			expect({ street_line1, after }).toEqual({ street_line1: '2 Changed Street', after: before });
			expect(provider.updates).toHaveLength(6 + 1 + everyField.split(', ').length);
		};
		await withProvider(picky, use, (body, update) => (update > 6 && body.includes('street_line1') ? '{}' : body));
	});

	test('the provider is unavailable by then: exit 3, because nothing is known to be wrong', async () => {
		const dying: Distortion = (answer, { nth }) => {
			if (nth > 8) answer.status = 500;
		};
		await withProvider(dying, async (provider) => {
			const { code, only } = await verifyRemotely(provider);
			expect(code).toBe(3);
			expect(only('restore.unconfirmed')).toContain(
				'the restoration of these fields could not be confirmed: city, customer_history, email, first_name, ',
			);
			expect(only('restore.unconfirmed')).toContain(
				', phone (the request for its values was answered with status 500). ',
			);
		});
	});

	test('the provider answers with another customer by then', async () => {
		const confused: Distortion = (answer, { nth }) => {
			if (nth > 8) answer.body.id = 'a1b2c3d4-0000-4000-8000-00000000beef';
		};
		await withProvider(confused, async (provider) => {
			const { code, only } = await verifyRemotely(provider);
			expect(code).toBe(1);
			expect(only('restore.failed')).toContain(
				' (the request for its values was answered for another id than the one that was asked for, letter by letter). ',
			);
		});
	});

	test('the provider refuses the values: its answer is reported', async () => {
		const refusing: Distortion = (answer, { nth, update }) => {
			if (update > 6) answer.status = 403;
			if (update === 0 && nth > 10) answer.body.email = 'other@example.com';
		};
		await withProvider(refusing, async (provider) => {
			const { code, only } = await verifyRemotely(provider);
			expect(code).toBe(1);
			expect(only('restore.failed')).toContain(
				'these fields could not be restored: email (the request to set it was answered with status 403). ',
			);
		});
	});
});
