/** The manifest and its lockfile: exact versions, the pins that matter, and nothing missing for any platform. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../support/cli';

interface Entry {
	readonly version?: string;
	readonly resolved?: string;
	readonly integrity?: string;
	readonly link?: boolean;
	readonly optionalDependencies?: Record<string, string>;
}
const read = (file: string): unknown => JSON.parse(readFileSync(join(projectRoot, file), 'utf8'));
const manifest = read('package.json') as Record<'dependencies' | 'devDependencies', Record<string, string>>;
const { packages } = read('package-lock.json') as { packages: Record<string, Entry> };

test('every version is exact', () => {
	const versions = Object.values({ ...manifest.dependencies, ...manifest.devDependencies });
	expect(versions.filter((version) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
});

test('pact is the pair that loads in Jest on Node 20', () => {
	const { '@pact-foundation/pact': pact, '@pact-foundation/pact-core': core } = manifest.dependencies;
	expect([pact, core]).toEqual(['16.4.0', '19.2.0']);
	expect(packages['node_modules/@pact-foundation/pact-core']?.version).toBe(core);
	expect(packages['node_modules/@pact-foundation/pact/node_modules/@pact-foundation/pact-core']).toBeUndefined();
});

test('the lockfile has every optional package of every platform, each with its checksum', () => {
	const missing = Object.entries(packages).flatMap(([place, { optionalDependencies = {} }]) =>
		Object.keys(optionalDependencies).filter(
			(name) => !packages[`node_modules/${name}`] && !packages[`${place}/node_modules/${name}`],
		),
	);
	expect(missing).toEqual([]);
	const unsummed = Object.entries(packages).filter(([place, { integrity }]) => place !== '' && integrity === undefined);
	expect(unsummed.map(([place]) => place)).toEqual([]);
});

test('the lockfile names no registry host', () => {
	expect(Object.values(packages).filter(({ resolved }) => resolved !== undefined)).toEqual([]);
});
