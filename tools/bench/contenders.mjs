/**
 * The programs to compare: the arguments of each, and `fault`, the reason why a run did not judge its whole input, so that the
 * benchmark never measures a crash.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const command = fileURLToPath(new URL('../../bin/contract.js', import.meta.url));
const floorScript = fileURLToPath(new URL('floor.mjs', import.meta.url));

/** Why `check` or `verify` did not judge its whole input. Findings are allowed unless the input is known to agree. */
export function judgedFault({ code, end }, { count, agrees = true }) {
	const [, judged, interactions] = /^\s*(\d+) of (\d+) interactions? judged/m.exec(end) ?? [];
	if (Number(interactions) !== count || Number(judged) !== count) return `it judged ${judged} of ${count}`;
	return code === 0 || (code === 1 && !agrees) ? undefined : `it ended with ${code}`;
}

export const ours = {
	name: 'ours',
	args: ({ pact, spec }) => [command, 'check', pact, '--spec', spec, '--format', 'text'],
	fault: judgedFault,
};

export const floor = {
	name: 'floor',
	args: ({ pact, spec }) => [floorScript, pact, spec],
	fault({ code, end }, { count, agrees = true }) {
		if (code !== 0) return `it ended with ${code}`;
		const { interactions, bodies, faults } = JSON.parse(end);
		return interactions === count && bodies > 0 && (faults === 0 || !agrees) ? undefined : `it found ${end.trim()}`;
	},
};

/** Plain `yaml.parse` of the spec in a bare Node. */
export const plainYaml = {
	name: 'yaml.parse',
	args: ({ spec }) => [
		...['-p', 'Object.keys(require("yaml").parse(require("fs").readFileSync(process.argv[1], "utf8")).paths).length'],
		spec,
	],
	fault: ({ end }, { paths }) => (Number(end) === paths ? undefined : `it read ${end.trim()} of ${paths} paths`),
};

/** It reports false errors on metadata, so its exit code is useless; instead its report must reach the last interaction. */
export function comparator(folder) {
	const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
	return {
		name: 'comparator',
		args: ({ pact, spec }) => [join(folder, Object.values(bin)[0]), '--oas', spec, pact],
		fault({ code, end }, { count }) {
			if (code !== 0 && code !== 1) return `it ended with ${code}`;
			if (!end.trimEnd().endsWith(']')) return 'it printed no results';
			return end.includes(`interactions[${count - 1}].`) ? undefined : 'it did not reach the last interaction';
		},
	};
}
