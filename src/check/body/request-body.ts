/** Judges what a request sends as its body (OpenAPI 3.1, 4.8.13 Request Body Object). */
import { property } from '../../json/json';
import { child } from '../../json/pointer';
import { flagOf, refuseKeywords } from '../../openapi/part';
import { type PlaceOf, updateSpec } from '../judgement';
import { followFrom, messageContext, prepare, type Rule, type RuleContext } from '../rule';
import { contentRule, mediaTypesAt } from './content';

const placeOf: PlaceOf = ({ request }) => request.body;

export function requestBodyRule(context: RuleContext): Rule {
	return prepare('request.body.unverifiable', 'Request body', placeOf, () => {
		const isStated = property(followFrom(context).value, 'requestBody') !== undefined;
		const { pointer, value } = isStated ? followFrom(context, 'requestBody') : { ...context.operation, value: null };
		const content = child(pointer, 'content');
		const isRequired = flagOf({ pointer, value }, 'required') === true;
		if (isStated) refuseKeywords({ pointer, value }, 'a request body', ['required']);
		const isDescribed = isStated && mediaTypesAt(context.spec.document, content).length > 0;
		const sent = isDescribed ? contentRule(messageContext(context, 'request'), content) : undefined;
		return (judgement) => {
			const { body } = judgement.exchange.request;
			if (body.kind === 'none' || (!sent && body.kind === 'json' && body.mayBeEmpty)) {
				if (!isRequired) return;
				const place = placeOf(judgement.places);
				const title = 'Request body: the spec requires a body, and there is none.';
				const fix = ['Send the body.', updateSpec];
				judgement.report({ code: 'request.body.missing', place, source: child(pointer, 'required'), title, fix });
			} else if (sent) {
				sent(judgement);
			} else {
				const place = placeOf(judgement.places);
				const title = 'Request body: the spec describes no body, and there is one.';
				const fix = ['Send no body.', updateSpec];
				judgement.report({ code: 'request.body.unexpected', place, source: pointer, title, fix });
			}
		};
	});
}
