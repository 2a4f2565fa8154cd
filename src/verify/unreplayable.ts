/** What keeps an interaction from being replayed by Pact's verifier at all. */
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { parseJson } from '../exchange/exchange';
import type { FindingDraft } from '../exchange/finding';
import { orUndefined } from '../json/input-error';
import { isObject, type Json, type JsonObject, jsonIn, property } from '../json/json';
import { stringifyWritten, withNumberTexts } from '../json/number-text';
import { child } from '../json/pointer';
import type { PactFile } from '../pact/pact-file';
import type { HttpInteraction } from './state-values';
import { listOf, sideOf, type Written } from './written';

export function whyNotReplayed(pact: PactFile, { ref }: HttpInteraction, written: Written): FindingDraft | undefined {
	const at = { file: ref.file, pointer: child('/interactions', ref.index) };
	const plugins = needsPlugin(written) ? missingPlugins(pact) : [];
	if (plugins.length > 0) {
		const names = plugins.map((each) => `"${each}"`).join(' and ');
		const title = `The interaction needs the Pact plugin ${names}, which is not installed, so it was not replayed.`;
		const fix = plugins.map((each) => `Install the plugin "${each}" in ${pluginFolder}.`);
		return { code: 'pact.plugin.missing', title, fix, at, detail: plugins.join(' ') };
	}
	const limit = limitOfPact(stringifyWritten(written.json), deepestInteraction);
	if (limit === undefined) return undefined;
	const title = `Pact's verifier cannot read the interaction: ${limit}.`;
	return { code: 'verifier.failed', title, fix: ['Change that value in the consumer test.'], at, detail: limit };
}

/** Without HOME, a user whom the system does not know has none. */
const pluginFolder = join(orUndefined(homedir) ?? '.', '.pact', 'plugins');

/** It holds a plugin's own settings, or a body of a type that only a plugin can compare. */
const needsPlugin = (written: Written): boolean =>
	isObject(written.json.pluginConfiguration) ||
	(['request', 'response'] as const).some((side) => {
		const type = property(sideOf(written, side).body, 'contentType');
		return typeof type === 'string' && !builtIn.test(type);
	});

const builtIn =
	/^(\*|application\/(.+\+)?(json|xml)|text\/(plain|html|xml)|application\/(x-www-form-urlencoded|octet-stream)|multipart|image)/i;

const namesOf = ({ json }: PactFile) =>
	listOf(property(json.metadata, 'plugins')).map((each) =>
		[property(each, 'name'), property(each, 'version')].map(String),
	);

const isInstalled = ([name, version]: readonly string[]) => existsSync(join(pluginFolder, `${name}-${version}`));

const missingPlugins = (pact: PactFile): string[] =>
	namesOf(pact).flatMap((each) => (isInstalled(each) ? [] : [each.join(' ')]));

/** The pact's metadata without the plugins that Pact's verifier would not find: it would not verify anything. */
export function readableMetadata(pact: PactFile): JsonObject {
	const { metadata = {} } = pact.json;
	if (!isObject(metadata) || missingPlugins(pact).length === 0) return isObject(metadata) ? metadata : {};
	const isHere = (each: Json) => isInstalled([property(each, 'name'), property(each, 'version')].map(String));
	return { ...metadata, plugins: listOf(metadata.plugins).filter(isHere) };
}

/** How deep the JSON that Pact's parser reads may nest; an interaction stands two levels deep in its pact. */
const deepest = 127;
const deepestInteraction = deepest - 2;

/** What Pact's parser cannot read of `json`; undefined where it can, and of what is no JSON. */
export function limitOfPact(json: string, depth = deepest): string | undefined {
	const parsed = parseJson(json, depth);
	if (parsed.kind === 'text') return jsonIn(json) === undefined ? undefined : parsed.fault;
	if (/[eE]\+?\d{3}|\d{300}/.test(json) && holdsInfinity(json)) return 'it holds a number beyond 1.8e308';
	const isLone = /\\u[dD]/.test(json) && /(?<!\\)(?:\\\\)*\\ud[89a-f]/.test(JSON.stringify(parsed.value));
	return isLone ? 'it holds half of a surrogate pair (such as \\ud800)' : undefined;
}

const holdsInfinity = (json: string): boolean =>
	withNumberTexts(json, (number) => Number.isFinite(Number(number))) !== json;

/** The same of bytes that a provider sent. */
export const limitOfPactIn = (bytes: Uint8Array): string | undefined =>
	orUndefined(() => limitOfPact(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
