/** `contract.config.ts` of a new project. */
import type { Credentials } from '../draft/credentials';
import type { Interaction } from '../draft/draft';
import { upperSnake } from '../names';
import { clientArguments } from './client-file';
import { importLine, keyText, quoted } from './literal';

export interface ConfigNames {
	readonly packageName: string;
	readonly consumer: string;
	readonly spec: string;
	readonly provider: string;
	/** The prefix of the provider's variables. */
	readonly variables: string;
}

/** The states of the first test are written down: what others need looks alike. */
export function configFile(
	{ packageName, consumer, spec, provider, variables }: ConfigNames,
	credentials: Credentials,
	interactions: readonly Interaction[],
	parameters: readonly string[],
): string {
	const states = new Map<string, string>();
	for (const { state, isAbsent } of interactions) {
		if (!state?.hasPath || /answers \d+$/.test(state.name)) continue;
		const values = parameters.map((name) => {
			const kind = isAbsent ? 'unusedLike' : 'from';
			return `${keyText(name)}: { ${kind}: ${quoted(`${variables}_${upperSnake(name)}`)} }`;
		});
		const one = `        remote: { ${values.join(', ')} },`;
		const remote =
			one.length <= 80 ? one : `        remote: {\n${values.map((each) => `          ${each},\n`).join('')}        },`;
		states.set(state.name, `      ${quoted(state.name)}: {\n${remote}\n      },\n`);
	}
	const lines = [...states.values()].join('');
	const header = credentials.kind === 'header' ? `    apiKeyHeader: ${quoted(credentials.header)},\n` : '';
	const basic =
		credentials.kind === 'basic' ? `    // ${variables}_AUTH_SCHEME=basic sends the key as HTTP basic.\n` : '';
	return `/** What \`contract\` has to know of this project; \`contract help\` lists its commands. */
import { defineConfig } from ${quoted(packageName)};
${importLine(['Client'], './contracts/client')}

export default defineConfig({
  consumer: ${quoted(consumer)},
  spec: ${quoted(spec)},
  client: (${clientArguments(credentials)}) => new Client(${clientArguments(credentials)}),
  provider: {
    name: ${quoted(provider)},
    // \`contract verify\` reads the variables with this prefix, also from .env:
    // ${variables}_BASE_URL and ${variables}_API_KEY.
    variables: ${quoted(variables)},
${basic}${header}    // The provider states of the tests, by name. \`remote\` names the variable that
    // holds a value; for a local provider (provider.local), \`local\` supplies it,
    // local: (provider) => ({ petId: provider.addPet() }),
    // or nothing, local: () => ({}), where the values of the test will do.
    states: {${lines === '' ? '' : `\n${lines}    `}},
  },
});
`;
}
