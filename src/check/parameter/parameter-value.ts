/**
 * Judges the value of a parameter or a header: reads what was sent as the JSON that it stands for, in the parameter's
 * style and as its schema asks, and holds that against the schema.
 */

import { shorten } from '../../exchange/disclosure';
import { parseJson } from '../../exchange/exchange';
import type { Json } from '../../json/json';
import { keysOf, type Pointer } from '../../json/pointer';
import { unknownProperties } from '../../openapi/schema/unknown';
import type { Judgement } from '../judgement';
import type { RuleContext } from '../rule';
import { wordingOf } from '../wording';
import type { Parameter } from './parameter';
import { Reader } from './reader';
import { decoderOf, type Sent } from './sent';
import { valueOfFields } from './spread-fields';
import { formOf, valuesOf } from './style';

/** What is judged, in words and places. */
export interface Judged {
	readonly kind: 'request.parameter' | 'response.header';
	/** `The request's query parameter "limit"`. */
	readonly what: string;
	/** The place of what was sent, by the name under which it was. */
	placeOf(judgement: Judgement, recorded: string): Pointer;
}

export type ValueRule = (judgement: Judgement, sent: Sent) => void;

/** The rule for a value that was sent. The schema is read when there first is one. */
export function valueRule(context: RuleContext, parameter: Parameter, judged: Judged): ValueRule {
	const { spec, role, disclosure } = context;
	const { kind, what, placeOf } = judged;
	const { schema } = parameter;
	if (schema === undefined) return () => {};
	const reading = kind === 'request.parameter' ? 'request' : 'response';
	const step = role === 'provider' ? 'Take it up with the provider' : 'Correct it';
	const report = (judgement: Judgement, recorded: string, source: Pointer, fault: string, detail: string) =>
		judgement.report({
			code: `${kind}.invalid`,
			place: placeOf(judgement, recorded),
			source,
			message: `${fault}. ${step}, or update the spec if the API has changed`,
			detail,
		});
	const hold = (judgement: Judgement, sent: Sent, value: Json) => {
		if (spec.validator.surelyAgrees(reading, schema, value)) return;
		for (const fault of spec.validator.faults(reading, schema, value)) {
			const detail = `${what} ${fault.instance} ${fault.keyword}`;
			report(judgement, recordedFor(sent, fault.instance), fault.source, wordingOf(fault, what, disclosure), detail);
		}
		if (sent.kind !== 'fields') return;
		// Fields that a query spells out are names in it, so one that is not described is an unknown one.
		const unknown = unknownProperties(spec.document, spec.validator, schema, value, undefined, reading);
		for (const { instance, source } of unknown) {
			judgement.report({
				code: 'request.parameter.unknown',
				place: placeOf(judgement, recordedFor(sent, instance)),
				source,
				message: `${what} has ${instance}, a field that the spec does not know. Correct its name, or leave it out`,
			});
		}
	};
	if (parameter.isJson) {
		return (judgement, sent) => {
			const value = jsonIn(parameter, sent);
			if (value !== undefined) hold(judgement, sent, value);
			else report(judgement, sent.recorded, schema, `${what} cannot be read as JSON`, what);
		};
	}
	let reader: Reader | undefined;
	return (judgement, sent) => {
		reader ??= new Reader(spec, [schema]);
		const value = valueIn(parameter, sent, reader);
		if (value !== undefined) {
			hold(judgement, sent, value);
			return;
		}
		const found = disclosure.showsValues ? foundIn(sent) : '';
		const form = formOf(parameter, reader.shapes[0] ?? 'primitive');
		const fault = `${what}${found} cannot be read; the spec asks for the form ${form}`;
		report(judgement, sent.recorded, parameter.pointer, fault, what);
	};
}

/** The name under which the part of a value at `instance` was sent. */
function recordedFor(sent: Sent, instance: Pointer): string {
	return sent.kind === 'fields' ? sent.recordedAs(keysOf(instance)) : sent.recorded;
}

function foundIn(sent: Sent): string {
	if (sent.kind !== 'texts' || sent.texts.length === 0) return '';
	return ` (${sent.texts.map((text) => shorten(JSON.stringify(text))).join(', ')})`;
}

function jsonIn(parameter: Parameter, sent: Sent): Json | undefined {
	if (sent.kind !== 'texts' || sent.texts.length !== 1) return undefined;
	const parsed = parseJson(decoderOf(parameter)(sent.texts[0] ?? ''));
	return parsed.kind === 'json' ? parsed.value : undefined;
}

/** The JSON that was sent; undefined where the text is not in the parameter's style. */
function valueIn(parameter: Parameter, sent: Sent, reader: Reader): Json | undefined {
	if (sent.kind === 'fields') return valueOfFields(sent.fields, reader);
	const { texts } = sent;
	// What may be anything is a text, or a list where it is sent as several.
	const shapes = reader.isUntyped && texts.length > 1 ? (['array'] as const) : reader.shapes;
	return reader.best(shapes.flatMap((shape) => valuesOf(parameter, shape, texts, decoderOf(parameter), reader)));
}
