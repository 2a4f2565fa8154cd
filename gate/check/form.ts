/** Judges a body of `application/x-www-form-urlencoded` by the schema of its fields (OpenAPI 3.1, 4.8.14.2). */
import type { Located } from '../../spec/document';
import { isObject, type Json, type JsonObject, property } from '../../spec/json';
import { child, type Pointer } from '../../spec/pointer';
import { percentDecoded } from '../../spec/text';
import { type Body, parseJson } from '../exchange';
import { readingOf, schemaRule } from './body-schema';
import { type Field, type Fields, fieldsOf } from './fields';
import type { Duty, Rule } from './rule';
import { reportUnreadable } from './unreadable';
import type { Side } from './wording';

/** The texts of each field, in order and still encoded: a separator is told from one that is part of a value. */
type Sent = ReadonlyMap<string, readonly string[]>;

export function formRule(duty: Duty, side: Side, media: Located, schema: Pointer): Rule {
	const encoding = property(media.value, 'encoding');
	const fields = fieldsOf(duty.spec, readingOf(duty, side), schema, encoding, child(media.pointer, 'encoding'));
	const judge = schemaRule(duty, side, schema, false);
	return (subject) => {
		const sent = sentIn(subject.exchange[side].body);
		if (typeof sent === 'string') reportUnreadable(subject, side, schema, 'form', sent);
		else judge(subject, objectFrom(sent, fields));
	};
}

/** The fields of a body, or why they cannot be read. */
function sentIn(body: Body): Sent | string {
	switch (body.kind) {
		case 'none':
			return new Map();
		case 'text':
			return (
				body.fault ??
				grouped(
					body.text
						.split('&')
						.filter((each) => each !== '')
						.map(pairOf),
				)
			);
		case 'json':
			// An older pact may write a form as a map of its fields.
			return fieldsIn(body.value) ?? 'it is JSON';
		case 'binary':
			return 'it is binary';
		default:
			return body satisfies never;
	}
}

function pairOf(text: string): readonly [string, string] {
	const end = text.indexOf('=');
	return end === -1 ? [decoded(text), ''] : [decoded(text.slice(0, end)), text.slice(end + 1)];
}

function grouped(pairs: readonly (readonly [string, string])[]): Sent {
	const sent = new Map<string, string[]>();
	for (const [name, text] of pairs) {
		const texts = sent.get(name);
		if (texts) texts.push(text);
		else sent.set(name, [text]);
	}
	return sent;
}

function fieldsIn(value: Json): Sent | undefined {
	if (!isObject(value)) return undefined;
	const pairs: [string, string][] = [];
	for (const [name, member] of Object.entries(value)) {
		for (const each of Array.isArray(member) ? (member as readonly Json[]) : [member]) {
			if (typeof each === 'object') return undefined;
			pairs.push([name, encodeURIComponent(String(each))]);
		}
	}
	return grouped(pairs);
}

const decoded = (text: string) => percentDecoded(text.replaceAll('+', ' '));

function objectFrom(sent: Sent, fields: Fields): JsonObject {
	const members: [string, Json][] = [];
	const rest = new Map(sent);
	// An object may be spelled out: in brackets, or member by member.
	for (const name of fields.encoded) {
		const field = fields.named(name);
		if (!field.explode && field.style !== 'deepObject') continue;
		const inner: [string, Json][] = [];
		for (const [member, schemas] of field.members) {
			const key = field.style === 'deepObject' ? `${name}[${member}]` : member;
			const [text] = rest.get(key) ?? [];
			if (text === undefined) continue;
			inner.push([member, fields.read(schemas, decoded(text))]);
			rest.delete(key);
		}
		for (const [key, [text = '']] of field.style === 'deepObject' ? rest : []) {
			if (!key.startsWith(`${name}[`) || !key.endsWith(']')) continue;
			inner.push([key.slice(name.length + 1, -1), decoded(text)]);
			rest.delete(key);
		}
		if (inner.length > 0) members.push([name, Object.fromEntries(inner)]);
	}
	for (const [name, texts] of rest) members.push([name, readOf(fields.named(name), texts, fields)]);
	return Object.fromEntries(members);
}

function readOf(field: Field, texts: readonly string[], { read }: Fields): Json {
	const [first = ''] = texts;
	if (field.isJson && texts.length === 1) {
		const parsed = parseJson(decoded(first));
		return parsed.kind === 'json' ? parsed.value : decoded(first);
	}
	if (field.isList) {
		const items = texts.length > 1 || field.explode ? texts : first.split(separators[field.style]);
		return items.map((item) => read(field.items, decoded(item)));
	}
	if (texts.length > 1) return texts.map((text) => read(field.schemas, decoded(text)));
	if (field.members.size > 0 && !field.explode && field.style === 'form') {
		const parts = first.split(',').map(decoded);
		const keys = parts.filter((_, index) => index % 2 === 0);
		return Object.fromEntries(
			keys.map((key, index) => [key, read(field.members.get(key) ?? [], parts[index * 2 + 1] ?? '')]),
		);
	}
	return read(field.schemas, decoded(first));
}

const separators = { form: ',', spaceDelimited: /\+|%20/, pipeDelimited: /\||%7C/i, deepObject: ',' } as const;
