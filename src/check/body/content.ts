/**
 * Judges a body by the media types that are described for it (OpenAPI 3.1, 4.8.14): its content type against theirs,
 * then JSON, text and the fields of forms by schema, everything else by presence.
 */

import { type Body, header } from '../../exchange/exchange';
import { closestKey, type Kind, kindOf, type MediaType, parseMediaType } from '../../exchange/media-type';
import { isObject, type Json, property } from '../../json/json';
import { child, type Pointer } from '../../json/pointer';
import { BrokenReference, type SpecDocument } from '../../openapi/document/document';
import { placeOfHeader } from '../parameter/headers';
import { Reader } from '../parameter/reader';
import { type Duty, prepare, type Rule } from '../rule';
import type { Subject } from '../subject';
import { nextStep, only, partyOf, type Side } from '../wording';
import { readingOf, schemaRule } from './body-schema';
import { formRule } from './form';
import { multipartRule } from './multipart';
import { faultOf, reportUnreadable } from './unreadable';

/** The media types in the map at `pointer`. Throws `BrokenReference`, also where something else stands there. */
export function mediaTypesAt(document: SpecDocument, pointer: Pointer): string[] {
	const { value } = document.follow(pointer);
	if (isObject(value)) return Object.keys(value);
	if (value === null) return [];
	throw new BrokenReference(pointer, 'no map of media types stands here');
}

/** What a content type leads to: the rule of the media type that covers it, or none where none does. */
interface Choice {
	readonly sent: MediaType | undefined;
	readonly kind: Kind;
	readonly rule: Rule | undefined;
}

/** So many content types are remembered; each boundary of a multipart body makes another. */
const enough = 100;

/** What is asked of a body whose media types are described at `content`. */
export function contentRule(duty: Duty, side: Side, content: Pointer): Rule {
	const { spec, role, disclosure } = duty;
	const documented = mediaTypesAt(spec.document, content);
	const what = partyOf(role, side);
	const next = nextStep(role, side);
	const choices = new Map<string, Choice>();
	const rules = new Map<string, Rule>();
	const unsaid = unsaidTypes(documented);

	return (subject) => {
		const { headers, body } = subject.exchange[side];
		const stated = header(headers, 'content-type') || undefined;
		if (body.kind === 'none') {
			empty(subject, stated);
			return;
		}
		// A contract may leave the content type unsaid.
		const contentType = stated ?? (role === 'contract' ? unsaid(body) : undefined);
		if (contentType === undefined) {
			const code = side === 'request' ? 'request.content-type.undocumented' : 'response.content-type.missing';
			const message = `${what} has a body but no Content-Type; the spec documents ${only(documented)}. ${next}`;
			subject.report({ code, place: subject.exchange.places[side].headers, source: content, message });
			return;
		}
		const { rule, sent } = choices.get(contentType) ?? choose(contentType);
		if (rule) rule(subject);
		else reportUndocumented(subject, contentType, sent);
	};

	function choose(contentType: string): Choice {
		const sent = parseMediaType(contentType);
		const key = sent
			? closestKey(documented, sent)
			: documented.find((each) => each.trim().toLowerCase() === contentType.trim().toLowerCase());
		const kind = sent ? kindOf(sent) : 'opaque';
		const choice = { sent, kind, rule: key === undefined ? undefined : ruleFor(kind, key) };
		if (choices.size < enough) choices.set(contentType, choice);
		return choice;
	}

	function ruleFor(kind: Kind, key: string): Rule {
		const name = `${kind} ${key}`;
		const rule = rules.get(name) ?? mediaTypeRule(duty, side, kind, child(content, key));
		rules.set(name, rule);
		return rule;
	}

	/**
	 * A contract without a body does not care for it, but may for the content type. A provider owes the body; what is
	 * neither JSON nor in parts may be empty.
	 */
	function empty(subject: Subject, stated: string | undefined): void {
		const choice = stated === undefined ? undefined : (choices.get(stated) ?? choose(stated));
		if (role === 'contract') {
			if (stated !== undefined && choice?.rule === undefined) reportUndocumented(subject, stated, choice?.sent);
			return;
		}
		if (choice?.rule !== undefined && choice.kind !== 'json') {
			choice.rule(subject);
			return;
		}
		subject.report({
			code: 'response.body.missing',
			place: subject.exchange.places.response.body,
			source: content,
			message: `${what} with status ${subject.exchange.response.status} has no body, but the spec describes one. ${next}`,
		});
	}

	function reportUndocumented(subject: Subject, contentType: string, sent: MediaType | undefined): void {
		const { headers } = subject.exchange[side];
		const others = sent && documented.some((each) => parseMediaType(each)?.name === sent.name);
		const isTold = disclosure.showsValues;
		const full = others === true && isTold ? contentType.trim() : (sent?.name ?? contentType);
		const shown = `${disclosure.mediaType(full)}${others === true && !isTold ? ' with other parameters' : ''}`;
		const malformed = sent ? '' : ', which is no media type';
		subject.report({
			code: `${side}.content-type.undocumented`,
			place: placeOfHeader(headers, 'content-type', subject.exchange.places[side].headers),
			source: content,
			message: `${what} has content type ${shown}${malformed}; the spec documents ${only(documented)}. ${next}`,
		});
	}
}

