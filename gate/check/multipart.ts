/**
 * Judges a body of `multipart/form-data` by the schema of its fields (OpenAPI 3.1, 4.8.14.3 and 4.8.15): parts of JSON
 * and text by value, files and other bytes by presence, and each part's content type by what `encoding` allows.
 */
import type { Located } from '../../spec/document';
import { type Json, property } from '../../spec/json';
import { child, type Pointer } from '../../spec/pointer';
import { type Body, header, parseJson } from '../exchange';
import { readingOf, schemaRule } from './body-schema';
import { type Field, fieldsOf } from './fields';
import { closestKey, kindOf, parseMediaType } from './media-type';
import { type Part, partsIn } from './parts';
import type { Duty, Rule } from './rule';
import type { Subject } from './subject';
import { reportUnreadable } from './unreadable';
import { nextStep, only, partyOf, type Side, shownMediaType, shownPlace } from './wording';

export function multipartRule(duty: Duty, side: Side, media: Located, schema: Pointer): Rule {
	const encoding = property(media.value, 'encoding');
	const fields = fieldsOf(duty.spec, readingOf(duty, side), schema, encoding, child(media.pointer, 'encoding'));
	const judge = schemaRule(duty, side, schema, false);

	return (subject) => {
		const { body, headers } = subject.exchange[side];
		const parts = partsOf(body, header(headers, 'content-type'));
		if (typeof parts === 'string') {
			reportUnreadable(subject, side, schema, 'multipart', parts);
			return;
		}
		const byName = new Map<string, Part[]>();
		for (const part of parts) byName.set(part.name, [...(byName.get(part.name) ?? []), part]);
		const unread = new Set<Pointer>();
		const members: [string, Json][] = [];
		for (const [name, own] of byName) {
			const field = fields.named(name);
			const values = own.map((part) => readPart(subject, part, field));
			const [first] = values;
			const isWhole = values.length === 1 && (!field.isList || Array.isArray(first));
			// Something has to stand where a part is judged by its presence; no two alike, for a list may ask for that.
			const shown = values.map((value, index) => {
				if (value === undefined) unread.add(isWhole ? child('', name) : child('', name, index));
				return value ?? String(index);
			});
			members.push([name, isWhole ? (shown[0] ?? '') : shown]);
		}
		judge(subject, Object.fromEntries(members), unread);
	};

	/** The JSON that a part stands for; undefined where it is judged by its presence. */
	function readPart(subject: Subject, part: Part, field: Field): Json | undefined {
		const stated = part.contentType ?? 'text/plain';
		const media = parseMediaType(stated);
		const { contentTypes } = field;
		if (contentTypes && (media === undefined || closestKey(contentTypes.allowed, media) === undefined)) {
			reportContentType(subject, part, contentTypes);
			return undefined;
		}
		// A file is a file whatever it holds, unless it is described as the object or list that its JSON is.
		const isFile = field.isBytes || (part.isFile && !field.isMap && !field.isList);
		if (part.isEncoded || media === undefined || isFile) return undefined;
		const kind = kindOf(media);
		if (kind === 'json') {
			const text = decoded(part.content);
			const parsed = text === undefined ? undefined : parseJson(text);
			if (text !== undefined && parsed?.kind === 'json') {
				const { value } = parsed;
				return field.isScalar && typeof value === 'object' && value !== null ? text : value;
			}
			const fault = parsed?.kind === 'text' ? parsed.fault : undefined;
			const place = child('', part.name);
			reportUnreadable(subject, side, field.schemas[0] ?? schema, 'JSON', fault ?? 'its bytes are not UTF-8', place);
			return undefined;
		}
		if (part.isFile || kind !== 'text') return undefined;
		const charset = media.parameters.get('charset')?.toLowerCase() ?? 'utf-8';
		const text = charset === 'utf-8' || charset === 'us-ascii' ? decoded(part.content) : undefined;
		return text === undefined ? undefined : fields.read(field.isList ? field.items : field.schemas, text);
	}

	function reportContentType(
		subject: Subject,
		part: Part,
		{ allowed, source }: Exclude<Field['contentTypes'], undefined>,
	): void {
		const { role } = duty;
		const instance = shownPlace(child('', part.name), role);
		const found =
			part.contentType === undefined
				? 'says no content type, which means text/plain'
				: `has content type ${shownMediaType(role, part.contentType)}`;
		subject.report({
			code: `${side}.content-type.undocumented`,
			place: subject.exchange.places[side].body,
			source,
			instance,
			message: `${partyOf(role, side)} body ${instance} ${found}; the spec documents ${only(allowed)}. ${nextStep(role, side)}`,
		});
	}
}

function partsOf(body: Body, contentType = ''): Part[] | string {
	const boundary = parseMediaType(contentType)?.parameters.get('boundary');
	switch (body.kind) {
		case 'none':
			return 'it is empty';
		case 'json':
			return 'it is JSON';
		case 'text':
		case 'binary':
			if (body.kind === 'text' && body.fault !== undefined) return body.fault;
			if (boundary === undefined || boundary === '') return 'its Content-Type names no boundary';
			return partsIn(bytesOf(body), boundary);
		default:
			return body satisfies never;
	}
}

const bytesOf = (body: Extract<Body, { kind: 'text' | 'binary' }>) =>
	(body.kind === 'text' ? Buffer.from(body.text) : Buffer.from(body.bytes)).toString('latin1');

function decoded(content: string): string | undefined {
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(content, 'latin1'));
	} catch {
		return undefined;
	}
}
