/** A finding about an interaction names the consumer test whose source has its description. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { settingsOf } from '../../src/config/settings';
import { finding } from '../../src/exchange/finding';
import { withTestPlaces } from '../../src/record/test-places';
import { withFolder } from '../support/temporary';

const about = (description: string, file = 'pacts/a-b.json') =>
	finding({ code: 'response.body.invalid', title: 'x.', interaction: { file, index: 0, description } });

const orders = [
	'// orders',
	"test('reads an order', () => {",
	"\tuponReceiving('reads an order');",
	'});',
	"it('it\\'s \"late\"')",
];
const pets = ['test("reads a pet")', "test('reads an order')"];

async function placesOf(
	findings: readonly ReturnType<typeof about>[],
	file: string | undefined = 'contract.config.ts',
) {
	let places: unknown[] = [];
	await withFolder(async (root) => {
		await mkdir(join(root, 'tests', 'consumer', 'below'), { recursive: true });
		await writeFile(join(root, 'tests', 'consumer', 'orders.pact.test.ts'), orders.join('\n'));
		await writeFile(join(root, 'tests', 'consumer', 'below', 'pets.pact.test.mts'), pets.join('\n'));
		await writeFile(join(root, 'tests', 'consumer', 'other.test.ts'), "test('deletes an order')");
		const settings = settingsOf({}, root, file);
		places = (await withTestPlaces(findings, settings)).map(({ source }) => source);
	});
	return places;
}

test('the first line with the description, in whatever quotes', async () => {
	const found = await placesOf([about('reads a pet'), about('it\'s "late"'), about('reads an order')]);
	expect(found).toEqual([
		{ file: 'tests/consumer/below/pets.pact.test.mts', line: 1 },
		{ file: 'tests/consumer/orders.pact.test.ts', line: 5 },
		{ file: 'tests/consumer/below/pets.pact.test.mts', line: 2 },
	]);
});

test('of a finding that names a test file, in that file', async () => {
	const found = await placesOf([
		about('reads an order', 'tests/consumer/orders.pact.test.ts'),
		about('reads an order'),
	]);
	expect(found).toEqual([
		{ file: 'tests/consumer/orders.pact.test.ts', line: 2 },
		{ file: 'tests/consumer/below/pets.pact.test.mts', line: 2 },
	]);
});

test('none for a part of a text, another kind of test, and without a config', async () => {
	expect(await placesOf([about('reads'), about('deletes an order')])).toEqual([undefined, undefined]);
	const settings = settingsOf({}, '/nowhere');
	const findings = [about('reads an order')];
	expect(await withTestPlaces(findings, settings)).toBe(findings);
});