/** What a contract's body is held against where it says no content type: the JSON, or the text, that is described. */
function unsaidTypes(documented: readonly string[]): (body: Body) => string | undefined {
	const find = (kind: Kind) =>
		documented.find((each) => {
			const media = parseMediaType(each);
			return media !== undefined && kindOf(media) === kind;
		});
	const [json = 'application/json', text] = [find('json'), find('text')];
	return (body) => (body.kind === 'json' ? json : body.kind === 'text' ? text : undefined);
}

/** What is asked of a body of one kind by the media type described at `place`. */
function mediaTypeRule(duty: Duty, side: Side, kind: Kind, place: Pointer): Rule {
	const { document } = duty.spec;
	const media = document.follow(place);
	const isDescribed = property(media.value, 'schema') !== undefined;
	const schema = isDescribed ? child(media.pointer, 'schema') : undefined;
	const ask = (): Rule => {
		if (kind === 'json') return jsonRule(duty, side, media.pointer, schema);
		if (schema === undefined) return nothing;
		switch (kind) {
			case 'text':
				return textRule(duty, side, schema);
			case 'form':
			case 'multipart': {
				// A body that is described as a whole, such as bytes, has no fields that could be judged.
				const reader = new Reader(duty.spec, [schema], { reading: readingOf(duty, side), holdsJson: true });
				if (!reader.isUntyped && !reader.shapes.includes('object')) return nothing;
				return (kind === 'form' ? formRule : multipartRule)(duty, side, media, schema, reader);
			}
			case 'opaque':
				return nothing;
			default:
				return kind satisfies never;
		}
	};
	const what = `${partyOf(duty.role, side)} body`;
	const rule = prepare(`${side}.body.unverifiable`, what, (places) => places[side].body, ask);
	return (subject) => {
		const { isMasked, [side]: sent } = subject.exchange;
		// Of a text that is masked nothing is left but whether it could be read.
		const isJudged = !isMasked || kind === 'json' || 'fault' in sent.body;
		if (isJudged) rule(subject);
	};
}

const nothing: Rule = () => {};

function jsonRule(duty: Duty, side: Side, media: Pointer, schema: Pointer | undefined): Rule {
	const judge = schema === undefined ? undefined : schemaRule(duty, side, schema);
	return (subject) => {
		const { body } = subject.exchange[side];
		if (body.kind === 'json') {
			judge?.(subject, body.value);
			return;
		}
		reportUnreadable(subject, side, schema ?? media, 'JSON', faultOf(body));
	};
}

/** A text is a value where its schema asks for one: `42` is a number where a number is asked for. */
function textRule(duty: Duty, side: Side, schema: Pointer): Rule {
	const reader = new Reader(duty.spec, [schema], { reading: readingOf(duty, side), holdsJson: false });
	if (reader.shapes.some((each) => each !== 'primitive')) return nothing;
	const judge = schemaRule(duty, side, schema);
	return (subject) => {
		const { body } = subject.exchange[side];
		const text = textOf(body);
		if (text === undefined) reportUnreadable(subject, side, schema, 'text', faultOf(body));
		else judge(subject, reader.read(text));
	};
}

/** The text of a body; undefined where it is none. */
function textOf(body: Body): string | undefined {
	switch (body.kind) {
		case 'none':
			return '';
		case 'text':
			return body.fault === undefined ? body.text : undefined;
		case 'json':
			return JSON.stringify(body.value satisfies Json);
		case 'binary':
			return undefined;
		default:
			return body satisfies never;
	}
}
