/**
 * Judges the value of a parameter or a header: reads what was sent as the JSON that it stands for, in the parameter's
 * style and as its schema asks, and holds that against the schema.
 */

import { shorten } from '../../exchange/disclosure';
import { parseJson } from '../../exchange/exchange';
import { holderOf } from '../../json/exact';
import type { Json } from '../../json/json';
import { child, keysOf, type Pointer, withoutIndices } from '../../json/pointer';
import { didYouMean } from '../../json/text';
import { unknownProperties } from '../../openapi/schema/unknown';
import { type Judgement, type PlaceOf, updateSpec } from '../judgement';
import type { Rule, RuleContext } from '../rule';
import { type Wording, wordingOf } from '../wording';
import type { Parameter } from './parameter';
import { Reader } from './reader';
import type { Sent } from './sent';
import { isTextOf, keepSentText, valueOfFields } from './spread-fields';
import { formOf, valuesOf } from './style';

/** What is judged, in words and places. */
export interface Judged {
	readonly kind: 'request.parameter' | 'response.header';
	/** `Query parameter "limit"`. */
	readonly what: string;
	readonly placeOf: PlaceOf;
	/** What was sent for it; empty where nothing was. */
	sentIn(judgement: Judgement): readonly Sent[];
}

/** The rule for a parameter's presence and its value. The schema is read when there first is a value. */
export function valueRule(context: RuleContext, parameter: Parameter, judged: Judged): Rule {
	const { spec, role, disclosure } = context;
	const { kind, what, placeOf, sentIn } = judged;
	const { name, in: where, schema, pointer, isJson, allowsEmpty } = parameter;
	const isOwed = parameter.required && (kind === 'request.parameter' || role === 'provider');
	const reading = kind === 'request.parameter' ? 'request' : 'response';
	const fixOr = (own: string) => [role === 'provider' ? 'Report it to the provider.' : own, updateSpec];
	let reader: Reader | undefined;

	return (judgement) => {
		const sent = sentIn(judgement);
		if (sent.length > 0 && kind === 'request.parameter') judgement.observer?.parameter(pointer);
		for (const each of sent) {
			const isAllowed = allowsEmpty && each.kind === 'texts' && each.texts.every((text) => text === '');
			if (schema !== undefined && !isAllowed && !judgement.exchange.isMasked) judge(judgement, each, schema);
		}
		if (sent.length > 0 || !isOwed) return;
		judgement.report({
			code: `${kind}.missing`,
			place: placeOf(judgement.places),
			source: pointer,
			title: `${what} is missing; the spec requires it.`,
			fix: fixOr('Send the parameter.'),
			detail: kind === 'response.header' ? name : undefined,
		});
	};

	function judge(judgement: Judgement, sent: Sent, at: Pointer): void {
		if (isJson) {
			const value = jsonIn(parameter, sent);
			if (value !== undefined) hold(judgement, sent, value, at);
			else report(judgement, sent.recorded, at, { title: `${what} cannot be read as JSON.` }, whichOf(sent));
			return;
		}
		reader ??= new Reader(spec, [at]);
		const value = valueIn(parameter, sent, reader);
		if (value !== undefined) {
			hold(judgement, sent, value, at);
			return;
		}
		const found = disclosure.showsValues ? foundIn(sent) : '';
		const form = formOf(parameter, reader.shapes[0] ?? 'primitive');
		const title = `${what}${found} cannot be read: expected the form ${form}.`;
		report(judgement, sent.recorded, pointer, { title, allowed: form }, whichOf(sent));
	}

	function hold(judgement: Judgement, sent: Sent, value: Json, at: Pointer): void {
		if (judgement.observer) {
			judgement.observer.value(kind === 'request.parameter' ? 'request' : 'response', at, value, {
				parameter: pointer,
			});
			return;
		}
		// Stryker disable next-line all: only faster; a value that holds has no faults and no unknown fields.
		const holder = keepSentTexts(sent, value);
		if (spec.validator.quickAccepts(reading, at, value, holder)) return;
		for (const fault of spec.validator.faults(reading, at, value, holder)) {
			const detail = [whichOf(sent), withoutIndices(fault.instance), fault.keyword, fault.params.missingProperty];
			const words = wordingOf(fault, what, disclosure);
			report(judgement, recordedFor(sent, fault.instance), fault.source, words, detail.filter(Boolean).join(' '));
		}
		if (sent.kind !== 'fields') return;
		// Fields that a query spells out are names in it, so one that the spec does not have is unknown.
		for (const { instance, source, known } of unknownProperties(spec, reading, at, value)) {
			const meant = didYouMean(keysOf(instance).at(-1) ?? '', known) || '.';
			judgement.report({
				code: 'request.parameter.unknown',
				place: placeIn(judgement, recordedFor(sent, instance)),
				source,
				title: `${what} ${instance}: the spec does not know this field${meant}`,
				fix: ['Correct the name that the client sends, or leave the field out.', updateSpec],
				detail: `${what} ${withoutIndices(instance)}`,
			});
		}
	}

	function report(judgement: Judgement, recorded: string, source: Pointer, words: Wording, detail: string): void {
		judgement.report({
			code: `${kind}.invalid`,
			place: placeIn(judgement, recorded),
			source,
			fix: fixOr(
				kind === 'request.parameter' ? 'Correct what the client sends.' : 'Correct what the consumer test expects.',
			),
			detail,
			...words,
		});
	}

	/** Tells the lines of one header apart. */
	function whichOf(sent: Sent): string {
		const line = sent.kind === 'texts' ? (sent.line ?? 0) : 0;
		return line === 0 ? what : `${what} ${line}`;
	}

	/** The place of what was sent, by the name under which it was. */
	function placeIn({ places }: Judgement, recorded: string): Pointer {
		return where === 'query' || where === 'header' ? child(placeOf(places), recorded) : placeOf(places);
	}
}

