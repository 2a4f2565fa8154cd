/** The one table of options. Parser, types and help are made from it and from the table of commands. */
import { minCoverageIn } from '../config/min-coverage';
import { dateOf, file, flag, type Option, off, orElse, rateOf, reports, text, texts, value, whole } from './option';

export const options = {
	config: file('FILE', 'the config (default contract.config.ts here or in a folder above)'),
	spec: file('FILE', 'the OpenAPI document (default that of the config)'),
	overlays: {
		...texts('overlay', 'FILE', 'an OpenAPI Overlay to apply to it (default those of the config)'),
		isFile: true,
	},
	reports,
	output: file('FILE', 'write the report without a file of its own there; the terminal gets it as text'),
	strict: flag('warnings disagree too'),
	color: flag('color, also where the output is no terminal'),
	noColor: flag('no color; NO_COLOR and FORCE_COLOR are read too'),
	minCoverage: value('PERCENT', 'the least coverage, as 80 or as responses=100,requestFields=80', minCoverageIn),
	filter: text('TEXT', 'only interactions whose description has TEXT'),
	providerUrl: text('URL', 'the provider (default PREFIX_BASE_URL, else the local one)'),
	allowHosts: texts(
		'allow-host',
		'HOST[:PORT]',
		'a host to allow beside those that the spec names; for check one whose entries in a recording are judged too',
	),
	timeout: orElse(10_000, whole('MS', 'time for each answer', 600_000)),
	rate: value('N', 'at most N requests a second', rateOf),
	restore: off('no-restore', 'do not restore what is changed at a remote provider'),
	har: file('FILE', 'write what was exchanged, masked'),
	showValues: flag("show what the provider sent, which may be somebody's data"),
	debug: flag('print everything that is sent'),
	operations: texts('operation', 'NAME', 'only this operation'),
	statuses: texts('status', 'STATUS', 'only answers of this status'),
	variants: texts('variant', 'NAME', 'only this answer, by its name in a report'),
	workers: whole('N', 'how many test files run at a time', 1_000),
	port: whole('N', 'the port (default any that is free)', 65_535),
	reason: text('TEXT', 'why the finding is accepted'),
	until: value('YYYY-MM-DD', 'the last day on which it is accepted', dateOf),
	from: file('REPORT', 'the JSON report that has the finding (default the one of the last run)'),
	fromBroker: flag('the contract that the broker has, and publish the result there'),
	provider: text('NAME', 'the provider there (default as in pacts/)'),
	selectors: texts(
		'selector',
		'JSON',
		'a consumer version selector (default main branch, deployed or released, this branch)',
	),
	wipSince: value('YYYY-MM-DD', 'work-in-progress pacts since then too', dateOf),
	providerVersion: text('V', 'the version that its result is of (default made from the spec)'),
	providerBranch: text('B', 'the branch of that version (default main; local for the local provider)'),
	publishes: off('no-publish', 'publish nothing'),
	pacticipant: text('NAME', 'of what (default the consumer of pacts/)'),
	version: text('V', "the consumer's version there (default CI's or git's commit)"),
	branch: text('B', 'the branch of that version (default as CI or git have it)'),
	buildUrl: text('URL', 'the build that made the version or the result (default as CI has it)'),
	tags: texts('tag', 'T', 'a tag of that version'),
	allowDirty: flag('with changes not committed'),
	merges: { ...flag('join what the version has already'), name: 'merge' },
	dryRun: flag('only print what would be published'),
	environment: text(
		'NAME',
		"where to (default, but for record-deployment: the newest version of the provider's main branch)",
	),
	retryWhileUnknown: orElse(0, whole('N', 'ask again so often', 1_000)),
	retryInterval: orElse(10, whole('SECONDS', 'ask again every so many seconds', 3_600)),
} satisfies Record<string, Option<unknown>>;

export type OptionName = keyof typeof options;

/** As it stands on the command line: `--provider-url` */
export function wordOf(name: OptionName): string {
	const { name: own }: Option<unknown> = options[name];
	return `--${own ?? name.replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`)}`;
}
