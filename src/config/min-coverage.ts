/** The least coverage that a project accepts, as the config and the command line write it. */
import { InputError } from '../json/input-error';
import { didYouMean } from '../json/text';

/** What coverage is counted by, in the order of the report. */
export const coverageKinds = [
	'operations',
	'responses',
	'parameters',
	'requestFields',
	'responseFields',
	'values',
	'constraints',
] as const;

export type CoverageKind = (typeof coverageKinds)[number];

/** Percent: of all kinds together, or of each kind that is named. */
export type MinCoverage = number | { readonly [Kind in CoverageKind]?: number };

export const isPercent = (value: unknown): boolean => typeof value === 'number' && value >= 0 && value <= 100;

/** Reads `80` and `responses=100,requestFields=80`. Throws {@link InputError}. */
export function minCoverageIn(given: string, option: string): MinCoverage {
	if (!given.includes('=') && /^[\d.]/.test(given)) return percentIn(given, given, option);
	const found = new Map<CoverageKind, number>();
	for (const part of given.split(',')) {
		const [name = '', ...rest] = part.split('=');
		const kind = coverageKinds.find((each) => each === name);
		if (kind === undefined) {
			const hint = didYouMean(name, coverageKinds) || '.';
			throw new InputError(`${option}: there is no kind "${name}"${hint} Kinds: ${coverageKinds.join(', ')}.`);
		}
		if (found.has(kind)) throw new InputError(`${option} names ${kind} twice. Name it once.`);
		found.set(kind, percentIn(rest.join('='), part, option));
	}
	return Object.fromEntries(found);
}

function percentIn(text: string, given: string, option: string): number {
	const value = /^\d{1,3}(\.\d{1,3})?$/.test(text) ? Number(text) : undefined;
	if (value !== undefined && isPercent(value)) return value;
	throw new InputError(`${option} takes percent from 0 to 100, such as 80 or responses=100,values=50, not "${given}".`);
}
