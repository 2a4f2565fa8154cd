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
const weights = Object.keys(levels);
const byWeight = (one: string, other: string) => weights.indexOf(one) - weights.indexOf(other);

it('are ten at the most, and the first says how many more there are', () => {
	const findings = Array.from({ length: 30 }, (_, index) =>
		finding({ code: 'response.body.invalid', title: `No ${index}.`, detail: `${index % 15}` }),
	);
	const spec = { file: 'spec/openapi.yaml', version: '1' };
	const commands = readCommands(toGithub(makeReport({ command: 'check', spec, strict: false, judged: [], findings })));
	expect(commands).toHaveLength(10);
	expect(commands[0]?.message).toMatch(/30 errors; 6 more are in the report$/);
	expect(commands[1]?.message).toBe('No 0.\nNo 15.');
});

describe.each(fixtures)('the annotations of %s', (name) => {
	const { report } = readFixture(name);
	const commands = readCommands(toGithub(report));

	it('are one line for the verdict and one for each cause, the worst first', () => {
		const level = { agree: 'notice', disagree: 'error', unjudged: 'warning' }[report.verdict];
		const causes = new Map(report.findings.map((each) => [each.fingerprint, each]));
		const severities = [...causes.values()].map(({ severity }) => severity).sort(byWeight);
		expect(commands.map((each) => each.name)).toEqual([level, ...severities.map((each) => levels[each])]);
		const titles = commands.slice(1).map((each) => each.properties.title);
		expect(titles.sort()).toEqual([...causes.values()].map((each) => each.code).sort());
	});
});

describe('an annotation', () => {
	const pact = { file: 'pacts/x.json', pointer: '/interactions/0/response/status', line: 41, column: 18 };
	const spec = { file: 'spec/openapi.yaml', pointer: '/paths', line: 3, column: 7 };

	it('is at the consumer test, and names the lines of the spec and of the pact', () => {
		const source = { file: 'tests/consumer/x.pact.test.ts', line: 12 };
		expect(annotationOf({ at: pact, spec, source, fix: ['Correct it.'] })).toEqual({
			name: 'error',
			properties: { file: 'tests/consumer/x.pact.test.ts', line: '12', title: 'response.body.invalid' },
			message: 'It is wrong.\nCorrect it.\nAt: spec/openapi.yaml:3:7, pacts/x.json:41:18',
		});
	});

	it('is at the line of the spec where no test is known', () => {
		expect(annotationOf({ at: pact, spec })).toEqual({
			name: 'error',
			properties: { file: 'spec/openapi.yaml', line: '3', col: '7', title: 'response.body.invalid' },
			message: 'It is wrong.\nAt: pacts/x.json:41:18',
		});
	});

	it('has no more to name in a live exchange', () => {
		expect(annotationOf({ at: { pointer: '/response/status' }, spec })).toEqual({
			name: 'error',
			properties: { file: 'spec/openapi.yaml', line: '3', col: '7', title: 'response.body.invalid' },
			message: 'It is wrong.',
		});
	});

	it('is at the pact even if the line is unknown', () => {
		expect(annotationOf({ at: { file: 'pacts/x.json', pointer: '' } })?.properties).toEqual({
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
		const interaction = { file, index: 0, description: 'a%0A\n::error::x' };
		const annotation = annotationOf({ at: { ...pact, file }, interaction });
		expect(annotation).toEqual({
			name: 'error',
			properties: {
				file: 'pacts/a,line=9::b%2C%\\r\\n::add-mask::c.json',
				line: '41',
				col: '18',
				title: 'response.body.invalid',
			},
			message: 'It is wrong.\nIn: a%0A\\n::error::x',
		});
	});
});
