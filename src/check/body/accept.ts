/**
 * Holds the `Accept` of a contract's request against what the spec documents, and against the content type that the
 * contract expects itself (RFC 9110, 12.5.1). A server may disregard it, so this is a warning.
 */
import { shorten } from '../../exchange/disclosure';
import { header } from '../../exchange/exchange';
import { admits } from '../../exchange/media-type';
import { isObject, property } from '../../json/json';
import { child } from '../../json/pointer';
import { attempt, isFault, updateSpec } from '../judgement';
import { placeOfHeader } from '../parameter/headers';
import { joinedHeader } from '../parameter/sent';
import { followFrom, noRule, type Rule, type RuleContext } from '../rule';
import { alternatives, mismatch } from '../wording';

export function acceptRule(context: RuleContext): Rule {
	const { operation } = context;
	const source = child(operation.pointer, 'responses');
	const produced = producedBy(context);
	if (produced.length === 0) return noRule;
	return (judgement) => {
		const { request, response } = judgement.exchange;
		const accept = joinedHeader(request.headers, 'accept')?.text;
		if (accept === undefined) return;
		const received = shorten(accept);
		const expected = header(response.headers, 'content-type');
		let words = mismatch('Request header "Accept"', `a range that admits ${alternatives(produced)}`, received);
		if (produced.some((each) => admits(accept, each))) {
			// An error need not be of the type that was asked for.
			if (expected === undefined || response.status >= 400 || admits(accept, expected)) return;
			words = mismatch('Request header "Accept"', `a range that admits the expected ${shorten(expected)}`, received);
		}
		judgement.report({
			code: 'request.accept.unsatisfied',
			place: placeOfHeader(request.headers, 'accept', judgement.places.request.headers),
			source,
			fix: ['Correct what the client sends.', updateSpec],
			...words,
		});
	};
}

/** The media types of all responses but errors; a broken one is reported where it is judged. */
function producedBy(context: RuleContext): string[] {
	const responses = attempt(() => followFrom(context, 'responses').value);
	const statuses = isObject(responses) ? Object.keys(responses).filter((each) => !/^([45]|x-)/.test(each)) : [];
	const all = statuses.flatMap((status) => {
		const response = attempt(() => followFrom(context, 'responses', status));
		const content = isFault(response) ? undefined : property(response.value, 'content');
		return isObject(content) ? Object.keys(content) : [];
	});
	return [...new Set(all)];
}
