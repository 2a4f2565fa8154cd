/** Judges what a request sends as its body (OpenAPI 3.1, 4.8.13 Request Body Object). */
import { property } from '../../json/json';
import { child } from '../../json/pointer';
import { type Duty, followFrom, prepare, type Rule } from '../rule';
import { contentRule, mediaTypesAt } from './content';

export function requestBodyRule(duty: Duty): Rule {
	return prepare(
		'request.body.unverifiable',
		'The request body',
		(places) => places.request.body,
		() => {
			if (property(followFrom(duty).value, 'requestBody') === undefined) return unexpected(duty.operation.pointer);
			const { pointer, value } = followFrom(duty, 'requestBody');
			const isRequired = property(value, 'required') === true;
			const source = child(pointer, 'required');
			const content = child(pointer, 'content');
			const isDescribed = mediaTypesAt(duty.spec.document, content).length > 0;
			const sent = isDescribed ? contentRule(duty, 'request', content) : unexpected(pointer);
			return (subject) => {
				if (subject.exchange.request.body.kind !== 'none') {
					sent(subject);
				} else if (isRequired) {
					const place = subject.exchange.places.request.body;
					const message = 'The request has no body, but the spec requires one. Send it';
					subject.report({ code: 'request.body.missing', place, source, message });
				}
			};
		},
	);
}

const unexpected =
	(source: string): Rule =>
	(subject) => {
		if (subject.exchange.request.body.kind === 'none') return;
		const place = subject.exchange.places.request.body;
		const message = 'The request has a body, but the spec describes none. Send none, or correct the spec';
		subject.report({ code: 'request.body.unexpected', place, source, message });
	};
