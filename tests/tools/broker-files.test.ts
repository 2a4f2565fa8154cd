/**
 * What the broker is made of, as far as it can be told without Ruby and Docker: its gems each by name and exact version,
 * with no source address, and the Compose file with pinned images, health checks and the variables of the other way.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { projectRoot } from '../support/cli';

const read = (file: string) => readFileSync(join(projectRoot, file), 'utf8');
const gems = read('tools/broker/gems.txt')
	.split('\n')
	.filter((line) => line !== '' && !line.startsWith('#'));

test('every gem is there once, by its exact version', () => {
	expect(gems.filter((gem) => !/^[a-z][\w-]*:\d+(\.\d+)+$/.test(gem))).toEqual([]);
	const names = gems.map((gem) => gem.split(':')[0]);
	expect(names).toEqual([...new Set(names)]);
});

test('the gems that the broker breaks without are pinned', () => {
	expect(gems).toEqual(
		expect.arrayContaining([
			...['pact_broker:2.120.0', 'dry-schema:1.13.4', 'dry-validation:1.10.0', 'json:2.21.2'],
			...['padrino-core:0.16.2', 'webrick:1.9.2', 'sqlite3:2.8.1', 'pg:1.7.0', 'puma:8.0.2'],
		]),
	);
});

test('nothing of the broker names where gems come from', () => {
	for (const file of ['tools/broker/gems.txt', 'tools/broker/config.ru', 'tools/broker.mjs', 'tools/broker/gems.mjs']) {
		expect(read(file)).not.toMatch(/https?:\/\/|--source|--clear-sources/);
	}
});

interface Service {
	readonly image: string;
	readonly ports?: readonly string[];
	readonly environment: Readonly<Record<string, string | null>>;
	readonly healthcheck: { readonly test: readonly string[] };
	readonly volumes?: readonly string[];
	readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
}
const compose = parse(read('compose.yaml')) as {
	readonly services: Readonly<Record<'broker' | 'postgres', Service>>;
	readonly volumes: Readonly<Record<string, unknown>>;
};

describe('compose.yaml', () => {
	const { broker, postgres } = compose.services;

	it('pins both images by tag and digest', () => {
		expect(broker.image).toMatch(
			/^pactfoundation\/pact-broker:\d+\.\d+\.\d+-pactbroker\d+\.\d+\.\d+@sha256:[0-9a-f]{64}$/,
		);
		expect(postgres.image).toMatch(/^postgres:\d+\.\d+@sha256:[0-9a-f]{64}$/);
	});

	it('asks both whether they are healthy, and starts the broker after its database', () => {
		expect(postgres.healthcheck.test).toContain('pg_isready');
		expect(broker.healthcheck.test.join(' ')).toContain('/diagnostic/status/heartbeat');
		expect(broker.depends_on).toEqual({ postgres: { condition: 'service_healthy' } });
	});

	it('keeps the data in a volume, and listens on loopback alone', () => {
		expect(compose.volumes).toHaveProperty('database');
		expect(postgres.volumes).toEqual(['database:/var/lib/postgresql/data']);
		expect(broker.ports).toEqual(['127.0.0.1:9292:9292']);
		expect(postgres.ports).toBeUndefined();
	});

	it('takes the variables of npm run broker, and no secret stands in it', () => {
		const { environment } = broker;
		expect(Object.keys(environment).filter((name) => !name.startsWith('PACT_BROKER_'))).toEqual([]);
		for (const kind of ['', 'READ_ONLY_']) {
			for (const what of ['USERNAME', 'PASSWORD']) {
				expect(environment[`PACT_BROKER_BASIC_AUTH_${kind}${what}`]).toBeNull();
			}
		}
		expect(environment.PACT_BROKER_SEED_EXAMPLE_DATA).toBe('false');
	});
});
