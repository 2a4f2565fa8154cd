/** What the real client makes of the answers that a newer spec allows and an older one does not. */
import { check } from '../check/check';
import type { Withstand } from '../diff/diff';
import type { Finding } from '../exchange/finding';
import type { Spec } from '../openapi/spec';
import type { PactFile } from '../pact/pact-file';
import { otherParties } from '../record/other-parties';
import { Client } from '../tolerate/client/client';
import { tolerate } from '../tolerate/tolerate';
import { exchangeOf, type Variant } from '../tolerate/variants/variant';
import type { Run } from './step';

export interface Withstanding {
	/** Undefined where there is no client. */
	readonly withstand: Withstand | undefined;
	close(): Promise<void>;
}

/** Of the pacts, those of other parties are left alone: the client is not theirs. */
export function withstanding(pacts: readonly PactFile[], { settings, progress }: Run): Withstanding {
	const own = pacts.filter((each) => otherParties(each, settings) === undefined);
	if (!settings.client || own.length === 0) return { withstand: undefined, close: async () => {} };
	const { file: config = 'contract.config.ts', operations: folder } = settings;
	const client = Client.of(settings);
	const files = new Set(own.map(({ file }) => file));
	const expected = new Map<string, Set<number>>();
	const known = new Map<string, Promise<readonly Finding[]>>();
	return {
		async withstand({ interaction, request, response }, old, next) {
			const name = next.operations.find(request.method, request.path)?.operation.name;
			if (name === undefined || !files.has(interaction.file)) return [];
			const found = known.get(name) ?? intolerances(name, old, next);
			known.set(name, found);
			const statuses = expected.get(name) ?? statusesOf(name, next);
			expected.set(name, statuses);
			// An answer concerns the interactions that expect its status; one that none expects, concerns all.
			return (await found)
				.filter(({ status = 0 }) => status === response.status || !statuses.has(status))
				.map((each) => ({ ...each, interaction }));
		},
		close: () => client.close(),
	};

	function statusesOf(name: string, { operations }: Spec): Set<number> {
		const exchanges = own.flatMap(({ interactions }) =>
			interactions.flatMap((each) => (each.kind === 'http' ? [each.exchange] : [])),
		);
		const ofOperation = exchanges.filter(
			({ request: { method, path } }) => operations.find(method, path)?.operation.name === name,
		);
		return new Set(ofOperation.map(({ response }) => response.status));
	}

	async function intolerances(name: string, old: Spec, next: Spec): Promise<readonly Finding[]> {
		progress.show(`diff: the client with the answers that ${next.document.file} newly allows to ${name}`);
		const { results } = await tolerate(next, client, {
			...{ folder, config, operations: [name] },
			onlyOperation: (each) => each === name,
			only: (variant) => isNew(variant, old),
		});
		return results.flatMap((each) => each.finding ?? []);
	}
}

const isNew = (variant: Variant, old: Spec): boolean =>
	check(exchangeOf(variant), old, 'provider').findings.some(({ severity }) => severity === 'error');