/** Keeps the texts of numbers that a double cannot hold: of items with the list, of a number alone in its holder. */
function keepSentTexts(sent: Sent, value: Json): ReturnType<typeof holderOf> {
	const texts = sent.kind === 'texts' ? sent.texts : [];
	const [only = ''] = texts;
	if (typeof value === 'number') return isTextOf(only, value) ? holderOf(only) : undefined;
	if (!Array.isArray(value)) return undefined;
	const items = texts.length === 1 ? only.split(/,|%20|\s|\|/) : texts;
	for (const [index, text] of items.entries()) keepSentText(value, index, text);
	return undefined;
}

/** The name under which the part of a value at `instance` was sent. */
const recordedFor = (sent: Sent, instance: Pointer): string =>
	sent.kind === 'fields' ? sent.recordedAs(keysOf(instance)) : sent.recorded;

function foundIn(sent: Sent): string {
	if (sent.kind !== 'texts' || sent.texts.length === 0) return '';
	return ` (${sent.texts.map((text) => shorten(JSON.stringify(text))).join(', ')})`;
}

function jsonIn(parameter: Parameter, sent: Sent): Json | undefined {
	if (sent.kind !== 'texts' || sent.texts.length !== 1) return undefined;
	const parsed = parseJson(parameter.decode(sent.texts[0] ?? ''));
	return parsed.kind === 'json' ? parsed.value : undefined;
}

/** The JSON that was sent; undefined where the text is not in the parameter's style. */
function valueIn(parameter: Parameter, sent: Sent, reader: Reader): Json | undefined {
	if (sent.kind === 'fields') return valueOfFields(sent.fields, reader);
	const { texts, decode = parameter.decode } = sent;
	const encoded = { ...parameter, decode };
	// Many clients, and Pact's own writer, encode the commas between values too: where none is left, each may be one.
	const isOpen = sent.decode !== undefined && !texts.some((text) => text.includes(','));
	const bare = isOpen ? texts.map(decode) : [];
	// What may be anything is a text, or a list where it is sent as several.
	const shapes = !reader.types && texts.length > 1 ? (['array'] as const) : reader.shapes;
	return reader.best(
		shapes.flatMap((shape) => [
			...valuesOf(encoded, shape, texts, reader),
			...(isOpen ? valuesOf(parameter, shape, bare, reader) : []),
		]),
	);
}
