/**
 * The programs that are measured side by side. Each says how it is run, and proves of a run that it judged what it was
 * given: a bench that measures a crash is worthless.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const floorScript = fileURLToPath(new URL('floor.mjs', import.meta.url));

export function ours(root) {
	return {
		name: 'ours',
		args: ({ pact, spec }) => [join(root, 'bin', 'contract.js'), 'check', pact, '--spec', spec, '--format', 'text'],
		/** Findings are allowed where what is judged is not known to agree. */
		fault({ code, end }, { count, agrees }) {
			const [, interactions, judged] = /^\s*(\d+) interactions?, (\d+) judged/m.exec(end) ?? [];
			if (Number(interactions) !== count || Number(judged) !== count) return `it judged ${judged} of ${count}`;
			if (agrees ? code !== 0 || !/^AGREE\b/m.test(end) : code !== 0 && code !== 1) return `it ended with ${code}`;
			return undefined;
		},
	};
}

export const floor = {
	name: 'floor',
	args: ({ pact, spec }) => [floorScript, pact, spec],
	fault({ code, end }, { count }) {
		if (code !== 0) return `it ended with ${code}`;
		const { interactions, bodies, faults } = JSON.parse(end);
		return interactions === count && bodies > 0 && faults === 0 ? undefined : `it found ${end.trim()}`;
	},
};

/** It reports errors of its own on metadata, so its exit code proves nothing; its report has to reach the last interaction. */
export function comparator(folder) {
	const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
	return {
		name: 'comparator',
		args: ({ pact, spec }) => [join(folder, Object.values(bin)[0]), '--oas', spec, pact],
		fault({ code, end }, { count, agrees }) {
			if (code !== 0 && code !== 1) return `it ended with ${code}`;
			if (!end.trimEnd().endsWith(']')) return 'it printed no results';
			return agrees && !end.includes(`interactions[${count - 1}].`)
				? 'it did not come to the last interaction'
				: undefined;
		},
	};
}
