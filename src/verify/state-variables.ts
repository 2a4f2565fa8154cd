/** The environment variables that hold the values of provider states at a provider that is not ours. */
import type { ProviderState } from '../config/config';

/** Of one state. */
export const variablesOf = ({ remote = {} }: ProviderState): string[] => [
	...new Set(Object.values(remote).map((each) => ('from' in each ? each.from : each.unusedLike))),
];

/** Of all states of a config. */
export const stateVariables = (states: Readonly<Record<string, ProviderState>> = {}): string[] => [
	...new Set(Object.values(states).flatMap(variablesOf)),
];
