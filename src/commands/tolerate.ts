/** `contract tolerate`: runs the real client against every kind of answer that the spec allows. The gate does the same. */
import { finding } from '../exchange/finding';
import { InputError } from '../json/input-error';
import { counted, didYouMean } from '../json/text';
import type { PactFile } from '../pact/pact-file';
import { Client } from '../tolerate/client/client';
import { withoutClient } from '../tolerate/findings';
import { type Tolerance, tolerate } from '../tolerate/tolerate';
import type { Variant } from '../tolerate/variants/variant';
import { hasPacts, readOwnPacts } from './inputs';
import { type Run, type StepResult, stepResult } from './step';

export interface TolerateChoice {
	readonly operations: readonly string[];
	readonly statuses: readonly string[];
	readonly variants: readonly string[];
}

/** Throws `InputError` if there is no client, it cannot be loaded, or an option matches nothing. */
export async function runTolerate(choice: TolerateChoice, run: Run): Promise<StepResult[]> {
	const { settings } = run;
	if (!settings.client) throw new InputError(withoutClient(String(settings.file)).message);
	const { pacts } = (await hasPacts(settings)) ? await readOwnPacts([], settings) : { pacts: [] };
	const step = await tolerateStep(pacts, run, choice);
	if (step.variants && step.variants.total > 0) return [step];
	const title = 'No answer was tried, so nothing was judged.';
	return [{ ...step, judgesNone: false, findings: [...step.findings, finding({ code: 'input.unusable', title })] }];
}

const everything: TolerateChoice = { operations: [], statuses: [], variants: [] };

/** `pacts` name the operations that the client uses. Throws `InputError`. */
export async function tolerateStep(
	pacts: readonly PactFile[],
	run: Run,
	choice: TolerateChoice = everything,
): Promise<StepResult> {
	const started = performance.now();
	const { spec, settings, progress, acceptances } = run;
	const { file: config = 'contract.config.ts', operations: folder } = settings;
	if (!settings.client) {
		const findings = [withoutClient(config)];
		return stepResult('tolerate', started, 'client with spec: not tried', { findings, acceptances, judgesNone: true });
	}
	progress.show(`tolerate: the client with every answer that ${spec.document.file} allows`);
	const client = Client.of(settings);
	try {
		const onlyOperation = (name: string) => choice.operations.length === 0 || choice.operations.includes(name);
		const tolerance = await tolerate(spec, client, {
			...{ folder, config, onlyOperation },
			operations: operationsOf(pacts, run),
			only: chosenBy(choice),
			onProgress: (operation, done, of) => progress.show(`tolerate: ${operation}, answer ${done} of ${of}`),
		});
		await refuseUnmatched(choice, tolerance, client);
		const { results, omitted } = tolerance;
		const found = results.flatMap((each) => each.finding ?? []);
		const tried = results.map(({ variant: { operation, status, change }, finding: wrong }) => ({
			...{ operation: operation.name, status, change, isTolerated: !wrong },
		}));
		const variants = { total: results.length, tolerated: results.length - found.length, tried };
		const findings = [...tolerance.findings, ...found];
		const sentence = sentenceOf(tolerance, variants, omitted);
		return stepResult('tolerate', started, sentence, { findings, acceptances, variants, judgesNone: true });
	} finally {
		await client.close();
	}
}

/** The operations that pacts exercise, each once. */
function operationsOf(pacts: readonly PactFile[], { spec }: Run): string[] {
	const exchanges = pacts.flatMap(({ interactions }) =>
		interactions.flatMap((each) => (each.kind === 'other' ? [] : [each.exchange.request])),
	);
	const names = exchanges.map(({ method, path }) => spec.operations.find(method, path)?.operation.name);
	return [...new Set(names.filter((name) => name !== undefined))];
}

const chosenBy = ({ statuses, variants }: TolerateChoice) => {
	return ({ name, status }: Variant): boolean =>
		(statuses.length === 0 || statuses.includes(String(status))) && (variants.length === 0 || variants.includes(name));
};

/** What was asked for and does not exist would pass empty. */
async function refuseUnmatched(choice: TolerateChoice, { derived }: Tolerance, client: Client): Promise<void> {
	const { entries } = await client.entries();
	const known = {
		operations: entries.map(({ operation }) => operation),
		statuses: [...new Set(derived.map(({ status }) => String(status)))],
		variants: derived.map(({ name }) => name),
	};
	const words = { operations: 'operation', statuses: 'status', variants: 'variant' };
	for (const kind of ['operations', 'statuses', 'variants'] as const) {
		const unknown = choice[kind].find((each) => !known[kind].includes(each));
		if (unknown === undefined) continue;
		const hint = didYouMean(unknown, known[kind], Math.max(2, unknown.length / 3)) || '.';
		const all = known[kind].length <= 8 ? known[kind].join(', ') : `${known[kind].slice(0, 8).join(', ')} …`;
		throw new InputError(`--${words[kind]}: there is no "${unknown}"${hint} Known: ${all || 'none'}.`);
	}
}

function sentenceOf(
	{ results }: Tolerance,
	{ total, tolerated }: { total: number; tolerated: number },
	omitted: number,
) {
	const names = [...new Set(results.map(({ variant }) => variant.operation.name))];
	const of = names.length === 1 ? names[0] : counted(names.length, 'operation');
	const rest = omitted > 0 ? `; ${counted(omitted, 'change')} could not be derived` : '';
	return total === 0
		? 'client with spec: not tried'
		: `client with spec: ${tolerated} of ${total} answers of ${of}${rest}`;
}
