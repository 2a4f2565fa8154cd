/** Judges bodies: content type by the description's media types, JSON by schema, everything else by presence. */
import { isObject, property } from '../../spec/json';
import { child, type Pointer } from '../../spec/pointer';
import type { Reading } from '../../spec/reading';
import { unknownProperties } from '../../spec/unknown';
import { type Body, header, isJsonMediaType, mediaTypeOf, type Pairs } from '../exchange';
import { checkResponseHeaders, placeOfHeader } from './parameters';
import type { Subject } from './subject';
import { shorten, shownPlace, wordingOf } from './wording';

type Side = 'request' | 'response';

/** OpenAPI 3.1, 4.8.13 Request Body Object. */
export function checkRequestBody(subject: Subject): void {
	const { body, headers } = subject.exchange.request;
	const place = subject.exchange.places.request.body;
	subject.attempt('request.body.unverifiable', 'The request body', place, () => {
		if (property(subject.follow().value, 'requestBody') === undefined) {
			if (body.kind === 'none') return;
			const message = 'The request has a body, but the spec describes none. Send none, or correct the spec';
			subject.report({ code: 'request.body.unexpected', place, source: subject.operation.pointer, message });
			return;
		}
		const { pointer, value } = subject.follow('requestBody');
		if (body.kind === 'none') {
			if (!isObject(value) || value.required !== true) return;
			const message = 'The request has no body, but the spec requires one. Send it';
			subject.report({ code: 'request.body.missing', place, source: child(pointer, 'required'), message });
			return;
		}
		checkContent(subject, 'request', pointer, headers, body);
	});
}

/** OpenAPI 3.1, 4.8.16 Responses Object: the exact status before its range before `default`. */
export function checkResponse(subject: Subject): void {
	const { status, headers, body } = subject.exchange.response;
	const { places } = subject.exchange;
	const what = partyOf(subject, 'response');
	subject.attempt('response.unverifiable', what, places.response.status, () => {
		const responses = subject.follow('responses');
		const stated = isObject(responses.value) ? Object.keys(responses.value) : [];
		const documented = stated.filter((each) => !each.startsWith('x-'));
		const key = [String(status), `${String(status).charAt(0)}XX`, 'default'].find((each) => documented.includes(each));
		if (key === undefined) {
			subject.report({
				code: 'response.status.undocumented',
				place: places.response.status,
				source: responses.pointer,
				message: `${what} has status ${status}; for ${subject.operation.name} the spec documents ${only(documented)}. ${nextStep(subject, 'response')}`,
			});
			return;
		}
		const { pointer, value } = subject.follow('responses', key);
		checkResponseHeaders(subject, pointer);
		const content = isObject(value) ? value.content : undefined;
		const describesBody = isObject(content) && Object.keys(content).length > 0;
		if (body.kind === 'none') {
			if (!describesBody || subject.role === 'contract' || isBodiless(subject.exchange.request.method, status)) return;
			subject.report({
				code: 'response.body.missing',
				place: places.response.body,
				source: child(pointer, 'content'),
				message: `${what} with status ${status} has no body, but the spec describes one. ${nextStep(subject, 'response')}`,
			});
			return;
		}
		if (!describesBody) {
			subject.report({
				code: 'response.body.unexpected',
				place: places.response.body,
				source: pointer,
				message: `${what} with status ${status} has a body, but the spec describes none. ${nextStep(subject, 'response')}`,
			});
			return;
		}
		checkContent(subject, 'response', pointer, headers, body);
	});
}

function checkContent(subject: Subject, side: Side, owner: Pointer, headers: Pairs, body: Body): void {
	const places = subject.exchange.places[side];
	const { value: content } = subject.spec.document.follow(child(owner, 'content'));
	if (!isObject(content)) return;
	const documented = Object.keys(content);
	const stated = header(headers, 'content-type') || undefined;
	const contentType = stated ?? unsaid(subject, documented, body);
	const source = child(owner, 'content');
	const what = partyOf(subject, side);
	if (contentType === undefined) {
		const message = `${what} has a body but no Content-Type; the spec documents ${only(documented)}. ${nextStep(subject, side)}`;
		const code = side === 'request' ? 'request.content-type.undocumented' : 'response.content-type.missing';
		subject.report({ code, place: places.headers, source, message });
		return;
	}
	const mediaType = mediaTypeOf(contentType);
	const key = closestMediaType(documented, contentType);
	if (key === undefined) {
		const message = `${what} has content type ${shownMediaType(subject, mediaType)}; the spec documents ${only(documented)}. ${nextStep(subject, side)}`;
		const place = placeOfHeader(headers, 'content-type', places.headers);
		subject.report({ code: `${side}.content-type.undocumented`, place, source, message });
		return;
	}
	const media = subject.spec.document.follow(child(owner, 'content', key));
	const described = isObject(media.value) && media.value.schema !== undefined;
	if (!isJsonMediaType(mediaType)) return;
	if (body.kind !== 'json') {
		const fault = body.kind === 'text' ? (body.fault ?? 'it is text') : 'it is binary';
		subject.report({
			code: `${side}.body.unreadable`,
			place: places.body,
			source: described ? child(media.pointer, 'schema') : media.pointer,
			instance: '',
			message: `${what} has a JSON content type, but its body cannot be read: ${fault}. ${nextStep(subject, side)}`,
		});
		return;
	}
	if (!described) return;
	subject.attempt(`${side}.body.unverifiable`, `${what} body`, places.body, () =>
		checkSchema(subject, side, child(media.pointer, 'schema'), body.value),
	);
}

