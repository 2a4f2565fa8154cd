/**
 * The files of the broker, without Ruby and Docker: its gems by name and exact version, from RubyGems, and the Compose file
 * with pinned images, health checks and the variables of `npm run broker`.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { projectRoot } from '../support/cli';

const read = (file: string) => readFileSync(join(projectRoot, file), 'utf8');
const gemfile = read('tools/broker/Gemfile');
const lock = read('tools/broker/Gemfile.lock');
const gems = [...lock.matchAll(/^ {4}(\S+) \((\S+)\)$/gm)].map(([, name, version]) => `${name} ${version}`);

test('the lock file has every gem once, built from source, and accepts any Bundler', () => {
	expect(gems.length).toBeGreaterThan(70);
	expect(gems.filter((gem) => !/^[a-z][\w-]* \d+(\.\d+)+$/.test(gem))).toEqual([]);
	const names = gems.map((gem) => gem.split(' ')[0]);
	expect(names).toEqual([...new Set(names)]);
	expect(lock).toMatch(/^PLATFORMS\n {2}ruby\n\n/m);
	expect(lock).not.toContain('BUNDLED WITH');
});

test('the gems that the broker needs are pinned and locked at the same version', () => {
	const pinned = [...gemfile.matchAll(/^gem "(\S+)", "(\S+)"$/gm)].map(([, name, version]) => `${name} ${version}`);
	expect(pinned).toEqual(
		expect.arrayContaining([
			...['pact_broker 2.120.0', 'dry-schema 1.13.4', 'dry-validation 1.10.0', 'json 2.21.2'],
			...['padrino-core 0.16.2', 'webrick 1.9.2', 'sqlite3 2.8.1', 'pg 1.7.0', 'puma 8.0.2'],
		]),
	);
	expect(gems).toEqual(expect.arrayContaining(pinned));
});

test('the gems come from RubyGems, and no other file names a source', () => {
	expect(gemfile.match(/https?:.*/g)).toEqual(['https://rubygems.org"']);
	expect(lock.match(/https?:.*/g)).toEqual(['https://rubygems.org/']);
	for (const file of ['tools/broker/config.ru', 'tools/broker.mjs', 'tools/broker/bundle.mjs']) {
		expect(read(file)).not.toMatch(/https?:\/\/|--source|--clear-sources|BUNDLE_MIRROR/);
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

	it('has a health check for both, and starts the broker after its database', () => {
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

	it('uses the variables of npm run broker, and contains no secret', () => {
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
