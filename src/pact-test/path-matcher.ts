/** The path of an interaction whose parameters the provider state supplies at verification. */
import type { PactV4 } from '@pact-foundation/pact';
import { asPattern } from '../json/text';
import { PactTestError } from './pact-test-error';

export type Path = Parameters<ReturnType<PactV4['addInteraction']>['withRequest']>[1];

/** By the names that a path has in braces. */
export type Values = Readonly<Record<string, string>>;

/** With `fromProviderState` alone the mock server accepts any path; the regex beside it accepts only this one. */
export function pathMatcher(template: string, values: Values): Path {
	const missing = [...template.matchAll(/\{([^}]+)\}/g)].find(([, name = '']) => values[name] === undefined);
	if (missing) throw new PactTestError(`The path ${template} needs a value for "${missing[1]}".`);
	if (!template.includes('{')) return template;
	const value = template.replace(/\{([^}]+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ''));
	const matcher = {
		'pact:matcher:type': 'regex',
		regex: `^${asPattern(value)}$`,
		'pact:generator:type': 'ProviderState',
		expression: template.replaceAll('{', '${'),
		value,
	};
	return matcher;
}
