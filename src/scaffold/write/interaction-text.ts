/** One `test` of a Pact test, in the voice of pact-js. */
import type { Draft, Interaction } from '../draft/draft';
import { keyText, literal, quoted } from './literal';
import { namesOf, takesInput } from './use-file';

export function interactionText(draft: Draft, interaction: Interaction): string {
	const { operation } = draft;
	const { status, state, isAbsent, wrong, body } = interaction;
	const title = quoted(`${operation.name} answers ${status}`);
	const path = isAbsent ? 'path' : 'input.path';
	const hasPath = draft.inputs.path.length > 0;
	const setup: string[] = [];
	if (isAbsent) {
		const values = Object.fromEntries(draft.inputs.otherPath.map(({ name, value }) => [name, value]));
		setup.push(`const path = ${literal(values, 2, 13)};`);
	}
	if (wrong) setup.push(`const sent = { ...input.${wrong.part}, ${keyText(wrong.name)}: ${literal(wrong.value, 2)} };`);
	if (body) setup.push(`const body = ${literal(body.value, 2, 13)};`);
	const given = state ? [`.given(${quoted(state.name)}${hasPath ? `, ${path}` : ''})`] : [];
	const operands = [quoted(operation.name), ...(hasPath ? [path] : [])];
	const lines = [
		...setup,
		'await pact',
		...[
			'.addInteraction()',
			...given,
			`.uponReceiving(${title})`,
			...withRequest(operands, requestCalls(draft, interaction)),
			...respondWith(interaction),
			'.executeTest(async ({ url }) => {',
			...expectations(draft, interaction).map((line) => `  ${line}`),
			'});',
		].map((line) => `  ${line}`),
	];
	return `test(${title}, async () => {\n${lines.map((line) => `  ${line}\n`).join('')}});\n`;
}

function requestCalls({ inputs, request, usesKey }: Draft, { wrong }: Interaction): string[] {
	const hasQuery = inputs.query.some(({ isSent }) => isSent);
	const hasType = request !== undefined && request.mediaType !== 'application/json';
	return [
		...(hasQuery ? [`.query(${queryText(wrong)})`] : []),
		...(usesKey || hasType || inputs.headers.some(({ isSent }) => isSent) ? ['.headers(headers)'] : []),
		...(request ? [`.jsonBody(${wrong?.part === 'body' ? 'sent' : 'input.body'})`] : []),
	];
}

/** The query as it is sent. */
const queryText = (wrong: Interaction['wrong']): string =>
	wrong?.part === 'query' ? `{ ...query, ${keyText(wrong.name)}: ${quoted(String(wrong.value))} }` : 'query';

/** The indentation of the calls is four. */
const room = 80 - 4;

function withRequest(operands: readonly string[], calls: readonly string[]): string[] {
	const operation = `...(await pact.operation(${operands.join(', ')}))`;
	const alone =
		operation.length + 3 <= room
			? [`  ${operation},`]
			: ['  ...(await pact.operation(', ...operands.map((each) => `    ${each},`), '  )),'];
	if (calls.length === 0) {
		const line = `.withRequest(${operation})`;
		return line.length <= room ? [line] : ['.withRequest(', ...alone, ')'];
	}
	const builder = `request${calls.join('')}`;
	const begin = `.withRequest(${operation}, (request) =>`;
	if (begin.length + builder.length + 2 <= room) return [`${begin} ${builder})`];
	if (begin.length <= room) return [begin, ...chained(calls, 2), ')'];
	const arrow = `  (request) => ${builder},`;
	const lines = arrow.length <= room ? [arrow] : ['  (request) =>', ...chained(calls, 4)];
	return ['.withRequest(', ...alone, ...lines, ')'];
}

/** The calls on the request, on one line where they fit. */
function chained(calls: readonly string[], indent: number): string[] {
	const pad = ' '.repeat(indent);
	const line = `${pad}request${calls.join('')},`;
	if (line.length <= room) return [line];
	const last = calls.length - 1;
	return [`${pad}request`, ...calls.map((call, index) => `${pad}  ${call}${index === last ? ',' : ''}`)];
}

function respondWith({ status, body }: Interaction): string[] {
	if (body === undefined) return [`.willRespondWith(${status})`];
	const begin = `.willRespondWith(${status}, (response) =>`;
	if (body.mediaType === 'application/json') {
		const line = `${begin} response.jsonBody(like(body)))`;
		return line.length <= room ? [line] : [begin, '  response.jsonBody(like(body)),', ')'];
	}
	const headers = `{ 'Content-Type': ${quoted(body.mediaType)} }`;
	const line = `  response.headers(${headers}).jsonBody(like(body)),`;
	if (line.length <= room) return [begin, line, ')'];
	return [begin, '  response', `    .headers(${headers})`, '    .jsonBody(like(body)),', ')'];
}

function expectations(draft: Draft, { status, isAbsent, wrong, body }: Interaction): string[] {
	const { use } = namesOf(draft);
	const part = isAbsent ? 'path' : wrong ? `${wrong.part}: sent` : undefined;
	const given = takesInput(draft) ? [part === undefined ? 'input' : `{ ...input, ${part} }`] : [];
	const expected = `{ status: ${status}${body ? ', body' : ''} }`;
	const assigned = (begin: string): string[] => {
		const line = `${begin}${use}.call(${['clientAt(url)', ...given].join(', ')});`;
		if (line.length + 6 <= 80) return [line];
		const hugged = `${begin}${use}.call(clientAt(url), {`;
		if (part !== undefined && hugged.length + 6 <= 80) return [hugged, '  ...input,', `  ${part},`, '});'];
		if (part !== undefined) {
			const object = ['{', '  ...input,', `  ${part},`, '},'].map((line) => `  ${line}`);
			return [`${begin}${use}.call(`, '  clientAt(url),', ...object, ');'];
		}
		return [`${begin}${use}.call(`, ...['clientAt(url)', ...given].map((each) => `  ${each},`), ');'];
	};
	if (status < 400) return [...assigned('const answer = await '), `expect(answer).toEqual(${expected});`];
	return [
		...assigned('const call = '),
		'await expect(call).rejects.toThrow(UnexpectedStatus);',
		`await expect(call).rejects.toMatchObject(${expected});`,
	];
}
