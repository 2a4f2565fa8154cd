/**
 * Judges the documented headers of a response (OpenAPI 3.1, 4.8.21 Header Object); required ones are owed by the
 * provider only.
 */

import { disclosureOf } from '../../exchange/disclosure';
import type { Pairs } from '../../exchange/exchange';
import { property } from '../../json/json';
import { child, type Pointer } from '../../json/pointer';
import { mapAt } from '../../openapi/part';
import type { Spec } from '../../openapi/spec';
import type { PlaceOf } from '../judgement';
import { prepare, type Rule, type RuleContext } from '../rule';
import { parseParameter } from './parameter';
import { valueRule } from './parameter-value';
import { fromHeaders } from './sent';
import { isStandardHeader } from './standard-headers';

/** Headers that carry credentials; their values are never shown. */
export const isCredential = (name: string): boolean =>
	/^(set-cookie2?|(www|proxy)-authenticate|(proxy-)?authorization|(x-)?api-?key)$/i.test(name);

const inHeaders: PlaceOf = ({ response }) => response.headers;

/** The rule for the headers of the Response Object at `response`. Throws `BrokenReference` where that leads nowhere. */
export function responseHeadersRule(context: RuleContext, response: Pointer): Rule {
	const described = describedHeaders(context.spec, response);
	const rules = described.map(([name, at]) => headerRule(context, name, at));
	// What a provider sends beside its spec breaks nothing.
	if (context.role === 'contract') rules.push(undocumentedRule(context, response, described));
	return (judgement) => {
		for (const rule of rules) rule(judgement);
	};
}

/** The headers that the Response Object at `response` documents, by name. Throws `BrokenReference`. */
export function describedHeaders({ document }: Spec, response: Pointer): (readonly [name: string, at: Pointer])[] {
	const { pointer, value } = document.follow(response);
	const described = mapAt(child(pointer, 'headers'), property(value, 'headers'));
	// The content type is defined by `content` (4.8.17.1).
	const names = Object.keys(described).filter((each) => each.toLowerCase() !== 'content-type');
	return names.map((name) => [name, child(pointer, 'headers', name)]);
}

/** A contract should not rely on a header that nothing promises. */
function undocumentedRule(
	{ spec }: RuleContext,
	response: Pointer,
	described: ReturnType<typeof describedHeaders>,
): Rule {
	const source = spec.document.follow(response).pointer;
	const documented = new Set(described.map(([name]) => name.toLowerCase()));
	return (judgement) => {
		const { headers } = judgement.exchange.response;
		const recorded = new Map(headers.map(([name]) => [name.toLowerCase(), name]));
		for (const [name, own] of recorded) {
			if (documented.has(name) || isStandardHeader(name)) continue;
			judgement.report({
				code: 'response.header.undocumented',
				place: child(inHeaders(judgement.places), own),
				source,
				title: `Expected response header "${own}": the spec does not document this header.`,
				fix: ['Correct what the consumer test expects.', `Document the header in ${spec.document.file}.`],
				detail: name,
			});
		}
	};
}

function headerRule(context: RuleContext, name: string, at: Pointer): Rule {
	const { spec, role } = context;
	const what = `${role === 'contract' ? 'Expected response' : 'Response'} header "${name}"`;
	const wanted = name.toLowerCase();
	const disclosure = isCredential(name) ? disclosureOf(role) : context.disclosure;
	return prepare('response.header.unverifiable', what, inHeaders, () => {
		const parameter = parseParameter(spec, name, 'header', spec.document.follow(at));
		return valueRule({ ...context, disclosure }, parameter, {
			kind: 'response.header',
			what,
			placeOf: inHeaders,
			sentIn({ exchange }) {
				const { headers } = exchange.response;
				// The one header whose lines cannot be joined to a list (RFC 9110, 5.3).
				const lines = wanted === 'set-cookie' ? headers.map((each) => [each]) : [headers];
				return lines
					.map((each) => fromHeaders(each, wanted))
					.filter((each) => each !== undefined)
					.map((each, line) => ({ ...each, line }));
			},
		});
	});
}

/** The place of a header, in the spelling in which it was recorded. */
export function placeOfHeader(headers: Pairs, name: string, place: Pointer): Pointer {
	const recorded = headers.find(([each]) => each.toLowerCase() === name)?.[0];
	return recorded === undefined ? place : child(place, recorded);
}
