/**
 * `contract verify --from-broker`: the pacts of a Pact Broker are held against the spec and replayed against the provider,
 * a pending one without failing the run, and the results are published, unless the run was filtered or could not judge a
 * pact.
 */

import { faultFinding } from '../broker/fault';
import { type BrokerHttp, brokerHttp } from '../broker/http';
import { type BrokerPact, pactsForVerification } from '../broker/pacts';
import { providerBranchOf, providerVersionOf } from '../broker/results';
import { brokerOf } from '../broker/settings';
import { surroundings } from '../broker/version';
import type { Settings } from '../config/settings';
import { type Finding, finding, verdictOf } from '../exchange/finding';
import { InputError } from '../json/input-error';
import type { Judged } from '../report/report';
import { checkStep } from './check';
import { matching, pactFiles, readPacts } from './inputs';
import { publishResultsStep, resultOf } from './results';
import { type Run, type StepResult, stepResult, withNote } from './step';
import { type ProviderOptions, verifyStep } from './verify-step';

/** How a verification takes the contract from the broker, and publishes its result there. */
export interface FromBrokerOptions extends ProviderOptions {
	/** Only interactions whose description holds this text. */
	readonly filter: string | undefined;
	readonly strict: boolean;
	/** The provider's name at the broker; undefined for that of the pacts on disk. */
	readonly provider: string | undefined;
	/** Consumer version selectors, each as the JSON that was given; none for the default ones. */
	readonly selectors: readonly string[];
	/** YYYY-MM-DD: work-in-progress pacts since then are verified too. */
	readonly wipSince: string | undefined;
	readonly providerVersion: string | undefined;
	readonly providerBranch: string | undefined;
	readonly buildUrl: string | undefined;
	/** Whether the result is published. */
	readonly publishes: boolean;
}

/** Throws `InputError` where an option, a variable or a pact cannot be used. */
export async function verifyFromBroker(
	options: FromBrokerOptions,
	target: URL | undefined,
	run: Run,
): Promise<StepResult[]> {
	const started = performance.now();
	const { filter, strict, publishes } = options;
	const { spec, settings, environment, progress } = run;
	const broker = brokerOf(environment);
	const provider = options.provider ?? (await providerOf(settings));
	const providerBranch = options.providerBranch ?? providerBranchOf(target !== undefined);
	const { branch, buildUrl } = await surroundings(environment);
	progress.show(`verify: the pacts at ${broker.name}`);
	const noPact = (of: Finding) => [stepResult('verify', started, `no pact from ${broker.name}`, { findings: [of] })];
	let http: BrokerHttp;
	let pacts: BrokerPact[];
	try {
		http = await brokerHttp(broker, options.timeout);
		pacts = await pactsForVerification(http, { ...options, provider, providerBranch, branch });
	} catch (error) {
		return noPact(faultFinding(error));
	}
	if (pacts.length === 0) {
		const title = `The Pact Broker has no pact with "${provider}" that the selectors match.`;
		const fix = ['Publish one with `contract publish`.', 'Correct --provider or --selector.'];
		return noPact(finding({ code: 'input.unusable', title, fix }));
	}
	const read = pacts.map(({ pact }) => pact);
	const chosen = matching(read, filter);
	const checked = await checkStep(chosen, run, { source: 'from the broker' });
	const verified = await verifyStep(chosen, target, options, run);
	const judged = [...checked.judged, ...verified.judged];
	const results = pacts.flatMap((pact) => resultOf(pact, pact.pact.file, judged, verified.findings, strict));
	const pending = new Set(pacts.flatMap(({ pact, isPending }) => (isPending ? [pact.file] : [])));
	const steps = [checked, verified].map((step) => ({
		...step,
		judged: step.judged.map((each) => (pending.has(each.ref.file) ? lenient(each, strict) : each)),
	}));
	const nothing = (reason: string) => withNote(steps, `nothing was published at ${broker.name}: ${reason}`);
	if (!publishes) return nothing('--no-publish');
	if (filter !== undefined) return nothing('the run was filtered');
	const unproven = 'what could not be judged proves nothing';
	if (results.length === 0) return nothing(unproven);
	const version = options.providerVersion ?? providerVersionOf(spec.document, target !== undefined);
	const of = { provider, version, branch: providerBranch, buildUrl: options.buildUrl ?? buildUrl };
	const published = await publishResultsStep(http, results, of, progress);
	const all = [...steps, published];
	return results.length < pacts.length ? withNote(all, `not all was published at ${broker.name}: ${unproven}`) : all;
}

/** What is wrong with a pending pact is shown, and fails nothing. */
function lenient(judged: Judged, strict: boolean): Judged {
	return {
		...judged,
		findings: judged.findings.map((each) => {
			if (verdictOf([each], strict) !== 'disagree') return each;
			const { severity: _severity, message: _message, fingerprint, code, title, ...rest } = each;
			const pending = `The contract is pending (the provider has never kept it), so ${code} fails nothing: ${title}`;
			return finding({ ...rest, code: 'pact.pending', title: pending, detail: fingerprint });
		}),
	};
}

/** The provider of the pacts on disk, or that of the config if they name none or several. Throws {@link InputError}. */
async function providerOf({ pacts: folder, provider }: Settings): Promise<string> {
	const files = await pactFiles([], folder).catch(() => []);
	const names = new Set((files.length === 0 ? [] : await readPacts(files, folder)).map(({ provider }) => provider));
	const [name] = names;
	if (name !== undefined && names.size === 1) return name;
	if (provider.name !== undefined) return provider.name;
	const found = names.size === 0 ? 'has no pact' : `has pacts with ${[...names].join(' and ')}`;
	throw new InputError(`The provider to verify is unknown: ${folder}/ ${found}. Say --provider NAME.`);
}
