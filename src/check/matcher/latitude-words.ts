/** The verdicts on matching rules, and the findings that tell of them. */

import { shorten } from '../../exchange/disclosure';
import type { Pointer } from '../../json/pointer';
import type { Subject } from '../subject';
import type { Matcher, MatchingRule } from './pact-matchers';

/** What is known of a matcher at a place: that it is narrow enough, or what is wrong with it. */
export type Verdict = Narrow | Unreadable | Wider;
export interface Narrow {
	readonly kind: 'narrow';
}
interface Unreadable {
	readonly kind: 'unreadable';
	readonly pattern: string;
	readonly fault: string;
}
interface Wider {
	readonly kind: 'wider';
	/** What a value that it admits would be found guilty of. */
	readonly sentence: string;
	readonly source: Pointer;
}

/**
 * Reports a verdict, once for each rule and each place of the description. Nothing is added to an error that stands
 * there already: where the example is wrong, a value beside it is no news.
 */
export function tell(
	subject: Subject,
	rule: MatchingRule,
	verdict: Verdict,
	told: Set<string>,
	instance?: () => Pointer,
): void {
	if (verdict.kind === 'narrow') return;
	const source = verdict.kind === 'wider' ? verdict.source : subject.operation.pointer;
	const key = `${rule.pointer} ${source}`;
	const isWrong = subject.findings.some(({ severity, spec }) => severity === 'error' && spec?.pointer === source);
	if (isWrong || told.has(key)) return;
	told.add(key);
	const { request } = subject.exchange.places;
	const common = {
		place: (request.matchingRules ?? '') + rule.pointer,
		source,
		...(instance === undefined ? {} : { instance: instance() }),
		detail: rule.pointer,
	};
	if (verdict.kind === 'unreadable') {
		subject.report({
			...common,
			code: 'request.matcher.unverifiable',
			message: `The contract's regular expression ${shorten(verdict.pattern)} ${verdict.fault}, so only its example was judged. Write it in a simpler form`,
		});
		return;
	}
	subject.report({
		...common,
		code: 'request.matcher.wider',
		message: `The contract's ${described(rule)} lets the client send what the spec forbids, for one: ${verdict.sentence}. Narrow the matcher to what the client sends`,
	});
}

function described({ matchers, combine }: MatchingRule): string {
	return matchers.map(nameOf).join(` ${combine} `);
}

function nameOf(matcher: Matcher): string {
	switch (matcher.kind) {
		case 'regex':
			return `regular expression ${shorten(matcher.pattern)}`;
		case 'include':
			return `matcher for a text that includes ${shorten(JSON.stringify(matcher.text))}`;
		case 'equal':
			return 'matcher for equality';
		case 'other':
			return 'matcher';
		case 'type':
		case 'number':
		case 'integer':
		case 'decimal':
		case 'boolean':
			return `${matcher.kind} matcher`;
		default:
			return matcher satisfies never;
	}
}
