/** The command line: how valid arguments are parsed and invalid ones refused. */
import { parseInvocation } from '../../src/commands/arguments';
import { usage } from '../../src/commands/usage';
import { InputError } from '../../src/json/input-error';

const common = {
	...{
		config: undefined,
		spec: undefined,
		overlays: [],
		reports: [],
		output: undefined,
		strict: false,
		color: false,
		noColor: false,
	},
};
const provider = {
	...{ providerUrl: undefined, allowHosts: [], timeout: 10_000, rate: undefined, restore: true },
	...{ har: undefined, showValues: false, debug: false },
};
const commands = [
	'record',
	'merge',
	'check',
	'verify',
	'coverage',
	'gate',
	'accept',
	'publish',
	'can-i-deploy',
	'record-deployment',
	'sandbox',
];
const version = { version: undefined, branch: undefined, buildUrl: undefined, tags: [], allowDirty: false };
const question = { environment: undefined, retryWhileUnknown: 0, retryInterval: 10 };
const fromBroker = {
	...{ fromBroker: true, provider: undefined, selectors: [], wipSince: undefined, providerVersion: undefined },
	...{ providerBranch: undefined, buildUrl: undefined, publishes: true },
};
const parse = (line: string) => parseInvocation(line.split(' ').filter((word) => word !== ''));

describe('the command', () => {
	it.each<[string, object]>([
		['record', { command: 'record', ...common, workers: undefined }],
		['record --workers 3', { command: 'record', ...common, workers: 3 }],
		['merge a b', { command: 'merge', ...common, files: ['a', 'b'] }],
		['publish', { command: 'publish', ...common, ...version, files: [], merges: false, dryRun: false }],
		['publish a.json --version 1 --branch a/b', { command: 'publish', files: ['a.json'], version: '1', branch: 'a/b' }],
		['publish --tag a --tag b --build-url u', { command: 'publish', tags: ['a', 'b'], buildUrl: 'u' }],
		['publish --merge --dry-run --allow-dirty', { command: 'publish', merges: true, dryRun: true, allowDirty: true }],
		['can-i-deploy', { command: 'can-i-deploy', ...common, ...question, pacticipant: undefined, version: undefined }],
		[
			'can-i-deploy --pacticipant a --version 1 --environment e --retry-while-unknown 3 --retry-interval 1',
			{
				...{ command: 'can-i-deploy', pacticipant: 'a', version: '1', environment: 'e' },
				...{ retryWhileUnknown: 3, retryInterval: 1 },
			},
		],
		['record-deployment --environment e', { command: 'record-deployment', ...common, environment: 'e' }],
		['verify --from-broker', { command: 'verify', ...provider, files: [], ...fromBroker }],
		[
			'verify --from-broker --provider p --selector {} --wip-since 2026-01-02 --provider-branch b --no-publish',
			{
				...{ command: 'verify', ...fromBroker, publishes: false },
				...{ provider: 'p', selectors: ['{}'], wipSince: '2026-01-02', providerBranch: 'b' },
			},
		],
		['gate --version 1 --environment e', { command: 'gate', ...version, ...question, version: '1', environment: 'e' }],
		['check', { command: 'check', ...common, files: [], allowHosts: [], filter: undefined }],
		['check a.json b.json', { command: 'check', ...common, files: ['a.json', 'b.json'], filter: undefined }],
		['check a.json --strict b.json', { command: 'check', ...common, strict: true, files: ['a.json', 'b.json'] }],
		['check -- --odd.json -x', { command: 'check', ...common, files: ['--odd.json', '-x'] }],
		['check --strict -- --help', { command: 'check', ...common, strict: true, files: ['--help'] }],
		['check a.har --allow-host a --allow-host b:1', { command: 'check', files: ['a.har'], allowHosts: ['a', 'b:1'] }],
		['check --filter e-mail', { command: 'check', ...common, files: [], filter: 'e-mail' }],
		['check --filter=-x', { command: 'check', ...common, files: [], filter: '-x' }],
		['check --spec a.yaml', { command: 'check', ...common, spec: 'a.yaml', files: [] }],
		['check --spec=a.yaml --spec b.yaml', { command: 'check', ...common, spec: 'b.yaml', files: [] }],
		['check --overlay a --overlay=b', { command: 'check', ...common, overlays: ['a', 'b'], files: [] }],
		['check --output out.json', { command: 'check', ...common, output: 'out.json', files: [] }],
		['verify', { command: 'verify', ...common, ...provider, files: [], filter: undefined, fromBroker: false }],
		['verify a.json --filter x', { command: 'verify', ...common, ...provider, files: ['a.json'], filter: 'x' }],
		['verify --provider-url http://[::1]:1', { command: 'verify', ...provider, providerUrl: 'http://[::1]:1' }],
		['verify --allow-host a --allow-host b:1', { command: 'verify', ...provider, allowHosts: ['a', 'b:1'] }],
		['verify --timeout 600000', { command: 'verify', ...provider, timeout: 600_000 }],
		['verify --rate 2', { command: 'verify', ...provider, rate: 2 }],
		['verify --rate 0.25', { command: 'verify', ...provider, rate: 0.25 }],
		['verify --no-restore --debug', { command: 'verify', ...provider, restore: false, debug: true }],
		['gate --har a.har --show-values', { command: 'gate', ...provider, har: 'a.har', showValues: true }],
		['check a.har --show-values', { command: 'check', files: ['a.har'], showValues: true }],
		['gate', { command: 'gate', ...common, ...provider, workers: undefined, minCoverage: undefined }],
		['gate --min-coverage 80', { command: 'gate', minCoverage: 80 }],
		['coverage a.json', { command: 'coverage', ...common, files: ['a.json'], minCoverage: undefined }],
		['coverage --min-coverage values=5', { command: 'coverage', minCoverage: { values: 5 } }],
		[
			'gate --workers 1 --timeout 1 --allow-host a',
			{ command: 'gate', ...common, ...provider, workers: 1, timeout: 1, allowHosts: ['a'] },
		],
		['sandbox', { command: 'sandbox', port: undefined }],
		['sandbox --port 65535', { command: 'sandbox', port: 65_535 }],
		['check --color --no-color', { command: 'check', color: true, noColor: true }],
		[
			'accept afcc1f4e9876 --reason known --until 2027-01-31 --from a.json',
			{ command: 'accept', files: ['afcc1f4e9876'], reason: 'known', until: '2027-01-31', from: 'a.json' },
		],
		['help', { command: 'help', of: undefined }],
		['help check', { command: 'help', of: 'check' }],
		['--help', { command: 'help', of: undefined }],
		['-h', { command: 'help', of: undefined }],
		['--version', { command: 'version' }],
	])('is parsed: contract %s', (line, expected) => {
		expect(parse(line)).toMatchObject(expected);
	});

	it.each(['text', 'json', 'junit', 'github', 'html'])('accepts the format %s', (format) => {
		for (const command of ['record', 'check', 'verify', 'coverage', 'gate', 'publish', 'can-i-deploy']) {
			expect(parse(`${command} --format ${format}`)).toMatchObject({ command, reports: [{ format, file: undefined }] });
		}
	});

	it('accepts several reports, one of them printed', () => {
		const line = 'gate --format html=a.html --format json --format junit=b=c.xml';
		expect(parse(line)).toMatchObject({
			reports: [
				{ format: 'html', file: 'a.html' },
				{ format: 'json', file: undefined },
				{ format: 'junit', file: 'b=c.xml' },
			],
		});
	});

	it('knows which options were given', () => {
		expect(parse('check --spec a.yaml --strict')).toMatchObject({ given: new Set(['spec', 'strict']) });
	});

	it.each(commands)('has a help page: contract %s --help', (command) => {
		for (const line of [`${command} --help`, `${command} -h`, `${command} --nonsense -h`, `${command} --port --help`]) {
			expect(parse(line)).toEqual({ command: 'help', of: command });
		}
	});
});

