/**
 * Judges a response (OpenAPI 3.1, 4.8.16 Responses Object): the exact status before its range before `default`,
 * then its headers and its body.
 */
import { isObject, property } from '../../json/json';
import { child } from '../../json/pointer';
import { responseHeadersRule } from '../parameter/headers';
import { type Duty, followFrom, prepare, type Rule } from '../rule';
import type { Subject } from '../subject';
import { nextStep, only, partyOf } from '../wording';
import { contentRule, mediaTypesAt } from './content';

export function responseRule(duty: Duty): Rule {
	const what = partyOf(duty.role, 'response');
	const next = nextStep(duty.role, 'response');
	return prepared(duty, () => {
		const responses = followFrom(duty, 'responses');
		const stated = isObject(responses.value) ? Object.keys(responses.value) : [];
		const documented = stated.filter((each) => !each.startsWith('x-'));
		const undocumented = (subject: Subject) => {
			const { response, places } = subject.exchange;
			subject.report({
				code: 'response.status.undocumented',
				place: places.response.status,
				source: responses.pointer,
				message: `${what} has status ${response.status}; for ${duty.operation.name} the spec documents ${only(documented)}. ${next}`,
			});
		};
		const byKey = new Map<string, Rule>();
		const byStatus = new Map<number, Rule>();
		const ruleFor = (status: number): Rule => {
			const key = keyFor(documented, status);
			if (key === undefined) return undocumented;
			const rule = byKey.get(key) ?? documentedRule(duty, key);
			byKey.set(key, rule);
			return rule;
		};
		return (subject) => {
			const { status } = subject.exchange.response;
			let rule = byStatus.get(status);
			if (rule === undefined) {
				rule = ruleFor(status);
				byStatus.set(status, rule);
			}
			rule(subject);
		};
	});
}

/** A range is to be written `4XX`; one written `4xx` can mean nothing else. */
function keyFor(documented: readonly string[], status: number): string | undefined {
	const range = `${String(status).charAt(0)}XX`;
	return (
		documented.find((each) => each === String(status)) ??
		documented.find((each) => each.toUpperCase() === range) ??
		documented.find((each) => each === 'default')
	);
}

/** What is asked of a response that is documented under `key`. */
function documentedRule(duty: Duty, key: string): Rule {
	const what = partyOf(duty.role, 'response');
	const next = nextStep(duty.role, 'response');
	return prepared(duty, () => {
		const { pointer, value } = followFrom(duty, 'responses', key);
		const source = child(pointer, 'content');
		const describesBody =
			property(value, 'content') !== undefined && mediaTypesAt(duty.spec.document, source).length > 0;
		const headers = responseHeadersRule(duty, pointer);
		const content = describesBody ? contentRule(duty, 'response', source) : undefined;
		return (subject) => {
			const { request, response } = subject.exchange;
			headers(subject);
			const isBodiless = isAlwaysBodiless(request.method, response.status);
			if (response.body.kind === 'none') {
				if (!isBodiless) content?.(subject);
				return;
			}
			// A recording may hold under a 304 what was in a cache; it did not come back.
			if (isBodiless && duty.role === 'provider') return;
			if (content && !isBodiless) {
				content(subject);
				return;
			}
			const place = subject.exchange.places.response.body;
			const which = `${request.method === 'HEAD' ? ' to HEAD' : ''} with status ${response.status}`;
			const message = content
				? `${what}${which} has a body, but HTTP allows none there. Correct what the interaction expects`
				: `${what} with status ${response.status} has a body, but the spec describes none. ${next}`;
			subject.report({ code: 'response.body.unexpected', place, source: pointer, message });
		};
	});
}

function prepared(duty: Duty, make: () => Rule): Rule {
	const what = partyOf(duty.role, 'response');
	return prepare('response.unverifiable', what, (places) => places.response.status, make);
}

/** RFC 9110, 6.4.1 and 15.3.6: these never have a body, whatever is described. */
function isAlwaysBodiless(method: string, status: number): boolean {
	return method === 'HEAD' || status < 200 || status === 204 || status === 205 || status === 304;
}
