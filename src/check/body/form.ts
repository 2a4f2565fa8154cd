/** Judges a body of `application/x-www-form-urlencoded` by the schema of its fields (OpenAPI 3.1, 4.8.14.2). */

import { type Body, type Pairs, parseJson } from '../../exchange/exchange';
import { isObject, type Json, type JsonObject } from '../../json/json';
import type { Pointer } from '../../json/pointer';
import { decodedField } from '../../json/text';
import type { Located } from '../../openapi/document/document';
import type { Reader } from '../parameter/reader';
import { gathered, nested, pairOf, valueOfFields } from '../parameter/spread-fields';
import { type Styled, valuesOf } from '../parameter/style';
import type { MessageContext, Rule } from '../rule';
import { schemaRule } from './body-schema';
import { type Field, type Fields, fieldsOf } from './fields';
import { faultOf, reportUnreadable } from './unreadable';

/** `reader` reads the schema at `schema`. */
export function formRule(context: MessageContext, media: Located, schema: Pointer, reader: Reader): Rule {
	const fields = fieldsOf(reader, media);
	const judge = schemaRule(context, schema, false);
	return (judgement) => {
		const { body } = judgement.exchange[context.side];
		const sent = sentIn(body);
		if (sent === undefined) reportUnreadable(context, judgement, schema, 'a form', faultOf(body));
		else judge(judgement, objectFrom(sent, fields));
	};
}

/**
 * The fields of a body; undefined if it is not a form. Their texts are still encoded: so a separator differs from one
 * that is part of a value.
 */
function sentIn(body: Body): Pairs | undefined {
	if (body.kind === 'none') return [];
	// An older pact may write a form as a map of its fields.
	if (body.kind === 'json') return pairsIn(body.value);
	if (body.kind === 'binary' || body.fault !== undefined) return undefined;
	const parts = body.text.split('&').filter((each) => each !== '');
	return parts.map(pairOf).map(([name, text]) => [decodedField(name), text]);
}

function pairsIn(value: Json): Pairs | undefined {
	if (!isObject(value)) return undefined;
	const members = Object.entries(value).flatMap(([name, member]) =>
		[member].flat().map((each) => [name, each] as const),
	);
	if (members.some(([, each]) => typeof each === 'object')) return undefined;
	return members.map(([name, each]) => [name, encodeURIComponent(String(each))]);
}

function objectFrom(sent: Pairs, fields: Fields): JsonObject {
	const members: [string, Json][] = [];
	const rest = new Set(sent);
	for (const field of fields.spelled) {
		const own = [...rest].filter(([name]) => isPartOf(field, name));
		const texts = own.map(([name, text]) => [name, decodedField(text)] as const);
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
	const { reader } = field;
	const text = texts.length === 1 ? decodedField(texts[0] ?? '') : undefined;
	if (field.isJson && text !== undefined) {
		const parsed = parseJson(text);
		return parsed.kind === 'json' ? parsed.value : text;
	}
	// Several texts are a list, whatever would have stood between them in one.
	const styled = { ...field, explode: field.explode || text === undefined };
	const bare = texts.map((each) => withSeparators(field, each));
	const readings = reader.shapes.flatMap((shape) => {
		if (shape !== 'object' || field.isStyled) return valuesOf(styled, shape, bare, reader);
		return text === undefined ? [] : [reader.read(text)];
	});
	const best = reader.best(readings);
	if (best !== undefined) return best;
	return text ?? texts.map((each) => reader.read(decodedField(each)));
}

/** Clients also encode the separator between two items, unless it is a comma. */
function withSeparators({ style }: Styled, text: string): string {
	if (style === 'spaceDelimited') return text.replaceAll(/\+|%20/g, ' ');
	return style === 'pipeDelimited' ? text.replaceAll(/%7C/gi, '|') : text;
}
