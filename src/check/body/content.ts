/**
 * Judges a body by the media types of the spec (OpenAPI 3.1, 4.8.14): its content type against theirs,
 * then JSON, text and the fields of forms by schema, everything else by presence.
 */

import { type Body, header } from '../../exchange/exchange';
import { admits, closestKey, type Kind, kindOf, parseMediaType } from '../../exchange/media-type';
import { child, type Pointer } from '../../json/pointer';
import type { SpecDocument } from '../../openapi/document/document';
import { mapAt } from '../../openapi/part';
import type { Judgement } from '../judgement';
import { placeOfHeader } from '../parameter/headers';
import { joinedHeader } from '../parameter/sent';
import { remembered } from '../remembered';
import type { MessageContext, Rule } from '../rule';
import { alternatives, mismatch } from '../wording';
import { mediaTypeRule } from './media-type-rule';
import { closestOf, readableAs } from './unsaid-type';

/** The media types in the map at `pointer`. Throws `BrokenReference`, and `Unverifiable` if there is something else. */
export function mediaTypesAt(document: SpecDocument, pointer: Pointer): string[] {
	const content = document.follow(pointer);
	return Object.keys(mapAt(content.pointer, content.value));
}

/** The rule for a body whose media types are at `content`. */
export function contentRule(context: MessageContext, content: Pointer): Rule {
	const { spec, side, role, subject, fix, disclosure } = context;
	const documented = mediaTypesAt(spec.document, content);
	const rules = new Map<string, Rule>();
	const byContentType = new Map<string, Rule | undefined>();

	return (judgement) => {
		const { headers, body } = judgement.exchange[side];
		const stated = header(headers, 'content-type') || undefined;
		if (body.kind === 'none' && !body.isStated) {
			judgeEmpty(judgement, stated);
			return;
		}
		if (stated === undefined && role === 'contract') {
			judgeUnsaid(judgement, body);
			return;
		}
		if (stated === undefined) {
			const code = side === 'request' ? 'request.content-type.undocumented' : 'response.content-type.missing';
			const words = mismatch(`${subject} content type`, alternatives(documented), 'a body without Content-Type');
			judgement.report({ code, place: judgement.places[side].headers, source: content, fix, ...words });
			return;
		}
		const rule = ruleFor(stated);
		if (rule) rule(judgement);
		else reportUndocumented(judgement, stated);
	};

	/** A contract may omit the content type: then its body has to fit one of the types that can come. */
	function judgeUnsaid(judgement: Judgement, body: Body): void {
		const accept = side === 'response' ? joinedHeader(judgement.exchange.request.headers, 'accept')?.text : undefined;
		const admitted = accept === undefined ? [] : documented.filter((each) => admits(accept, each));
		const expected = admitted.length > 0 ? admitted : documented;
		const possible = readableAs(body, expected);
		const [first] = possible;
		if (first === undefined) reportUndocumented(judgement, 'application/json', expected);
		else if (possible.length === 1) sharedRule(...first)(judgement);
		else {
			const rules = possible.map((each) => sharedRule(...each));
			closestOf(rules, judgement)(judgement);
		}
	}

	/** Each boundary of a multipart body makes another content type, and all share one rule. */
	function sharedRule(kind: Kind, key: string): Rule {
		return remembered(rules, `${kind} ${key}`, () => mediaTypeRule(context, kind, child(content, key)));
	}

	/** The rule of the media type that covers a content type; undefined where none does. */
	function ruleFor(contentType: string): Rule | undefined {
		return remembered(byContentType, contentType, () => {
			const sent = parseMediaType(contentType);
			const wanted = contentType.trim().toLowerCase();
			const key = sent ? closestKey(documented, sent) : documented.find((each) => each.trim().toLowerCase() === wanted);
			if (key === undefined) return undefined;
			return sharedRule(kindIn(contentType), key);
		});
	}

	/**
	 * A contract without a body does not check it, but may check the content type. A provider owes the body; what is
	 * neither JSON nor in parts may be empty.
	 */
	function judgeEmpty(judgement: Judgement, stated: string | undefined): void {
		const rule = stated === undefined ? undefined : ruleFor(stated);
		if (role === 'contract') {
			if (stated !== undefined && !rule) reportUndocumented(judgement, stated);
		} else if (stated !== undefined && rule && kindIn(stated) !== 'json') {
			rule(judgement);
		} else {
			const { status } = judgement.exchange.response;
			judgement.report({
				code: 'response.body.missing',
				place: judgement.places.response.body,
				source: content,
				fix,
				title: `${subject} body: the spec describes a body for status ${status}, and there is none.`,
			});
		}
	}

	function reportUndocumented(judgement: Judgement, contentType: string, expected = documented): void {
		const sent = parseMediaType(contentType);
		const differs = sent !== undefined && expected.some((each) => parseMediaType(each)?.name === sent.name);
		const isShown = disclosure.showsValues;
		const full = differs && isShown ? contentType.trim() : (sent?.name ?? contentType);
		const shown = `${disclosure.mediaType(full)}${differs && !isShown ? ' with other parameters' : ''}`;
		const malformed = sent ? '' : ', which is not a media type';
		const { headers } = judgement.exchange[side];
		judgement.report({
			code: `${side}.content-type.undocumented`,
			place: placeOfHeader(headers, 'content-type', judgement.places[side].headers),
			source: content,
			fix,
			...mismatch(`${subject} content type`, alternatives(expected), shown + malformed),
		});
	}
}

function kindIn(contentType: string): Kind {
	const sent = parseMediaType(contentType);
	return sent ? kindOf(sent) : 'opaque';
}
