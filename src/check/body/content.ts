/**
 * Judges a body by the media types that are described for it (OpenAPI 3.1, 4.8.14): its content type against theirs,
 * then JSON, text and the fields of forms by schema, everything else by presence.
 */

import { type Body, header } from '../../exchange/exchange';
import { closestKey, type Kind, kindOf, type MediaType, parseMediaType } from '../../exchange/media-type';
import { isObject } from '../../json/json';
import { child, type Pointer } from '../../json/pointer';
import { BrokenReference, type SpecDocument } from '../../openapi/document/document';
import type { Judgement } from '../judgement';
import type { MessageContext } from '../message';
import { placeOfHeader } from '../parameter/headers';
import { remembered } from '../remembered';
import type { Rule } from '../rule';
import { only } from '../wording';
import { mediaTypeRule } from './media-type-rule';

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

/** What is asked of a body whose media types are described at `content`. */
export function contentRule(context: MessageContext, content: Pointer): Rule {
	const { spec, side, role, party, nextStep, disclosure } = context;
	const documented = mediaTypesAt(spec.document, content);
	const choices = new Map<string, Choice>();
	const rules = new Map<string, Rule>();

	return (judgement) => {
		const { headers, body } = judgement.exchange[side];
		const stated = header(headers, 'content-type') || undefined;
		if (body.kind === 'none') {
			judgeEmpty(judgement, stated);
			return;
		}
		// A contract may leave the content type unsaid.
		const contentType = stated ?? (role === 'contract' ? unsaidType(documented, body) : undefined);
		if (contentType === undefined) {
			const code = side === 'request' ? 'request.content-type.undocumented' : 'response.content-type.missing';
			const message = `${party} has a body but no Content-Type; the spec documents ${only(documented)}. ${nextStep}`;
			judgement.report({ code, place: judgement.places[side].headers, source: content, message });
			return;
		}
		const choice = choiceFor(contentType);
		if (choice.rule) choice.rule(judgement);
		else reportUndocumented(judgement, contentType, choice);
	};

	function choiceFor(contentType: string): Choice {
		return remembered(choices, contentType, () => {
			const sent = parseMediaType(contentType);
			const wanted = contentType.trim().toLowerCase();
			const key = sent ? closestKey(documented, sent) : documented.find((each) => each.trim().toLowerCase() === wanted);
			const kind = sent ? kindOf(sent) : 'opaque';
			if (key === undefined) return { sent, kind, rule: undefined };
			// Each boundary of a multipart body makes another content type, and none makes another rule.
			const make = () => mediaTypeRule(context, kind, child(content, key));
			return { sent, kind, rule: remembered(rules, `${kind} ${key}`, make) };
		});
	}

	/**
	 * A contract without a body does not care for it, but may for the content type. A provider owes the body; what is
	 * neither JSON nor in parts may be empty.
	 */
	function judgeEmpty(judgement: Judgement, stated: string | undefined): void {
		const choice = stated === undefined ? undefined : choiceFor(stated);
		if (role === 'contract') {
			if (stated !== undefined && choice && !choice.rule) reportUndocumented(judgement, stated, choice);
		} else if (choice?.rule !== undefined && choice.kind !== 'json') {
			choice.rule(judgement);
		} else {
			const { status } = judgement.exchange.response;
			judgement.report({
				code: 'response.body.missing',
				place: judgement.places.response.body,
				source: content,
				message: `${party} with status ${status} has no body, but the spec describes one. ${nextStep}`,
			});
		}
	}

	function reportUndocumented(judgement: Judgement, contentType: string, { sent }: Choice): void {
		const differs = sent !== undefined && documented.some((each) => parseMediaType(each)?.name === sent.name);
		const isShown = disclosure.showsValues;
		const full = differs && isShown ? contentType.trim() : (sent?.name ?? contentType);
		const shown = `${disclosure.mediaType(full)}${differs && !isShown ? ' with other parameters' : ''}`;
		const malformed = sent ? '' : ', which is no media type';
		const { headers } = judgement.exchange[side];
		judgement.report({
			code: `${side}.content-type.undocumented`,
			place: placeOfHeader(headers, 'content-type', judgement.places[side].headers),
			source: content,
			message: `${party} has content type ${shown}${malformed}; the spec documents ${only(documented)}. ${nextStep}`,
		});
	}
}

/** What a contract's body is held against where it says no content type: the JSON, or the text, that is described. */
function unsaidType(documented: readonly string[], { kind }: Body): string | undefined {
	if (kind !== 'json' && kind !== 'text') return undefined;
	const described = documented.find((each) => {
		const media = parseMediaType(each);
		return media !== undefined && kindOf(media) === kind;
	});
	return described ?? (kind === 'json' ? 'application/json' : undefined);
}
