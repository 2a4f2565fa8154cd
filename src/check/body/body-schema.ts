/**
 * Judges a value from a body by its schema: its faults, its unknown fields, and its one-way fields (`readOnly` in a
 * request, `writeOnly` in a response).
 */
import type { Code } from '../../exchange/finding';
import { keysOf, type Pointer } from '../../json/pointer';
import { didYouMean } from '../../json/text';
import type { Fault } from '../../openapi/schema/fault';
import { oneWayProperties, type UnknownProperty, unknownProperties } from '../../openapi/schema/unknown';
import type { Judgement } from '../judgement';
import type { MessageContext } from '../rule';
import { type Wording, wordingOf } from '../wording';

/** Judges a value; `unparsed` are locations checked only for presence. */
export type ValueRule = (judgement: Judgement, value: unknown, unparsed?: ReadonlySet<Pointer>) => void;

type Found = Pick<UnknownProperty, 'instance' | 'source'>;

/** `isJsonInFile`: the value is literal JSON in the source file, so a pointer into it is one into the file too. */
export function schemaRule(context: MessageContext, schema: Pointer, isJsonInFile = true): ValueRule {
	const { spec, side, role, fix, disclosure } = context;
	const { validator } = spec;
	const part = `${context.subject} body`;
	const keyword = side === 'request' ? 'readOnly' : 'writeOnly';
	const unknownCode = role === 'provider' ? 'response.body.drift' : (`${side}.body.unknown` as const);
	// Such a field SHOULD NOT be sent (OpenAPI 3.0.4, 4.7.24), and the provider may ignore it.
	const oneWayCode = side === 'request' ? 'request.body.read-only' : unknownCode;

	return (judgement, value, unparsed = none) => {
		if (judgement.observer) {
			judgement.observer.value(side, schema, value, { unparsed });
			return;
		}
		const reading = judgement.exchange.isMasked ? 'masked' : context.reading;
		const sent = judgement.exchange[side].body;
		const holder = sent.kind === 'json' && sent.value === value ? sent.holder : undefined;
		if (validator.quickAccepts(reading, schema, value, holder)) return;
		const body = judgement.places[side].body;
		const report = (code: Code, found: Found, words: Wording, detail?: string) => {
			const instance = disclosure.place(found.instance);
			judgement.report({
				code,
				// A value that is not literal JSON in the file has no pointers into the file.
				place: isJsonInFile ? body + instance : body,
				source: found.source,
				instance,
				fix,
				detail,
				...words,
			});
		};
		const invalid = new Set<Pointer>();
		const reportInvalid = (fault: Fault) => {
			const detail = [fault.keyword, fault.params.missingProperty, fault.params.propertyName];
			report(`${side}.body.invalid`, fault, wordingOf(fault, part, disclosure), JSON.stringify(detail));
		};
		const faults = validator
			.faults(reading, schema, value, holder)
			.filter((each) => !isWithin(unparsed, each.instance));
		for (const fault of faults) {
			invalid.add(fault.instance);
			reportInvalid(fault);
		}
		/** Reports fields that should not be there; one that is invalid as well is reported once. */
		const reportFields = (
			code: Code,
			fields: readonly UnknownProperty[],
			reasonOf: (field: UnknownProperty) => string,
		) => {
			for (const field of fields) {
				if (invalid.has(field.instance)) continue;
				report(code, field, { title: `${part} ${disclosure.place(field.instance)}: ${reasonOf(field)}` });
			}
		};
		const oneWay = oneWayProperties(spec, reading, schema, value);
		reportFields(oneWayCode, oneWay, () => `the field is ${keyword} in the spec, so a ${side} must not contain it.`);
		const unknown = unknownProperties(spec, reading, schema, value);
		// What is wrong by the alternative that the discriminator names says more than that another knows no such field.
		const isNamed = (field: UnknownProperty) =>
			role === 'contract' && field.byNamed.some((fault) => !isWithin(unparsed, fault.instance));
		const keyOf = (fault: Fault) => fault.source + fault.instance;
		const byNamed = new Map(
			unknown.filter(isNamed).flatMap(({ byNamed }) => byNamed.map((each) => [keyOf(each), each])),
		);
		for (const each of faults) byNamed.delete(keyOf(each));
		for (const fault of byNamed.values()) if (!isWithin(unparsed, fault.instance)) reportInvalid(fault);
		reportFields(
			unknownCode,
			unknown.filter((field) => !isNamed(field)),
			unknownField,
		);
	};
}

const unknownField = ({ instance, known }: UnknownProperty): string =>
	`the spec does not know this field${didYouMean(keysOf(instance).at(-1) ?? '', known) || '.'}`;

const none: ReadonlySet<Pointer> = new Set();

function isWithin(places: ReadonlySet<Pointer>, instance: Pointer): boolean {
	for (const place of places) if (instance === place || instance.startsWith(`${place}/`)) return true;
	return false;
}
