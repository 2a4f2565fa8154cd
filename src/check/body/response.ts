/**
 * Judges a response (OpenAPI 3.1, 4.8.16 Responses Object): the exact status before its range before `default`,
 * then its headers and its body.
 */
import { admitsStatus, type ExchangeResponse } from '../../exchange/exchange';
import { isObject, property } from '../../json/json';
import { child } from '../../json/pointer';
import { mapAt, refuseKeywords } from '../../openapi/part';
import { attempt, isFault } from '../judgement';
import { responseHeadersRule } from '../parameter/headers';
import { remembered } from '../remembered';
import { followFrom, type MessageContext, messageContext, prepare, type Rule, type RuleContext } from '../rule';
import { alternatives, mismatch } from '../wording';
import { contentRule, mediaTypesAt } from './content';

export function responseRule(given: RuleContext): Rule {
	const context = messageContext(given, 'response');
	const { subject, fix, operation } = context;
	return prepared(context, () => {
		const responses = followFrom(context, 'responses');
		const documented = statusesIn(mapAt(responses.pointer, responses.value));
		const where = `${subject} status of ${operation.name}`;
		const undocumented: Rule = (judgement) => {
			const { status, statusRule } = judgement.exchange.response;
			const received = statusRule?.words ?? String(status);
			judgement.report({
				code: 'response.status.undocumented',
				place: judgement.places.response.status,
				source: responses.pointer,
				fix,
				...(documented.length > 0
					? mismatch(where, alternatives(documented), received)
					: { title: `${where}: the spec documents no status, received ${received}.`, received }),
			});
		};
		const rules = new Map<number, Rule>();
		return (judgement) => {
			const { status } = judgement.exchange.response;
			const rule = remembered(rules, status, () => {
				const key = keyFor(documented, status);
				return key === undefined ? undocumented : documentedRule(context, key);
			});
			rule(judgement);
		};
	});
}

const everyStatus = Array.from({ length: 500 }, (_, index) => 100 + index);

/** The statuses of a Responses Object, as the spec writes them. */
export const statusesIn = (responses: unknown): string[] =>
	Object.keys(isObject(responses) ? responses : {}).filter((each) => !each.startsWith('x-'));

/**
 * A status for each documented response that can come: that of the contract's example, or else whichever its rule
 * admits. Where none is documented, the example or the first that the rule admits.
 */
export function statusesFor(context: RuleContext, { status, statusRule }: ExchangeResponse): number[] {
	if (!statusRule) return [status];
	const responses = attempt(() => followFrom(context, 'responses').value);
	const documented = isFault(responses) ? [] : statusesIn(responses);
	if (status !== 0 && keyFor(documented, status) !== undefined) return [status];
	const admitted = everyStatus.filter((each) => admitsStatus(statusRule, each));
	const found = new Map<string, number>();
	for (const each of admitted) {
		const key = keyFor(documented, each);
		if (key !== undefined && !found.has(key)) found.set(key, each);
	}
	const [first = status] = status === 0 ? admitted : [];
	return found.size > 0 ? [...found.values()] : [first];
}

/** The documented response for a status. OpenAPI writes a range as `4XX`; specs in use also write `4xx`. Below 100 no status exists (RFC 9110, 15). */
export function keyFor(documented: readonly string[], status: number): string | undefined {
	if (status < 100) return undefined;
	const range = `${String(status).charAt(0)}XX`;
	return (
		documented.find((each) => each === String(status)) ??
		documented.find((each) => each.toUpperCase() === range) ??
		documented.find((each) => each === 'default')
	);
}

/** The rule for a response that is documented under `key`. */
function documentedRule(context: MessageContext, key: string): Rule {
	const { subject, fix, role, spec } = context;
	return prepared(context, () => {
		const { pointer, value } = followFrom(context, 'responses', key);
		refuseKeywords({ pointer, value }, 'a response');
		const source = child(pointer, 'content');
		const describesBody = property(value, 'content') !== undefined && mediaTypesAt(spec.document, source).length > 0;
		const headers = responseHeadersRule(context, pointer);
		const content = describesBody ? contentRule(context, source) : undefined;
		return (judgement) => {
			const { request, response } = judgement.exchange;
			headers(judgement);
			if (isAlwaysBodiless(request.method, response.status)) {
				// A recording may hold under a 304 what was in a cache; it did not come back.
				if (response.body.kind === 'none' || role === 'provider') return;
			} else if (content || response.body.kind === 'none') {
				content?.(judgement);
				return;
			}
			if (response.body.kind === 'json' && response.body.mayBeEmpty) return;
			const which = request.method === 'HEAD' ? 'HEAD' : `status ${response.status}`;
			judgement.report({
				code: 'response.body.unexpected',
				place: judgement.places.response.body,
				source: pointer,
				title: `${subject} body: ${content ? 'HTTP allows' : 'the spec describes'} no body for ${which}, and there is one.`,
				fix: content ? fix.slice(0, 1) : fix,
			});
		};
	});
}

const prepared = ({ subject }: MessageContext, make: () => Rule): Rule =>
	prepare('response.unverifiable', subject, ({ response }) => response.status, make);

/** RFC 9110, 6.4.1 and 15.3.6: these never have a body, whatever the spec has. */
const isAlwaysBodiless = (method: string, status: number): boolean =>
	method === 'HEAD' || status < 200 || status === 204 || status === 205 || status === 304;
