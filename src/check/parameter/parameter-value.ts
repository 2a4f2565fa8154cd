/**
 * Judges the value of a parameter or a header: reads what was sent as the JSON that it stands for, in the parameter's
 * style and as its schema asks, and holds that against the schema.
 */

import { parseJson } from '../../exchange/exchange';
import type { Json } from '../../json/json';
import { keysOf, type Pointer } from '../../json/pointer';
import { unknownProperties } from '../../openapi/schema/unknown';
import type { Duty } from '../rule';
import type { Subject } from '../subject';
import { shorten, tellsValues, wordingOf } from '../wording';
import type { Parameter } from './parameter';
import { Reader } from './reader';
import { decoderOf, type Sent } from './sent';
import { valueOfFields } from './spread-fields';
import { formOf } from './style';
import { valuesOf } from './written';

/** What is judged, in words and places. */
export interface Judged {
	readonly kind: 'request.parameter' | 'response.header';
	/** `The request's query parameter "limit"`. */
	readonly what: string;
	/** The place of what was sent, by the name under which it was. */
	placeOf(subject: Subject, recorded: string): Pointer;
}

export type ValueRule = (subject: Subject, sent: Sent) => void;

/** Makes what judges a value that was sent. The schema is read when there first is one. */
export function valueRule(duty: Duty, parameter: Parameter, judged: Judged): ValueRule {
	const { spec, role, showsValues } = duty;
	const { kind, what, placeOf } = judged;
	const reading = kind === 'request.parameter' ? 'request' : 'response';
	const step = role === 'provider' ? 'Take it up with the provider' : 'Correct it';
	const report = (subject: Subject, recorded: string, source: Pointer, fault: string, detail: string) =>
		subject.report({
			code: `${kind}.invalid`,
			place: placeOf(subject, recorded),
			source,
			message: `${fault}. ${step}, or update the spec if the API has changed`,
			detail,
		});
	const hold = (subject: Subject, sent: Sent, schema: Pointer, value: Json) => {
		if (spec.validator.surelyAgrees(reading, schema, value)) return;
		for (const fault of spec.validator.faults(reading, schema, value)) {
			const detail = `${what} ${fault.instance} ${fault.keyword}`;
			report(
				subject,
				recordedFor(sent, fault.instance),
				fault.source,
				wordingOf(fault, what, role, showsValues),
				detail,
			);
		}
		if (sent.kind !== 'fields') return;
		// Fields that a query spells out are names in it, so one that is not described is an unknown one.
		for (const { instance, source } of unknownProperties(spec.document, spec.validator, reading, schema, value)) {
			subject.report({
				code: 'request.parameter.unknown',
				place: placeOf(subject, recordedFor(sent, instance)),
				source,
				message: `${what} has ${instance}, a field that the spec does not know. Correct its name, or leave it out`,
			});
		}
	};
	const { described } = parameter;
	switch (described.kind) {
		case 'presence':
			return () => {};
		case 'json': {
			const decode = decoderOf(parameter);
			return (subject, sent) => {
				const text = sent.kind === 'texts' && sent.texts.length === 1 ? decode(sent.texts[0] ?? '') : undefined;
				const parsed = text === undefined ? undefined : parseJson(text);
				if (parsed?.kind === 'json') hold(subject, sent, described.pointer, parsed.value);
				else report(subject, sent.recorded, described.pointer, `${what} cannot be read as JSON`, what);
			};
		}
		case 'schema': {
			let read: Read | undefined;
			return (subject, sent) => {
				read ??= readOf(duty, parameter, described.pointer);
				const { reader } = read;
				const value = read.value(sent);
				if (value === undefined) {
					const found = tellsValues(role, showsValues) ? foundIn(sent) : '';
					const form = formOf(parameter, reader.shapes[0] ?? 'primitive');
					const fault = `${what}${found} cannot be read; the spec asks for the form ${form}`;
					report(subject, sent.recorded, parameter.pointer, fault, what);
				} else if (!(reader.takesAnyText && typeof value === 'string')) {
					hold(subject, sent, described.pointer, value);
				}
			};
		}
		default:
			return described satisfies never;
	}
}

/** The name under which the part of a value at `instance` was sent. */
function recordedFor(sent: Sent, instance: Pointer): string {
	return sent.kind === 'fields' ? sent.recordedAs(keysOf(instance)) : sent.recorded;
}

function foundIn(sent: Sent): string {
	if (sent.kind !== 'texts') return '';
	return ` (${sent.texts.map((text) => shorten(JSON.stringify(text))).join(', ')})`;
}

interface Read {
	readonly reader: Reader;
	/** The JSON that was sent; undefined where the text is not in the parameter's style. */
	value(sent: Sent): Json | undefined;
}

/** Throws `BrokenReference` where the schema cannot be read. */
function readOf({ spec }: Duty, parameter: Parameter, schema: Pointer): Read {
	const reader = new Reader(spec, [schema]);
	const decode = decoderOf(parameter);
	const isPlain = reader.shapes.join() === 'primitive' && (parameter.style === 'simple' || parameter.style === 'form');
	return {
		reader,
		value(sent) {
			if (sent.kind === 'malformed') return undefined;
			if (sent.kind === 'fields') return valueOfFields(sent.fields, reader);
			const [text = ''] = sent.texts;
			if (isPlain && sent.texts.length === 1) return reader.read(decode(text));
			const readings: Json[] = [];
			// What may be anything is a text, or a list where it is sent as several.
			for (const shape of reader.isUntyped && sent.texts.length > 1 ? (['array'] as const) : reader.shapes) {
				readings.push(...valuesOf(parameter, shape, sent.texts, decode, reader));
			}
			return reader.best(readings);
		},
	};
}
