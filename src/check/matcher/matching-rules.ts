/**
 * The rule about matching rules: a contract's request may be more than its example, and all that it may be the spec
 * should allow. Each value that a matcher admits is put into the request and judged by the rules that judge the
 * request.
 */

import { shorten } from '../../exchange/disclosure';
import type { Exchange } from '../../exchange/exchange';
import { severities } from '../../exchange/finding';
import { isObject } from '../../json/json';
import { child, type Pointer } from '../../json/pointer';
import { Judgement, type Violation } from '../judgement';
import { remembered } from '../remembered';
import type { Rule, RuleContext } from '../rule';
import { hasWideSchemas, isPathFree } from './dependence';
import { type Matched, matchedIn } from './matched';
import { type Candidate, UnreadablePattern, valuesOf } from './matcher-values';
import { type Matcher, type MatchingRule, readMatchingRules } from './pact-matchers';

/** What is wrong with a matcher at a place, if anything. */
type Verdict = 'narrow' | Pick<Violation, 'code' | 'title' | 'fix' | 'source'>;

/** `judges` are the rules for the parts of a request that a matcher can match. */
export function matchingRulesRule(context: RuleContext, judges: { parameters: Rule; body: Rule }): Rule {
	const { spec, operation, role } = context;
	/** By matching rules, and the body where a verdict depends on all of it; then by what a rule matches. */
	const verdicts = new Map<string, Map<string, Verdict>>();
	let isWide: boolean | undefined;
	const isFree = isPathFree(context);

	return (judgement) => {
		const { request } = judgement.exchange;
		const { matchingRules, body } = request;
		if (!isObject(matchingRules)) return;
		// Most contracts have a rule for the path alone, and most paths may hold anything.
		if (isFree && Object.keys(matchingRules).every((key) => key === 'path' || key === '$.path')) return;
		isWide ??= hasWideSchemas(spec.document, child(operation.pointer, 'requestBody'));
		const rest = isWide && body.kind === 'json' ? body.value : null;
		const known = remembered(verdicts, JSON.stringify([matchingRules, rest]), () => new Map<string, Verdict>());
		const reported = new Set<string>();
		for (const matched of matchedIn(request, readMatchingRules(matchingRules), !isWide)) {
			const verdict = remembered(known, matched.key, () => judge(judgement.exchange, matched));
			if (verdict !== 'narrow') report(judgement, matched, verdict, reported);
		}
	};

	/** Puts each value that the rule admits into the request and judges it. */
	function judge({ interaction, response, places }: Exchange, { rule, value, instance, put }: Matched): Verdict {
		try {
			for (const candidate of valuesOf(rule, value)) {
				const request = put(candidate.value);
				const violations = request ? violationsOf({ interaction, response, places, request }, instance) : [];
				const forbidden = violations.find((each) => forbids(each, candidate, instance));
				if (!forbidden) continue;
				const words = rule.matchers.map(nameOf).join(` ${rule.combine} `);
				const where = `Request ${placeOf(rule, instance)}`;
				const title = `${where}: the ${words} also matches what the spec does not allow, for example: ${lowered(forbidden.title.replace(`${where}: `, ''))}`;
				const fix = ['Narrow the matcher in the consumer test to what the client sends.'];
				return { code: 'request.matcher.wider', title, fix, source: forbidden.source };
			}
			return 'narrow';
		} catch (error) {
			if (!(error instanceof UnreadablePattern)) throw error;
			const title = `JavaScript ${error.fault} the regular expression ${shorten(error.pattern)}, so only its example was judged.`;
			const fix = ['Write the regular expression in a simpler form.'];
			return { code: 'request.matcher.unverifiable', title, fix, source: operation.pointer };
		}
	}

	function violationsOf(exchange: Exchange, instance: Pointer | undefined): readonly Violation[] {
		const match = spec.operations.find(exchange.request.method, exchange.request.path);
		// Such a path belongs to another operation or to none; only parameters of this one are judged.
		if (match?.operation.pointer !== operation.pointer) return [];
		const judgement = new Judgement(exchange, spec, role, match);
		const rule = instance === undefined ? judges.parameters : judges.body;
		rule(judgement);
		return judgement.violations;
	}
}

/**
 * Reports a verdict, once for each rule and each place of the spec. Nothing is added to an error that is reported there
 * already: if the example is wrong, another wrong value adds nothing.
 */
function report(
	judgement: Judgement,
	{ rule, instance }: Matched,
	verdict: Exclude<Verdict, 'narrow'>,
	reported: Set<string>,
): void {
	const key = `${rule.pointer} ${verdict.source}`;
	const isWrong = judgement.violations.some(
		({ code, source }) => severities[code] === 'error' && source === verdict.source,
	);
	if (isWrong || reported.has(key)) return;
	reported.add(key);
	const place = (judgement.places.request.matchingRules ?? '') + rule.pointer;
	judgement.report({ ...verdict, place, instance, detail: rule.pointer });
}

/** Keywords by which a value can be wrong although the fault is that of what holds it. */
const choices = new Set(['oneOf', 'anyOf', 'not']);
/**
 * Of a value of which the contract states the type alone, no more is expected than that it be among the listed ones.
 */
const listing = new Set(['enum', 'const', 'minItems', 'maxItems']);
/** Hardly any regular expression can express these, so they are not expected of one. */
const beyondPatterns = new Set(['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf']);

/** Whether what is wrong with the candidate at `instance` is a reason to narrow the matcher. */
function forbids(violation: Violation, { value, shaped, isReal }: Candidate, instance: Pointer | undefined): boolean {
	if (violation.code !== 'request.body.invalid' && violation.code !== 'request.parameter.invalid') return false;
	const keyword = lastSegment(violation.source);
	if (violation.instance !== instance) {
		return shaped && choices.has(keyword) && instance?.startsWith(`${violation.instance}/`) === true;
	}
	if (!shaped) return listing.has(keyword);
	// A pattern for dates need not know the calendar; one that matches a single letter is not a pattern for dates.
	if (keyword === 'format') return isReal || freeOf(String(value)).length <= 2;
	return !beyondPatterns.has(keyword);
}

/** What a pattern leaves open of a path is its last segment. */
const freeOf = (text: string) => (text.startsWith('/') ? lastSegment(text) : text);

const lastSegment = (path: string) => path.slice(path.lastIndexOf('/') + 1);

const lowered = (title: string): string => title.charAt(0).toLowerCase() + title.slice(1);

/** `body /email`, `query parameter "size"`, `path`: what a rule matches. */
function placeOf({ part, steps }: MatchingRule, instance: Pointer | undefined): string {
	if (instance !== undefined) return `body ${instance}`.trimEnd();
	const [name] = steps;
	if (part === 'path' || typeof name !== 'string') return part;
	return `${part === 'query' ? 'query parameter' : 'header'} "${shorten(name)}"`;
}

function nameOf(matcher: Matcher): string {
	if (matcher.kind === 'regex') return `regular expression ${shorten(matcher.pattern)}`;
	if (matcher.kind === 'include') return `matcher for a text that includes ${shorten(JSON.stringify(matcher.text))}`;
	if (matcher.kind === 'instant') return `${matcher.name} matcher ${shorten(matcher.format)}`;
	if (matcher.kind === 'equal') return 'matcher for equality';
	return matcher.kind === 'other' ? 'matcher' : `${matcher.kind} matcher`;
}