describe('invalid commands', () => {
	const own = {
		record: '--config, --spec, --overlay, --format, --output, --strict, --color, --no-color, --workers',
		merge: '--config, --spec, --overlay, --format, --output, --strict, --color, --no-color',
		publish:
			'--config, --spec, --overlay, --format, --output, --strict, --color, --no-color, --version, --branch, --build-url, --tag, --allow-dirty, --merge, --dry-run',
		'can-i-deploy':
			'--config, --spec, --overlay, --format, --output, --strict, --color, --no-color, --pacticipant, --version, --environment, --retry-while-unknown, --retry-interval',
		'record-deployment':
			'--config, --spec, --overlay, --format, --output, --strict, --color, --no-color, --pacticipant, --version, --environment',
		check:
			'--config, --spec, --overlay, --format, --output, --strict, --color, --no-color, --allow-host, --show-values, --filter',
		verify:
			'--config, --spec, --overlay, --format, --output, --strict, --color, --no-color, --provider-url, --allow-host, --timeout, --rate, --no-restore, --har, --show-values, --debug, --filter, --from-broker, --provider, --selector, --wip-since, --provider-version, --provider-branch, --build-url, --no-publish',
		gate: '--config, --spec, --overlay, --format, --output, --strict, --color, --no-color, --provider-url, --allow-host, --timeout, --rate, --no-restore, --har, --show-values, --debug, --workers, --min-coverage, --version, --branch, --build-url, --tag, --allow-dirty, --environment, --retry-while-unknown, --retry-interval',
		accept: '--config, --reason, --until, --from',
		sandbox: '--config, --port',
	};
	const unknown = (word: string, hint = '.') =>
		`There is no command "${word}"${hint} Commands: record, merge, check, tolerate, verify, coverage, diff, gate, accept, init, add, publish, can-i-deploy, record-deployment, sandbox; \`contract help\` explains them.`;

	it.each<[string, string]>([
		['chekc', unknown('chekc', '; did you mean "check"?')],
		['help gat', unknown('gat', '; did you mean "gate"?')],
		['--strict check', unknown('--strict')],
		['-- check', unknown('--')],
		['constructor --help', unknown('constructor')],
		...Object.entries(own).map(([command, options]): [string, string] => [
			`${command} --nonsense x`,
			`contract ${command}: there is no option --nonsense. Options: ${options}.`,
		]),
		['check -s', `contract check: there is no option -s. Options: ${own.check}.`],
		['check --no-strict', `contract check: there is no option --no-strict. Options: ${own.check}.`],
		['check --stirct', `contract check: there is no option --stirct; did you mean "--strict"? Options: ${own.check}.`],
		['check --constructor x', `contract check: there is no option --constructor. Options: ${own.check}.`],
		['check --provider-url x', `contract check: there is no option --provider-url. Options: ${own.check}.`],
		['record --filter x', `contract record: there is no option --filter. Options: ${own.record}.`],
		['sandbox --spec x', `contract sandbox: there is no option --spec. Options: ${own.sandbox}.`],
		['check --spec', 'contract check: --spec needs a value. Say --spec=VALUE.'],
		['check --spec=', 'contract check: --spec needs a value. Say --spec=VALUE.'],
		['check --spec --strict', 'contract check: --spec needs a value. Say --spec=VALUE.'],
		['verify --allow-host a --allow-host', 'contract verify: --allow-host needs a value. Say --allow-host=VALUE.'],
		['check --strict=yes', 'contract check: --strict takes no value. Say it alone.'],
		['record a.json', 'contract record: "a.json" is one word too many, for it takes options only. Leave it out.'],
		['gate a.json', 'contract gate: "a.json" is one word too many, for it takes options only. Leave it out.'],
		['sandbox 80', 'contract sandbox: "80" is one word too many, for it takes options only. Leave it out.'],
		['record -- x', 'contract record: "x" is one word too many, for it takes options only. Leave it out.'],
		['check --format xml', 'There is no format "xml". Formats: text, json, junit, github, markdown, sarif, html.'],
		[
			'check --format jsno',
			'There is no format "jsno"; did you mean "json"? Formats: text, json, junit, github, markdown, sarif, html.',
		],
		['check --format json=', '--format json= names no file. Say --format json=FILE.'],
		[
			'check --format json --format text',
			'Only one report can be printed, and json and text have no file. Say --format FORMAT=FILE.',
		],
		['accept afcc1f4e9876', 'contract accept: the reason is missing. Say --reason TEXT.'],
		[
			'accept --reason known',
			'contract accept: it takes the id of one finding, as the report prints it. Say contract accept ID.',
		],
		...['abc', '0', '1.5', '1e3', '0x10', '+5', '600001', '99999999999'].map((value): [string, string] => [
			`verify --timeout ${value}`,
			`--timeout takes a whole number from 1 to 600000, not "${value}".`,
		]),
		...['0', '-1', '1e3', 'fast', '0.0001', '10000'].map((value): [string, string] => [
			`verify --rate=${value}`,
			`--rate takes requests per second, such as 2 or 0.5, not "${value}".`,
		]),
		['verify --timeout=-1', '--timeout takes a whole number from 1 to 600000, not "-1".'],
		['sandbox --port 0', '--port takes a whole number from 1 to 65535, not "0".'],
		['sandbox --port 65536', '--port takes a whole number from 1 to 65535, not "65536".'],
		['merge', 'contract merge: it takes the folders that were recorded into. Say contract merge DIR….'],
		['record-deployment', 'contract record-deployment: where to is missing. Say --environment NAME.'],
		[
			'verify --provider x',
			'contract verify: --provider has a meaning only with --from-broker. Add that, or leave it out.',
		],
		[
			'verify --from-broker a.json',
			'contract verify: --from-broker takes the pacts from the broker. Leave out the files.',
		],
		['verify --from-broker --wip-since now', '--wip-since takes a date, such as 2026-01-31, not "now".'],
		['can-i-deploy --retry-interval 0', '--retry-interval takes a whole number from 1 to 3600, not "0".'],
		['record --workers 50%', '--workers takes a whole number from 1 to 1000, not "50%".'],
	])('contract %s', (line, message) => {
		expect(() => parse(line)).toThrow(new InputError(message));
	});

	it('contract without a command lists all commands', () => {
		expect(() => parseInvocation([])).toThrow(`A command is missing.\n\n${usage()}`);
	});

	it('contract with an empty variable as a value', () => {
		const message = 'contract verify: --provider-url needs a value. Say --provider-url=VALUE.';
		expect(() => parseInvocation(['verify', '--provider-url', ''])).toThrow(new InputError(message));
	});
});