/** A JSON body against its schema: first what it breaks, then what it names that the schema does not know. */
function checkSchema(subject: Subject, side: Side, schema: Pointer, value: unknown): void {
	const { spec, role } = subject;
	const place = subject.exchange.places[side].body;
	const reading: Reading = side === 'response' && role === 'contract' ? 'some' : side;
	if (spec.validator.surelyAgrees(reading, schema, value)) return;
	const part = `${partyOf(subject, side)} body`;
	const faults = spec.validator.faults(reading, schema, value);
	for (const fault of faults) {
		const instance = shownPlace(fault.instance, role);
		subject.report({
			code: `${side}.body.invalid`,
			place: place + instance,
			source: fault.source,
			instance,
			message: `${wordingOf(fault, part, role)}. ${nextStep(subject, side)}`,
			detail: JSON.stringify([fault.keyword, fault.params.missingProperty, fault.params.propertyName]),
		});
	}
	const ruledOut = new Set(faults.map((fault) => fault.instance));
	for (const { instance: found, source } of unknownProperties(spec.document, spec.validator, schema, value)) {
		if (ruledOut.has(found)) continue;
		const instance = shownPlace(found, role);
		const drifted = role === 'provider' ? 'response.body.drift' : 'response.body.unknown';
		subject.report({
			code: side === 'request' ? 'request.body.unknown' : drifted,
			place: place + instance,
			source,
			instance,
			message: `${part} has ${instance}, a field that the spec does not know. ${nextStep(subject, side)}`,
		});
	}
}

/** The most specific of the documented media types that covers `contentType` (4.8.17), parameters compared last. */
function closestMediaType(documented: readonly string[], contentType: string): string | undefined {
	const [exact, mediaType] = [contentType.replaceAll(' ', '').toLowerCase(), mediaTypeOf(contentType)];
	const range = `${mediaType.split('/')[0]}/*`;
	return (
		documented.find((each) => each.replaceAll(' ', '').toLowerCase() === exact) ??
		[mediaType, range, '*/*'].flatMap((wanted) => documented.filter((each) => mediaTypeOf(each) === wanted))[0]
	);
}

/** A contract may leave the content type unsaid; a body of JSON is then held against the JSON that is described. */
function unsaid({ role }: Subject, documented: readonly string[], body: Body): string | undefined {
	if (role === 'provider' || body.kind !== 'json') return undefined;
	return documented.find((each) => isJsonMediaType(mediaTypeOf(each))) ?? 'application/json';
}

/** What anybody may send is named; anything else in a provider's header is withheld. */
const familiar = /^(application\/(json|problem\+json|xml|octet-stream)|text\/(html|plain|xml))$/;

function shownMediaType({ role }: Subject, mediaType: string): string {
	return role === 'contract' || familiar.test(mediaType) ? shorten(mediaType) : '(value withheld)';
}

/** RFC 9110, 6.4.1: these never have a body, whatever is described. */
function isBodiless(method: string, status: number): boolean {
	return method === 'HEAD' || status < 200 || [204, 205, 304].includes(status);
}

const only = (names: readonly string[]): string => (names.length === 0 ? 'none' : `only ${names.join(', ')}`);

function partyOf({ role }: Subject, side: Side): string {
	if (side === 'request') return 'The request';
	return role === 'contract' ? 'The expected response' : "The provider's response";
}

function nextStep({ role }: Subject, side: Side): string {
	if (role === 'provider') return 'Take it up with the provider, or update the spec if the API has changed';
	return side === 'request'
		? 'Correct what the client sends, or update the spec if the API has changed'
		: 'Correct what the interaction expects, or update the spec if the API has changed';
}
