/** The workflow commands as GitHub's runner reads them, and where their annotations land. */
import { type FindingDraft, finding } from '../../src/exchange/finding';
import { toGithub } from '../../src/report/github';
import { makeReport } from '../../src/report/report';
import { fixtures, readFixture } from './fixture';

interface Command {
	readonly name: string;
	readonly properties: Readonly<Record<string, string>>;
	readonly message: string;
}

/** As the runner does it (ActionCommand.cs): split, then undo the escapes, the percent sign last. */
function readCommands(text: string): Command[] {
	const lines = text.split('\n').slice(0, -1);
	return lines.map((line) => {
		const [, name = '', list = '', message = ''] = /^::(\w+) (.*?)::(.*)$/.exec(line) ?? [];
		const pairs = list.split(',').map((pair) => /^(\w+)=(.*)$/.exec(pair)?.slice(1).map(unescaped) ?? []);
		return { name, properties: Object.fromEntries(pairs), message: unescaped(message) };
	});
}

const unescaped = (text: string) =>
	[
		['%0D', '\r'],
		['%0A', '\n'],
		['%3A', ':'],
		['%2C', ','],
		['%25', '%'],
	].reduce((whole, [code = '', character = '']) => whole.replaceAll(code, character), text);

const annotationOf = (draft: Omit<FindingDraft, 'code' | 'title'>) => {
	const findings = [finding({ code: 'response.body.invalid', title: 'It is wrong.', ...draft })];
	const spec = { file: 'spec/openapi.yaml', version: '1' };
	return readCommands(toGithub(makeReport({ command: 'check', spec, strict: false, judged: [], findings })))[1];
};

const levels = { error: 'error', unjudged: 'error', warning: 'warning', note: 'notice' } as const;

describe.each(fixtures)('the annotations of %s', (name) => {
	const { report } = readFixture(name);
	const commands = readCommands(toGithub(report));

	it('are one line for the verdict and one for each finding', () => {
		const level = { agree: 'notice', disagree: 'error', unjudged: 'warning' }[report.verdict];
		expect(commands.map((each) => each.name)).toEqual([
			level,
			...report.findings.map(({ severity }) => levels[severity]),
		]);
		expect(commands.slice(1).map((each) => each.properties.title)).toEqual(report.findings.map((each) => each.code));
	});
});

describe('an annotation', () => {
	const pact = { file: 'pacts/x.json', pointer: '/interactions/0/response/status', line: 41, column: 18 };
	const spec = { file: 'spec/openapi.yaml', pointer: '/paths', line: 3, column: 7 };

	it('is at the line of the pact and names the line of the spec', () => {
		expect(annotationOf({ at: pact, spec })).toEqual({
			name: 'error',
			properties: { file: 'pacts/x.json', line: '41', col: '18', title: 'response.body.invalid' },
			message: 'It is wrong.\nspec/openapi.yaml:3:7 /paths',
		});
	});

	it('is at the line of the spec if the exchange is not in a file', () => {
		expect(annotationOf({ at: { pointer: '/response/status' }, spec })).toEqual({
			name: 'error',
			properties: { file: 'spec/openapi.yaml', line: '3', col: '7', title: 'response.body.invalid' },
			message: 'It is wrong.\nlive exchange /response/status',
		});
	});

	it('is at the pact even if the line is unknown', () => {
		expect(annotationOf({ at: { file: 'pacts/x.json', pointer: '' }, spec })?.properties).toEqual({
			file: 'pacts/x.json',
			title: 'response.body.invalid',
		});
	});

	it('has no place without a file', () => {
		expect(annotationOf({})).toEqual({
			name: 'error',
			properties: { title: 'response.body.invalid' },
			message: 'It is wrong.',
		});
		expect(annotationOf({ at: { pointer: '/response/status' } })?.properties).toEqual({
			title: 'response.body.invalid',
		});
	});

	it('cannot be broken by the name of a file or an interaction', () => {
		const file = 'pacts/a,line=9::b%2C%\r\n::add-mask::c.json';
		const annotation = annotationOf({ at: { ...pact, file }, spec: { ...spec, pointer: '/a%0A\n::error::x' } });
		expect(annotation).toEqual({
			name: 'error',
			properties: {
				file: 'pacts/a,line=9::b%2C%\\r\\n::add-mask::c.json',
				line: '41',
				col: '18',
				title: 'response.body.invalid',
			},
			message: 'It is wrong.\nspec/openapi.yaml:3:7 /a%0A\\n::error::x',
		});
	});
});
