/** Judges a body by one media type of the spec, as bodies of its kind are read. */

import type { Body } from '../../exchange/exchange';
import type { Kind } from '../../exchange/media-type';
import { property } from '../../json/json';
import { child, keysOf, type Pointer } from '../../json/pointer';
import { refuseKeywords } from '../../openapi/part';
import { Unverifiable } from '../../openapi/schema/reading';
import { Reader } from '../parameter/reader';
import { type MessageContext, noRule, prepare, type Rule } from '../rule';
import { schemaRule } from './body-schema';
import { formRule } from './form';
import { multipartRule } from './multipart';
import { faultOf, reportUnreadable } from './unreadable';

/** For the kinds that hold fields. */
const fieldRules = { form: formRule, multipart: multipartRule };

/** The rule for a body of one kind by the media type at `place`. Throws `BrokenReference`. */
export function mediaTypeRule(context: MessageContext, kind: Kind, place: Pointer): Rule {
	const { spec, side, subject, reading } = context;
	const media = spec.document.follow(place);
	const schema = property(media.value, 'schema') === undefined ? undefined : child(media.pointer, 'schema');
	const rule = prepare(
		`${side}.body.unverifiable`,
		`${subject} body`,
		(places) => places[side].body,
		() => {
			if (property(media.value, 'itemSchema') !== undefined) {
				throw new Unverifiable(
					child(media.pointer, 'itemSchema'),
					'the items of a sequential media type are not judged',
				);
			}
			if (schema === undefined && property(spec.document.at(place).value, '$ref') !== undefined) {
				throw new Unverifiable(
					child(place, '$ref'),
					'what the "$ref" in place of a media type leads to has no "schema"',
				);
			}
			refuseKeywords(media, 'a media type', ['schema']);
			if (kind === 'json') return jsonRule(context, media.pointer, schema);
			const byPresence: Rule = () => spec.doubt({ kind: 'presence', name: keysOf(place).at(-1) ?? '', pointer: place });
			if (kind === 'opaque') return byPresence;
			if (schema === undefined) return noRule;
			const reader = new Reader(spec, [schema], { reading, holdsJson: kind !== 'text' });
			if (kind === 'text') return textRule(context, schema, reader) ?? byPresence;
			// A schema for the body as a whole, such as bytes, has no fields to judge.
			if (reader.types && !reader.shapes.includes('object')) return byPresence;
			return fieldRules[kind](context, media, schema, reader);
		},
	);
	return (judgement) => {
		const { isMasked, [side]: sent } = judgement.exchange;
		// A masked text shows only whether it could be read.
		const isJudged = !isMasked || kind === 'json' || 'fault' in sent.body;
		if (isJudged) rule(judgement);
	};
}

function jsonRule(context: MessageContext, media: Pointer, schema: Pointer | undefined): Rule {
	const judge = schema === undefined ? undefined : schemaRule(context, schema);
	return (judgement) => {
		const { body } = judgement.exchange[context.side];
		if (body.kind === 'json') judge?.(judgement, body.value);
		else reportUnreadable(context, judgement, schema ?? media, 'JSON', faultOf(body));
	};
}

/**
 * A text is a value where its schema asks for one: `42` is a number where a number is asked for. Undefined where the
 * schema asks for something else.
 */
function textRule(context: MessageContext, schema: Pointer, reader: Reader): Rule | undefined {
	if (reader.shapes.some((each) => each !== 'primitive')) return undefined;
	const judge = schemaRule(context, schema);
	return (judgement) => {
		const { body } = judgement.exchange[context.side];
		const text = textOf(body);
		if (text === undefined) reportUnreadable(context, judgement, schema, 'text', faultOf(body));
		else judge(judgement, reader.read(text));
	};
}

/** The text of a body; undefined if it is not text. */
function textOf(body: Body): string | undefined {
	if (body.kind === 'none') return '';
	if (body.kind === 'json') return JSON.stringify(body.value);
	return body.kind === 'text' && body.fault === undefined ? body.text : undefined;
}
