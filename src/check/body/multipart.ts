/**
 * Judges a body of `multipart/form-data` by the schema of its fields (OpenAPI 3.1, 4.8.14.3 and 4.8.15): parts of JSON
 * and text by value, files and other bytes by presence, and each part's content type by what `encoding` allows.
 */

import { type Body, header, otherCharset, type ParsedJson, parseJson, textOf } from '../../exchange/exchange';
import { closestKey, kindOf, parseMediaType } from '../../exchange/media-type';
import { type Part, partsIn } from '../../exchange/parts';
import type { Json } from '../../json/json';
import { child, type Pointer } from '../../json/pointer';
import type { Located } from '../../openapi/document/document';
import type { Judgement } from '../judgement';
import type { Reader } from '../parameter/reader';
import { gathered } from '../parameter/spread-fields';
import type { MessageContext, Rule } from '../rule';
import { alternatives, mismatch } from '../wording';
import { schemaRule } from './body-schema';
import { type Field, fieldsOf } from './fields';
import { faultOf, reportUnreadable } from './unreadable';

/** `reader` reads the schema at `schema`. */
export function multipartRule(context: MessageContext, media: Located, schema: Pointer, reader: Reader): Rule {
	const { side, subject, fix, disclosure } = context;
	const fields = fieldsOf(reader, media);
	const judge = schemaRule(context, schema, false);

	return (judgement) => {
		const { body, headers } = judgement.exchange[side];
		const parts = partsOf(body, header(headers, 'content-type'));
		if (typeof parts === 'string') {
			reportUnreadable(context, judgement, schema, 'multipart', parts);
			return;
		}
		const unparsed = new Set<Pointer>();
		const byName = gathered(parts.map((part) => [part.name, part]));
		const members = [...byName].map(([name, own]): [string, Json] => {
			const field = fields.named(name);
			const values = own.map((part, index) => readPart(judgement, part, field, index));
			const [first] = values;
			const isWhole = values.length === 1 && (!field.isList || Array.isArray(first));
			// A part that is judged by its presence needs a placeholder; all differ, because the schema may ask for unique
			// items.
			const shown = values.map((value, index) => {
				if (value !== undefined) return value;
				unparsed.add(isWhole ? child('', name) : child('', name, index));
				return String(index);
			});
			const [whole = shown] = isWhole ? shown : [];
			return [name, whole];
		});
		judge(judgement, Object.fromEntries(members), unparsed);
	};

	/** The JSON that a part stands for; undefined where it is judged by its presence. */
	function readPart(judgement: Judgement, part: Part, field: Field, index: number): Json | undefined {
		const type = parseMediaType(part.contentType ?? 'text/plain');
		const { contentTypes, isList, isMap } = field;
		if (contentTypes.length > 0 && (type === undefined || closestKey(contentTypes, type) === undefined)) {
			reportContentType(judgement, part, field);
			return undefined;
		}
		// A file is judged by its presence, unless its schema is an object or a list.
		const isFile = field.isBytes || (part.isFile && !isList && !isMap);
		if (part.isEncoded || type === undefined || isFile) return undefined;
		const kind = kindOf(type);
		const text = textOf(Buffer.from(part.content, 'latin1'), type.parameters.get('charset'));
		if (kind === 'json') return readJson(judgement, part, field, text);
		if (part.isFile || kind !== 'text' || text === undefined) return undefined;
		return (isList ? field.reader.item(index) : field.reader).read(text);
	}

	function readJson(judgement: Judgement, part: Part, field: Field, text: string | undefined): Json | undefined {
		const parsed: ParsedJson = text === undefined ? { kind: 'text', text: '', fault: otherCharset } : parseJson(text);
		if (parsed.kind === 'json') {
			// Where a text is asked for, an object is the text that it is written as.
			const isText = field.reader.types && !field.isList && !field.isMap;
			return isText && typeof parsed.value === 'object' && parsed.value !== null ? text : parsed.value;
		}
		const source = field.reader.pointers[0] ?? schema;
		reportUnreadable(context, judgement, source, 'JSON', parsed.fault, child('', part.name));
		return undefined;
	}

	function reportContentType(judgement: Judgement, part: Part, { contentTypes, source }: Field): void {
		const instance = disclosure.place(child('', part.name));
		const received =
			part.contentType === undefined ? 'none, which means text/plain' : disclosure.mediaType(part.contentType);
		judgement.report({
			code: `${side}.content-type.undocumented`,
			place: judgement.places[side].body,
			source,
			instance,
			fix,
			...mismatch(`${subject} body ${instance} content type`, alternatives(contentTypes), received),
		});
	}
}

function partsOf(body: Body, contentType = ''): Part[] | string {
	if (body.kind === 'none' || body.kind === 'json' || (body.kind === 'text' && body.fault !== undefined)) {
		return faultOf(body);
	}
	const boundary = parseMediaType(contentType)?.parameters.get('boundary');
	if (!boundary) return 'its Content-Type names no boundary';
	return partsIn(Buffer.from(body.kind === 'text' ? body.text : body.bytes).toString('latin1'), boundary);
}
