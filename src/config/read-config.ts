/** Finds and reads `contract.config.ts`; what it holds is checked key by key. */
import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { InputError, reasonOf } from '../json/input-error';
import { property } from '../json/json';
import { didYouMean } from '../json/text';
import type { ContractConfig } from './config';
import { coverageKinds, isPercent } from './min-coverage';
import { type Settings, settingsOf } from './settings';

const names = ['ts', 'mts', 'cts', 'js', 'mjs', 'cjs'].map((extension) => `contract.config.${extension}`);

/** The config file in `folder` or the nearest folder above it. */
export function findConfig(folder: string): string | undefined {
	for (let at = resolve(folder); ; at = dirname(at)) {
		const found = names.map((name) => join(at, name)).find(existsSync);
		if (found !== undefined || at === dirname(at)) return found;
	}
}

/** Throws {@link InputError} for a file that cannot be loaded, a key that is unknown and a value that cannot be used. */
export async function readConfig(file: string): Promise<Settings> {
	const unusable = (reason: string) =>
		new InputError(`${basename(file)} cannot be used: ${reason}${reason.endsWith('?') ? '' : '.'}`);
	if (!existsSync(file)) throw unusable('there is no such file');
	const config = await load(file).catch((error: unknown) => {
		throw unusable(`it throws "${reasonOf(error).split('\n')[0]}"`);
	});
	const fault = faultIn(config, shapeOf(config), '');
	if (fault !== undefined) throw unusable(fault);
	return settingsOf(config as ContractConfig, dirname(resolve(file)), basename(file));
}

/** TypeScript and ECMAScript modules are translated; the translation is kept beside the installed packages. */
async function load(file: string): Promise<unknown> {
	const { createJiti } = await import('jiti');
	const modules = join(require.resolve('jiti/package.json'), '..', '..');
	const jiti = createJiti(resolve(file), {
		fsCache: join(modules, '.cache', 'contract', 'jiti'),
	});
	const module: unknown = jiti(resolve(file));
	return typeof module === 'object' && module !== null && 'default' in module ? module.default : module;
}

/** What a value has to be: a word for a kind, or the keys of an object. A key with `!` is required. */
type Shape = keyof typeof kinds | { readonly [key: string]: Shape };

const state: Shape = {
	local: 'function',
	remote: { '*': { from: 'text', unusedLike: 'text' } },
	proof: { 'operationId!': 'text', headers: 'object', body: 'object', 'status!': 'number' },
};

const shape: { readonly [key: string]: Shape } = {
	'consumer!': 'text',
	'provider!': {
		'name!': 'text',
		variables: 'text',
		apiKeyHeader: 'text',
		states: { '*': state },
		leaveAlone: 'texts',
		local: 'function',
		localHandlers: 'text',
	},
	spec: 'text',
	overlays: 'texts',
	pacts: 'text',
	tests: 'text',
	record: { 'command!': 'text' },
	types: { 'file!': 'text', 'command!': 'text' },
	client: 'function',
	operations: 'text',
	minCoverage: Object.fromEntries(coverageKinds.map((kind): [string, Shape] => [kind, 'percent'])),
};

/** The least coverage is of all kinds together where it is a number. */
const shapeOf = (config: unknown): Shape =>
	typeof property(config, 'minCoverage') === 'number' ? { ...shape, minCoverage: 'percent' } : shape;

const isText = (value: unknown) => typeof value === 'string' && value.trim() !== '';

const kinds = {
	text: { words: 'a string', is: isText },
	texts: { words: 'a list of strings', is: (value: unknown) => Array.isArray(value) && value.every(isText) },
	function: { words: 'a function', is: (value: unknown) => typeof value === 'function' },
	number: { words: 'a number', is: (value: unknown) => typeof value === 'number' },
	percent: { words: 'a number from 0 to 100', is: isPercent },
	object: { words: 'an object', is: (value: unknown) => typeof value === 'object' && value !== null },
};

/** The first thing that is wrong with a value, as the end of a sentence; undefined where nothing is. */
function faultIn(value: unknown, wanted: Shape, at: string): string | undefined {
	const { words, is } = kinds[typeof wanted === 'string' ? wanted : 'object'];
	if (!is(value)) return at === '' ? 'it exports no config as its default' : `${at} is not ${words}`;
	if (typeof wanted === 'string') return undefined;
	const known = Object.keys(wanted).map((key) => key.replace('!', ''));
	const given = value as Record<string, unknown>;
	const named = (key: string) => (at === '' ? key : `${at}.${key}`);
	for (const key of Object.keys(given)) {
		const own = wanted[key] ?? wanted[`${key}!`] ?? wanted['*'];
		if (own === undefined)
			return `there is no key ${named(key)}${didYouMean(key, known) || `; known: ${known.join(', ')}`}`;
		const fault = given[key] === undefined ? undefined : faultIn(given[key], own, named(key));
		if (fault !== undefined) return fault;
	}
	const missing = Object.keys(wanted).find((key) => key.endsWith('!') && given[key.slice(0, -1)] === undefined);
	return missing === undefined ? undefined : `${named(missing.slice(0, -1))} is missing`;
}
