/**
 * Judges a value from a body by its schema: what it breaks, what it names that the schema does not know, and what it
 * names that goes only the other way (`readOnly` in a request, `writeOnly` in a response).
 */
import type { Pointer } from '../../json/pointer';
import type { Reading } from '../../openapi/schema/reading';
import { oneWayProperties, unknownProperties } from '../../openapi/schema/unknown';
import type { Duty } from '../rule';
import type { Subject } from '../subject';
import { nextStep, partyOf, type Side, shownPlace, wordingOf } from '../wording';

/** Judges a value; what stands at the places in `unread` by its presence alone. */
export type ValueRule = (subject: Subject, value: unknown, unread?: ReadonlySet<Pointer>) => void;

export function readingOf({ role }: Pick<Duty, 'role'>, side: Side): Reading {
	return side === 'response' && role === 'contract' ? 'some' : side;
}

/** `isWritten`: whether the value stands in the body as it is, so that its places are places of the file. */
export function schemaRule(duty: Duty, side: Side, schema: Pointer, isWritten = true): ValueRule {
	const { spec, role, showsValues } = duty;
	const reading = readingOf(duty, side);
	const part = `${partyOf(role, side)} body`;
	const next = nextStep(role, side);

	return (subject, value, unread) => {
		if (!spec.validator.surelyAgrees(reading, schema, value)) lookCloser(subject, value, unread);
	};

	function lookCloser(subject: Subject, value: unknown, unread: ReadonlySet<Pointer> | undefined): void {
		const told = new Set<Pointer>();
		faults();
		oneWay();
		unknown();

		/** A value that does not stand in the file as it is has no places in it. */
		function placeAt(instance: Pointer): Pointer {
			const place = subject.exchange.places[side].body;
			return isWritten ? place + instance : place;
		}

		function faults(): void {
			for (const fault of spec.validator.faults(reading, schema, value)) {
				if (unread && isWithin(unread, fault.instance)) continue;
				told.add(fault.instance);
				const instance = shownPlace(fault.instance, role, showsValues);
				subject.report({
					code: `${side}.body.invalid`,
					place: placeAt(instance),
					source: fault.source,
					instance,
					message: `${wordingOf(fault, part, role, showsValues)}. ${next}`,
					detail: JSON.stringify([fault.keyword, fault.params.missingProperty, fault.params.propertyName]),
				});
			}
		}

		function oneWay(): void {
			for (const found of oneWayProperties(spec.document, spec.validator, reading, schema, value)) {
				const why =
					side === 'request'
						? 'the spec says is readOnly, so a request is not to send it'
						: 'the spec says is writeOnly, so a response does not hold it';
				report(found.instance, found.source, (instance) => `${part} has ${instance}, which ${why}`);
			}
		}

		function unknown(): void {
			for (const found of unknownProperties(spec.document, spec.validator, reading, schema, value)) {
				report(
					found.instance,
					found.source,
					(instance) => `${part} has ${instance}, a field that the spec does not know`,
				);
			}
		}

		/** Reports a field that should not be there; one that is faulty as well is told once. */
		function report(found: Pointer, source: Pointer, words: (instance: Pointer) => string): void {
			if (told.has(found)) return;
			const instance = shownPlace(found, role, showsValues);
			const came = role === 'provider' ? 'response.body.drift' : 'response.body.unknown';
			subject.report({
				code: side === 'request' ? 'request.body.unknown' : came,
				place: placeAt(instance),
				source,
				instance,
				message: `${words(instance)}. ${next}`,
			});
		}
	}
}

function isWithin(places: ReadonlySet<Pointer>, instance: Pointer): boolean {
	for (const place of places) if (instance === place || instance.startsWith(`${place}/`)) return true;
	return false;
}
