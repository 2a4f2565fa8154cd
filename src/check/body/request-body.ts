/** Judges what a request sends as its body (OpenAPI 3.1, 4.8.13 Request Body Object). */
import { property } from '../../json/json';
import { child } from '../../json/pointer';
import { followFrom, messageContext, type PlaceOf, prepare, type Rule, type RuleContext } from '../rule';
import { contentRule, mediaTypesAt } from './content';

const placeOf: PlaceOf = ({ request }) => request.body;

export function requestBodyRule(context: RuleContext): Rule {
	return prepare('request.body.unverifiable', 'The request body', placeOf, () => {
		if (property(followFrom(context).value, 'requestBody') === undefined) return unexpected(context.operation.pointer);
		const { pointer, value } = followFrom(context, 'requestBody');
		const isRequired = property(value, 'required') === true;
		const source = child(pointer, 'required');
		const content = child(pointer, 'content');
		const isDescribed = mediaTypesAt(context.spec.document, content).length > 0;
		const sent = isDescribed ? contentRule(messageContext(context, 'request'), content) : unexpected(pointer);
		return (judgement) => {
			if (judgement.exchange.request.body.kind !== 'none') {
				sent(judgement);
			} else if (isRequired) {
				const message = 'The request has no body, but the spec requires one. Send it';
				judgement.report({ code: 'request.body.missing', place: placeOf(judgement.places), source, message });
			}
		};
	});
}

const unexpected =
	(source: string): Rule =>
	(judgement) => {
		if (judgement.exchange.request.body.kind === 'none') return;
		const message = 'The request has a body, but the spec describes none. Send none, or correct the spec';
		judgement.report({ code: 'request.body.unexpected', place: placeOf(judgement.places), source, message });
	};
