/**
 * The rule about matching rules: a contract's request may be more than its example, and what it may be the description
 * should allow. Each value that a matcher admits is put into the request and judged by the rules that judge the request.
 */

import { type Exchange, type ExchangeRequest, header } from '../../exchange/exchange';
import type { Finding } from '../../exchange/finding';
import { isObject, type Json } from '../../json/json';
import { child, keysOf } from '../../json/pointer';
import { remembered } from '../remembered';
import type { Duty, Rule } from '../rule';
import { Subject } from '../subject';
import { areOfPathAlone, hasWideSchemas, isPathFree } from './context';
import { eachGoverned, type Governed, replaced, rootSpot, type Spot } from './governed';
import { bare, governedText, type Text } from './governed-text';
import { type Narrow, tell, type Verdict } from './latitude-words';
import { type Candidate, UnreadablePattern, valuesOf } from './matcher-values';
import { type MatchingRule, readMatchingRules } from './pact-matchers';

/** The rules that judge the parts of a request that a matcher can govern. */
interface Judges {
	readonly parameters: Rule;
	readonly body: Rule;
}

const narrow: Narrow = { kind: 'narrow' };

/** The matching rules of a request as read, with the verdicts on them by what those depend on. */
interface Plan {
	readonly body: readonly MatchingRule[];
	readonly bodies: Map<string, Spot>;
	readonly texts: readonly { readonly rule: MatchingRule; readonly verdicts: Map<string | undefined, Verdict> }[];
}

export function matchingRulesRule(duty: Duty, judges: Judges): Rule {
	const plans = new Map<string, Plan>();
	let isWide: boolean | undefined;
	const isFree = isPathFree(duty);

	return (subject) => {
		const { matchingRules, body } = subject.exchange.request;
		if (!isObject(matchingRules)) return;
		// Most contracts have a rule for the path alone, and most paths may hold anything.
		if (isFree && areOfPathAlone(matchingRules)) return;
		const plan = remembered(plans, JSON.stringify(matchingRules), () => planFor(matchingRules));
		const told = new Set<string>();
		if (body.kind === 'json') {
			const context = contextOf(subject.exchange.request, body.value);
			const root = remembered(plan.bodies, context, () => rootSpot(plan.body));
			eachGoverned(body.value, root, isWide === false, (place) => {
				const { rule, value, spot } = place;
				const verdict = remembered(spot.verdicts, typeof value, () => judgeBody(subject, body.value, place));
				tell(subject, rule, verdict, told, () => place.pointer());
			});
		}
		for (const { rule, verdicts } of plan.texts) {
			const text = governedText(subject.exchange.request, rule);
			if (text === undefined) continue;
			const verdict = remembered(verdicts, text.context, () => judgeText(subject, rule, text));
			tell(subject, rule, verdict, told);
		}
	};

	function planFor(json: Json): Plan {
		const rules = readMatchingRules(json);
		const texts = rules.filter(({ part }) => part !== 'body');
		return {
			body: rules.filter(({ part }) => part === 'body'),
			bodies: new Map(),
			texts: texts.map((rule) => ({ rule, verdicts: new Map() })),
		};
	}

	/** What a verdict on a place of the body depends on beside the place: the media type, at times all the rest. */
	function contextOf({ headers }: ExchangeRequest, body: Json): string {
		isWide ??= hasWideSchemas(duty.spec.document, child(duty.operation.pointer, 'requestBody'));
		const mediaType = String(header(headers, 'content-type'));
		return isWide ? `${mediaType} ${JSON.stringify(body)}` : mediaType;
	}

	function judgeBody(subject: Subject, body: Json, { value, rule, ...place }: Governed): Verdict {
		const pointer = place.pointer();
		return judge(subject, judges.body, rule, value, (candidate) => {
			const { request } = subject.exchange;
			const changed = { kind: 'json', value: replaced(body, keysOf(pointer), candidate.value) } as const;
			return {
				request: { ...bare(request), body: changed },
				isForbidden: (found) =>
					found.code === 'request.body.invalid' &&
					(found.instance === pointer
						? isTold(found, candidate)
						: candidate.shaped && choices.has(keywordOf(found)) && pointer.startsWith(`${found.instance}/`)),
			};
		});
	}

	function judgeText(subject: Subject, rule: MatchingRule, { text, put }: Text): Verdict {
		return judge(subject, judges.parameters, rule, text, (candidate) => {
			const request = put(String(candidate.value));
			return (
				request && {
					request,
					isForbidden: (found) => found.code === 'request.parameter.invalid' && isTold(found, candidate),
				}
			);
		});
	}

	/** Puts each value that `rule` admits into the request and has it judged. */
	function judge(
		{ exchange }: Subject,
		by: Rule,
		rule: MatchingRule,
		example: Json,
		make: (candidate: Candidate) => Variant | undefined,
	): Verdict {
		try {
			for (const candidate of valuesOf(rule, example)) {
				const variant = make(candidate);
				const found = variant && run(exchange, variant.request, by);
				const forbidden = found?.find((each) => variant?.isForbidden(each));
				if (!forbidden) continue;
				return { kind: 'wider', sentence: sentenceOf(forbidden, exchange), source: String(forbidden.spec?.pointer) };
			}
			return narrow;
		} catch (error) {
			if (error instanceof UnreadablePattern) return { kind: 'unreadable', pattern: error.pattern, fault: error.fault };
			throw error;
		}
	}

	function run({ interaction, response, places }: Exchange, request: ExchangeRequest, rule: Rule): readonly Finding[] {
		const match = duty.spec.operations.find(request.method, request.path);
		// A path that leads elsewhere is another operation's, or none's: the parameter is what is judged here.
		if (match?.operation.pointer !== duty.operation.pointer) return [];
		const subject = new Subject(
			{ interaction, request, response, places },
			duty.spec,
			duty.role,
			match,
			duty.disclosure,
		);
		rule(subject);
		return subject.findings;
	}
}

interface Variant {
	readonly request: ExchangeRequest;
	isForbidden(found: Finding): boolean;
}

/** Keywords by which a value can be wrong although the fault is told of what holds it. */
const choices = new Set(['oneOf', 'anyOf', 'not']);
/** Of a value of which the contract states the type alone, no more is expected than that it be among the listed ones. */
const listing = new Set(['enum', 'const', 'minItems', 'maxItems']);
/** What hardly any regular expression can say, so that it is not expected of one. */
const beyondPatterns = new Set(['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf']);

function isTold(found: Finding, { value, shaped }: Candidate): boolean {
	const keyword = keywordOf(found);
	if (!shaped) return listing.has(keyword);
	// A pattern for dates need not know the calendar; one that lets a single letter be a date is no pattern for dates.
	if (keyword === 'format') return freeOf(String(value)).length <= 2;
	return !beyondPatterns.has(keyword);
}

/** What a pattern leaves open of a path is its last segment. */
const freeOf = (text: string) => (text.startsWith('/') ? lastSegment(text) : text);

const lastSegment = (path: string) => path.slice(path.lastIndexOf('/') + 1);

const keywordOf = ({ spec }: Finding): string => lastSegment(String(spec?.pointer));

/** What a finding says without its next step and the interaction's name. */
function sentenceOf({ message }: Finding, { interaction }: Exchange): string {
	const said = message.slice(0, -`: "${interaction.description}"`.length);
	const sentence = said.slice(0, said.lastIndexOf('. '));
	return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}
