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
	const operationText = `...(await pact.operation(${quoted(operation.name)}${hasPath ? `, ${path}` : ''}))`;
	const lines = [
		...setup,
		'await pact',
		...[
			'.addInteraction()',
			...given,
			`.uponReceiving(${title})`,
			...withRequest(operationText, requestCalls(draft, interaction)),
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

function withRequest(operation: string, calls: readonly string[]): string[] {
	if (calls.length === 0) {
		const line = `.withRequest(${operation})`;
		return line.length <= room ? [line] : ['.withRequest(', `  ${operation},`, ')'];
	}
	const builder = `request${calls.join('')}`;
	const begin = `.withRequest(${operation}, (request) =>`;
	if (begin.length + builder.length + 2 <= room) return [`${begin} ${builder})`];
	const body = calls.length < 3 || builder.length + 7 <= room ? [`  ${builder},`] : broken('request', calls);
	if (begin.length <= room) return [begin, ...body, ')'];
	const arrow = `  (request) => ${builder},`;
	return [
		'.withRequest(',
		`  ${operation},`,
		...(arrow.length <= room ? [arrow] : ['  (request) =>', ...body.map((line) => `  ${line}`)]),
		')',
	];
}

const broken = (subject: string, calls: readonly string[]) => [
	`  ${subject}`,
	...calls.map((call, index) => `    ${call}${index === calls.length - 1 ? ',' : ''}`),
];

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
	const changed = isAbsent ? '{ ...input, path }' : wrong ? `{ ...input, ${wrong.part}: sent }` : 'input';
	const call = `${use}.call(clientAt(url)${takesInput(draft) ? `, ${changed}` : ''})`;
	const expected = `{ status: ${status}${body ? ', body' : ''} }`;
	const assigned = (begin: string) =>
		begin.length + call.length + 7 <= 80 ? [`${begin}${call};`] : [begin.trimEnd(), `  ${call};`];
	if (status < 400) return [...assigned('const answer = await '), `expect(answer).toEqual(${expected});`];
	return [
		...assigned('const call = '),
		'await expect(call).rejects.toThrow(UnexpectedStatus);',
		`await expect(call).rejects.toMatchObject(${expected});`,
	];
}
