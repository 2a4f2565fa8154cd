/**
 * Judges a body of `multipart/form-data` by the schema of its fields (OpenAPI 3.1, 4.8.14.3 and 4.8.15): parts of JSON
 * and text by value, files and other bytes by presence, and each part's content type by what `encoding` allows.
 */

import { type Body, header, otherCharset, type ParsedJson, parseJson, textOf } from '../../exchange/exchange';
import { closestKey, kindOf, parseMediaType } from '../../exchange/media-type';
import { type Part, partsIn } from '../../exchange/parts';
import { type Json, property, typeOf } from '../../json/json';
import { child, type Pointer } from '../../json/pointer';
import type { Located } from '../../openapi/document/document';
import type { Reader } from '../parameter/reader';
import type { Duty, Rule } from '../rule';
import type { Subject } from '../subject';
import { nextStep, only, partyOf, type Side, shownMediaType, shownPlace } from '../wording';
import { schemaRule } from './body-schema';
import { type Field, fieldsOf } from './fields';
import { faultOf, reportUnreadable } from './unreadable';

/** `reader` reads what stands at `schema`. */
export function multipartRule(duty: Duty, side: Side, media: Located, schema: Pointer, reader: Reader): Rule {
	const fields = fieldsOf(duty.spec, reader, property(media.value, 'encoding'), child(media.pointer, 'encoding'));
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
			const values = own.map((part, index) => readPart(subject, part, field, index));
			const [first] = values;
			const isWhole = values.length === 1 && (!field.isList || Array.isArray(first));
			// Something has to stand where a part is judged by its presence; no two alike, for a list may ask for that.
			const shown = values.map((value, index) => {
				if (value !== undefined) return value;
				unread.add(isWhole ? child('', name) : child('', name, index));
				return String(index);
			});
			const [whole = shown] = isWhole ? shown : [];
			members.push([name, whole]);
		}
		judge(subject, Object.fromEntries(members), unread);
	};

	/** The JSON that a part stands for; undefined where it is judged by its presence. */
	function readPart(subject: Subject, part: Part, field: Field, index: number): Json | undefined {
		const stated = part.contentType ?? 'text/plain';
		const media = parseMediaType(stated);
		const { contentTypes } = field;
		if (contentTypes && (media === undefined || closestKey(contentTypes.allowed, media) === undefined)) {
			reportContentType(subject, part, contentTypes);
			return undefined;
		}
		// A file is a file whatever it holds, unless it is described as the object or list that its JSON is.
		const isFile = field.isBytes || (part.isFile && !field.isList && !field.isMap);
		if (part.isEncoded || media === undefined || isFile) return undefined;
		const kind = kindOf(media);
		const text = textOf(Buffer.from(part.content, 'latin1'), media.parameters.get('charset'));
		if (kind === 'json') return readJson(subject, part, field, text);
		if (part.isFile || kind !== 'text' || text === undefined) return undefined;
		return (field.isList ? field.reader.item(index) : field.reader).read(text);
	}

	function readJson(subject: Subject, part: Part, field: Field, text: string | undefined): Json | undefined {
		const parsed: ParsedJson = text === undefined ? { kind: 'text', text: '', fault: otherCharset } : parseJson(text);
		// Where a text is asked for, an object is the text that it is written as.
		if (parsed.kind === 'json') return field.isText && composite.has(typeOf(parsed.value)) ? text : parsed.value;
		const source = field.reader.pointers[0] ?? schema;
		reportUnreadable(subject, side, source, 'JSON', parsed.fault, child('', part.name));
		return undefined;
	}

	function reportContentType(
		subject: Subject,
		part: Part,
		{ allowed, source }: Exclude<Field['contentTypes'], undefined>,
	): void {
		const { role, showsValues } = duty;
		const instance = shownPlace(child('', part.name), role, showsValues);
		const found =
			part.contentType === undefined
				? 'says no content type, which means text/plain'
				: `has content type ${shownMediaType(role, part.contentType, showsValues)}`;
		subject.report({
			code: `${side}.content-type.undocumented`,
			place: subject.exchange.places[side].body,
			source,
			instance,
			message: `${partyOf(role, side)} body ${instance} ${found}; the spec documents ${only(allowed)}. ${nextStep(role, side)}`,
		});
	}
}

const composite = new Set(['object', 'array']);

function partsOf(body: Body, contentType = ''): Part[] | string {
	if (body.kind === 'none' || body.kind === 'json' || (body.kind === 'text' && body.fault !== undefined)) {
		return faultOf(body);
	}
	const boundary = parseMediaType(contentType)?.parameters.get('boundary');
	if (!boundary) return 'its Content-Type names no boundary';
	return partsIn(Buffer.from(body.kind === 'text' ? body.text : body.bytes).toString('latin1'), boundary);
}
