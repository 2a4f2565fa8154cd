/** The file that says how the client uses an operation. */
import type { Json } from '../../json/json';
import type { Draft } from '../draft/draft';
import type { Entry } from '../draft/inputs';
import { identifierOf, pascal } from '../names';
import { keyText, literal, quoted } from './literal';
import { typeLayout } from './type-layout';

export interface Names {
	/** The use, and the types beside it. */
	readonly use: string;
	readonly input: string;
	readonly answer: string;
}

export function namesOf({ operation: { name } }: Draft): Names {
	const type = pascal(name).replace(/^(?=\d|$)/, 'Operation');
	return { use: identifierOf(name), input: `${type}Input`, answer: `${type}Answer` };
}

/** A comment of its own line, or of several where it is long. */
export function docComment({ operation }: Draft, begin: string, more: readonly string[] = []): string {
	const title = `${operation.method} ${operation.path}`;
	const of = operation.name === title ? `\`${title}\`` : `\`${operation.name}\` (${title})`;
	const text = `${begin} ${of}.`.replaceAll('*/', '* /');
	if (more.length === 0 && text.length <= 93) return `/** ${text} */\n`;
	return `/**\n${[text, ...more].map((line) => ` * ${line}\n`).join('')} */\n`;
}

/** Whether a call is given anything. */
export const takesInput = ({ inputs, request }: Draft): boolean =>
	request !== undefined || [inputs.path, inputs.query, inputs.headers].some((entries) => entries.length > 0);

export const sent = (entries: readonly Entry[]): Entry[] => entries.filter(({ isSent }) => isSent);

/** The input of a valid call. */
export function inputValue({ inputs, request }: Draft): Json {
	const values = (entries: readonly Entry[]) => Object.fromEntries(entries.map(({ name, value }) => [name, value]));
	const path = sent(inputs.path);
	const query = sent(inputs.query);
	const headers = sent(inputs.headers);
	return {
		...(path.length > 0 && { path: values(path) }),
		...(query.length > 0 && { query: values(query) }),
		...(headers.length > 0 && { headers: values(headers) }),
		...(request && { body: request.value }),
	};
}

export function useFile(draft: Draft, packageName: string): string {
	const { operation, request, statuses } = draft;
	const { use, input, answer } = namesOf(draft);
	const hasInput = takesInput(draft);
	const fields = [
		`  operationId: ${quoted(operation.name)},\n  method: ${quoted(operation.method)},\n  path: ${quoted(operation.path)},\n`,
		request === undefined || request.mediaType === 'application/json'
			? ''
			: `  contentType: ${quoted(request.mediaType)},\n`,
	];
	const outcomes = statuses.map((status) => `    ${status}: ${status < 300 ? "'returns'" : 'UnexpectedStatus'},\n`);
	const example = hasInput ? `  example: ${literal(inputValue(draft), 2, 11)},\n` : '';
	const usesError = statuses.some((status) => status >= 400);
	const call = callText(hasInput ? ['client: Client', `input: ${input}`] : ['client: Client'], answer);
	return `${docComment(draft, 'How we use the operation')}import type { OperationUse } from ${quoted(packageName)};
${usesError ? 'import { type Client, UnexpectedStatus }' : 'import type { Client }'} from './client';

${hasInput ? `${inputType(draft, input)}\n` : ''}${answerType(draft, answer)}
const operation = {
${fields.join('')}};

export const ${use} = {
  operationId: operation.operationId,
${example}${call}  outcomes: {
${outcomes.join('')}  },
} satisfies ${useType(hasInput ? ['Client', input] : ['Client'])};
`;
}

function useType(parameters: readonly string[]): string {
	const line = `OperationUse<${parameters.join(', ')}>`;
	return line.length + 13 <= 80 ? line : `OperationUse<\n${parameters.map((each) => `  ${each}`).join(',\n')}\n>`;
}

/** The member `call`. */
function callText(parameters: readonly string[], answer: string): string {
	const fits = (line: string) => line.length <= 80;
	const operands = parameters.length > 1 ? ['operation', 'input'] : ['operation'];
	const begin = `  call: (${parameters.join(', ')}) =>`;
	const call = `client.call<${answer}>(${operands.join(', ')}),`;
	if (fits(`${begin} ${call}`)) return `${begin} ${call}\n`;
	const head = fits(begin) ? begin : `  call: (\n${parameters.map((each) => `    ${each},\n`).join('')}  ) =>`;
	if (fits(`    ${call}`)) return `${head}\n    ${call}\n`;
	return `${head}\n    client.call<${answer}>(\n${operands.map((each) => `      ${each},\n`).join('')}    ),\n`;
}

function inputType({ inputs, request, isBodyRequired }: Draft, name: string): string {
	const parts = (['path', 'query', 'headers'] as const).flatMap((part) => {
		const entries = inputs[part];
		if (entries.length === 0) return [];
		const mark = entries.some(({ isRequired }) => isRequired) ? '' : '?';
		return [`  ${part}${mark}: ${typeLayout(entriesType(entries), 2, part.length + mark.length + 2)};\n`];
	});
	if (request !== undefined) {
		const mark = isBodyRequired ? '' : '?';
		const type = typeLayout(request.type, 2, 6 + mark.length);
		parts.push(`  body${mark}:${type.startsWith('\n') ? '' : ' '}${type};\n`);
	}
	return `export interface ${name} {\n${parts.join('')}}\n`;
}

const entriesType = (entries: readonly Entry[]): string =>
	`{ ${entries.map(({ name, isRequired, type }) => `${keyText(name)}${isRequired ? '' : '?'}: ${type}`).join('; ')} }`;

function answerType({ answers }: Draft, name: string): string {
	const all = answers.map(({ status, type }) => `{ status: ${status}; body: ${type} }`);
	const begin = `export type ${name} =`;
	const layout = typeLayout(all.join(' | ') || 'never', 0, begin.length + 1);
	return `${begin}${layout.startsWith('\n') ? '' : ' '}${layout};\n`;
}
