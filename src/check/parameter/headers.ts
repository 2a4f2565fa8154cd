/** Judges the documented headers of a response (OpenAPI 3.1, 4.8.21 Header Object); required ones are owed by the provider only. */

import { disclosureOf } from '../../exchange/disclosure';
import type { Pairs, Places } from '../../exchange/exchange';
import { isObject, property } from '../../json/json';
import { child, type Pointer } from '../../json/pointer';
import { type Duty, prepare, type Rule } from '../rule';
import { parseParameter } from './parameter';
import { valueRule } from './parameter-value';
import { fromHeaders } from './sent';

/** What lets one in is shown to nobody. */
export const isCredential = (name: string): boolean =>
	/^(set-cookie2?|(www|proxy)-authenticate|(proxy-)?authorization|(x-)?api-?key)$/i.test(name);

const inHeaders = ({ response }: Places): Pointer => response.headers;

/** The rule for the headers of the Response Object at `response`. Throws `BrokenReference` where that leads nowhere. */
export function responseHeadersRule(duty: Duty, response: Pointer): Rule {
	const { pointer, value } = duty.spec.document.follow(response);
	const described = property(value, 'headers');
	// What the body is says the response's `content` (4.8.17.1).
	const names = Object.keys(isObject(described) ? described : {}).filter(
		(each) => each.toLowerCase() !== 'content-type',
	);
	const rules = names.map((name) => headerRule(duty, name, child(pointer, 'headers', name)));
	return (subject) => {
		for (const rule of rules) rule(subject);
	};
}

function headerRule(given: Duty, name: string, at: Pointer): Rule {
	const what = `The response header "${name}"`;
	const wanted = name.toLowerCase();
	const duty = isCredential(name) ? { ...given, disclosure: disclosureOf(given.role) } : given;
	return prepare('response.header.unverifiable', what, inHeaders, () => {
		const parameter = parseParameter(duty, name, 'header', duty.spec.document.follow(at));
		const judge = valueRule(duty, parameter, {
			kind: 'response.header',
			what,
			placeOf: ({ exchange }, recorded) => child(exchange.places.response.headers, recorded),
		});
		return (subject) => {
			const { headers } = subject.exchange.response;
			// The one header whose lines cannot be joined to a list (RFC 9110, 5.3).
			const lines = wanted === 'set-cookie' ? headers.map((each) => [each]) : [headers];
			let isSent = false;
			for (const each of lines) {
				const sent = fromHeaders(wanted, each);
				if (!sent) continue;
				isSent = true;
				if (!subject.exchange.isMasked) judge(subject, sent);
			}
			if (isSent || !parameter.required || subject.role !== 'provider') return;
			subject.report({
				code: 'response.header.missing',
				place: inHeaders(subject.exchange.places),
				source: parameter.pointer,
				message: `${what} is missing, but the spec requires it. Take it up with the provider`,
				detail: name,
			});
		};
	});
}

/** Where a header stands, in the spelling in which it was recorded. */
export function placeOfHeader(headers: Pairs, name: string, place: Pointer): Pointer {
	const recorded = headers.find(([each]) => each.toLowerCase() === name)?.[0];
	return recorded === undefined ? place : child(place, recorded);
}
