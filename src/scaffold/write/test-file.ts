/** The Pact test of an operation: one interaction for each status. */
import { relative } from 'node:path';
import { exampleKey } from '../draft/credentials';
import type { Draft } from '../draft/draft';
import type { Entry } from '../draft/inputs';
import { keyLine } from './client-file';
import { interactionText } from './interaction-text';
import { importLine, keyText, literal, quoted } from './literal';
import { docComment, inputValue, namesOf, sent, takesInput } from './use-file';

/** Where the generated test finds what it imports. */
export interface TestPlaces {
	readonly packageName: string;
	/** The folder of the test. */
	readonly folder: string;
	readonly client: string;
	readonly use: string;
	readonly config: string;
}

export function testFile(draft: Draft, { packageName, folder, client, use: useAt, config }: TestPlaces): string {
	const { interactions, credentials } = draft;
	const { use, input } = namesOf(draft);
	const from = (file: string) => moduleFrom(folder, file);
	const errors = interactions.some(({ status }) => status >= 400);
	const bodies = interactions.some(({ body }) => body !== undefined);
	const withKey = credentials.kind !== 'none';
	const states = interactions.some(({ state }) => state !== undefined)
		? [`provider.states in ${config} says how a provider meets each state.`]
		: [];
	const imports = [
		"import { expect, test } from '@jest/globals';",
		...(bodies ? ["import { MatchersV3 } from '@pact-foundation/pact';"] : []),
		importLine(['pactTest'], `${packageName}/pact-test`),
		`import config from ${quoted(from(config))};`,
		importLine(['Client', ...(errors ? ['UnexpectedStatus'] : [])], from(client)),
		importLine([...(takesInput(draft) ? [`type ${input}`] : []), use], from(useAt)),
	];
	const constants = [
		...(bodies ? ['const { like } = MatchersV3;\n'] : []),
		'const pact = pactTest(config);',
		...(withKey ? ['\n/** Not a secret: a verification sends its own credentials instead. */'] : []),
		...(withKey ? [`const apiKey = '${exampleKey}';`] : []),
		`const clientAt = (baseUrl: string) => new Client(${withKey ? '{ baseUrl, apiKey }' : '{ baseUrl }'});`,
	];
	return [
		`${docComment(draft, 'What we rely on when we call', states)}${imports.join('\n')}\n`,
		`${constants.join('\n')}\n`,
		...requestConstants(draft),
		interactions.map((each) => interactionText(draft, each)).join('\n'),
	].join('\n');
}

/** What the interactions share. The query and the headers stand there as they are sent, all as text. */
function requestConstants(draft: Draft): string[] {
	const { inputs, request, usesKey, credentials } = draft;
	const texts = (entries: readonly Entry[]) => Object.fromEntries(sent(entries).map(({ name, wire }) => [name, wire]));
	const parts: string[] = [];
	if (takesInput(draft)) {
		const begin = `const input: ${namesOf(draft).input} = `;
		parts.push(`${begin}${literal(inputValue(draft), 0, begin.length)};`);
	}
	if (sent(inputs.query).length > 0) parts.push(`const query = ${literal(texts(inputs.query), 0, 14)};`);
	const contentType = request && request.mediaType !== 'application/json' ? { 'Content-Type': request.mediaType } : {};
	const others = Object.entries({ ...texts(inputs.headers), ...contentType });
	const headers = [
		...(usesKey ? [keyLine(credentials)].filter((each) => each !== undefined) : []),
		...others.map(([name, value]) => `${keyText(name)}: ${quoted(String(value))}`),
	];
	if (headers.length > 0) {
		const line = `const headers = { ${headers.join(', ')} };`;
		parts.push(line.length <= 80 ? line : `const headers = {\n${headers.map((each) => `  ${each},\n`).join('')}};`);
	}
	return parts.length === 0 ? [] : [`${parts.join('\n')}\n`];
}

function moduleFrom(folder: string, file: string): string {
	const path = relative(folder, file)
		.replaceAll('\\', '/')
		.replace(/\.[cm]?[jt]s$/, '');
	return path.startsWith('.') ? path : `./${path}`;
}
