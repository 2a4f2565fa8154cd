/**
 * The consumer Pact tests: every interaction of `contracts/` against Pact's mock server, through the real client.
 * `contract record` runs this file and keeps what it wrote; run by itself it leaves nothing behind.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Outcome } from '../../contracts/interaction';
import { loadSpec, type Spec } from '../../src/openapi/spec';
import { loadCatalogue } from '../../src/record/catalogue';
import { recordInteraction } from '../../src/record/recorder';
import { readEnvironment } from '../../src/system/environment';

const root = join(__dirname, '..', '..');
const kept = readEnvironment().recordDirectory;
const catalogue = loadCatalogue();
let directory: string;
let spec: Spec;

// A client that never comes back is red soon, and not at the limit for tests that run whole commands.
jest.setTimeout(10_000);

beforeAll(async () => {
	directory = kept ?? (await mkdtemp(join(tmpdir(), 'contract-consumer-')));
	spec = await loadSpec(join(root, 'spec', 'openapi.yaml'));
});

afterAll(async () => {
	if (!kept) await rm(directory, { recursive: true, force: true });
});

describe.each([...catalogue])('%s', (_file, interactions) => {
	test.each(interactions.map((each) => [each.description, each] as const))('%s', async (_description, interaction) => {
		await recordInteraction(interaction, spec, directory, (call) => assess(call, interaction.outcome));
	});
});

async function assess(call: Promise<unknown>, outcome: Outcome): Promise<void> {
	switch (outcome.kind) {
		case 'returns':
			await expect(call).resolves.toMatchObject(outcome.matching);
			return;
		case 'throws':
			await expect(call).rejects.toBeInstanceOf(outcome.error);
			await expect(call).rejects.toMatchObject(outcome.matching);
			return;
		default:
			outcome satisfies never;
	}
}
