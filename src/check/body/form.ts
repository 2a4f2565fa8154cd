/** Judges a body of `application/x-www-form-urlencoded` by the schema of its fields (OpenAPI 3.1, 4.8.14.2). */

import { type Body, type Pairs, parseJson } from '../../exchange/exchange';
import { isObject, type Json, type JsonObject, property } from '../../json/json';
import { child, type Pointer } from '../../json/pointer';
import { percentDecoded } from '../../json/text';
import type { Located } from '../../openapi/document/document';
import type { Reader } from '../parameter/reader';
import { gathered, nested, valueOfFields } from '../parameter/spread-fields';
import { valuesOf } from '../parameter/written';
import type { Duty, Rule } from '../rule';
import type { Side } from '../wording';
import { schemaRule } from './body-schema';
import { type Field, type Fields, fieldsOf } from './fields';
import { faultOf, reportUnreadable } from './unreadable';

/** `reader` reads what stands at `schema`. */
export function formRule(duty: Duty, side: Side, media: Located, schema: Pointer, reader: Reader): Rule {
	const fields = fieldsOf(duty.spec, reader, property(media.value, 'encoding'), child(media.pointer, 'encoding'));
	const judge = schemaRule(duty, side, schema, false);
	return (subject) => {
		const { body } = subject.exchange[side];
		const sent = sentIn(body);
		if (sent === undefined) reportUnreadable(subject, side, schema, 'form', faultOf(body));
		else judge(subject, objectFrom(sent, fields));
	};
}

/**
 * The fields of a body; undefined where it is no form. Their texts are still encoded: so a separator is told from one that
 * is part of a value.
 */
function sentIn(body: Body): Pairs | undefined {
	if (body.kind === 'none') return [];
	// An older pact may write a form as a map of its fields.
	if (body.kind === 'json') return pairsIn(body.value);
	if (body.kind === 'binary' || body.fault !== undefined) return undefined;
	return body.text
		.split('&')
		.filter((each) => each !== '')
		.map(pairOf);
}

function pairOf(text: string): readonly [string, string] {
	const [name = ''] = text.split('=', 1);
	return [decoded(name), text.slice(name.length + 1)];
}

function pairsIn(value: Json): Pairs | undefined {
	if (!isObject(value)) return undefined;
	const pairs: [string, string][] = [];
	for (const [name, member] of Object.entries(value)) {
		for (const each of Array.isArray(member) ? (member as readonly Json[]) : [member]) {
			if (typeof each === 'object') return undefined;
			pairs.push([name, encodeURIComponent(String(each))]);
		}
	}
	return pairs;
}

const decoded = (text: string) => percentDecoded(text.replaceAll('+', ' '));

function objectFrom(sent: Pairs, fields: Fields): JsonObject {
	const members: [string, Json][] = [];
	const rest = new Set(sent);
	for (const field of fields.spelled) {
		const own = [...rest].filter(([name]) => isPartOf(field, name));
		const texts = own.map(([name, text]) => [name, decoded(text)] as const);
		const inner = field.style === 'deepObject' ? nested(field.name, texts) : gathered(texts);
		if (!inner || inner.size === 0) continue;
		members.push([field.name, valueOfFields(inner, field.reader)]);
		for (const each of own) rest.delete(each);
	}
	for (const [name, texts] of gathered([...rest])) members.push([name, valueOfTexts(fields.named(name), texts)]);
	return Object.fromEntries(members);
}

/** Whether an object that is spelled out has a member of this name: in brackets, or as one of its own. */
const isPartOf = ({ name, style, reader }: Field, sent: string) =>
	style === 'deepObject' ? sent.startsWith(`${name}[`) : reader.names.has(sent);

function valueOfTexts(field: Field, texts: readonly string[]): Json {
	const { reader, isJson, isStyled } = field;
	const [first = ''] = texts;
	if (isJson && texts.length === 1) {
		const parsed = parseJson(decoded(first));
		return parsed.kind === 'json' ? parsed.value : decoded(first);
	}
	// Several texts are a list, whatever would have stood between them in one.
	const styled = { ...field, explode: field.explode || texts.length > 1 };
	const bare = texts.map((text) => withSeparators(field.style, text));
	const readings = reader.shapes.flatMap((shape) => {
		if (shape === 'object' && !isStyled) return texts.length === 1 ? [reader.read(decoded(first))] : [];
		return valuesOf(styled, shape, bare, decoded, reader);
	});
	const best = reader.best(readings);
	if (best !== undefined) return best;
	return texts.length === 1 ? decoded(first) : texts.map((text) => reader.read(decoded(text)));
}

/** Clients encode what stands between two items as well, unless it is a comma. */
function withSeparators(style: Field['style'], text: string): string {
	if (style === 'spaceDelimited') return text.replaceAll(/\+|%20/g, ' ');
	return style === 'pipeDelimited' ? text.replaceAll(/%7C/gi, '|') : text;
}
