/** Puts a failed consumer test into a finding: what Pact or the test says, and the field's place in the description. */
import type { Interaction } from '../../contracts/interaction';
import { shorten } from '../exchange/disclosure';
import { type Finding, finding } from '../exchange/finding';
import { property } from '../json/json';
import { child, type Pointer } from '../json/pointer';
import { BrokenReference } from '../openapi/document/document';
import type { Spec } from '../openapi/spec';

export function failureFinding(title: string, reason: string, catalogue: readonly Interaction[], spec: Spec): Finding {
	const entry = catalogue.find((each) => each.description === title);
	const operation = spec.operations.operations.find((each) => each.name === entry?.operationId);
	const place = operation && placeOf(fieldIn(reason), child(operation.pointer, 'requestBody'), operation.pointer, spec);
	return finding({
		code: 'record.failed',
		title: `The client does not keep the interaction "${title}": ${shorten(essence(reason), 1200)}.`,
		fix: ['Correct the client.', 'Correct the interaction.'],
		...(place === undefined ? {} : { spec: { file: spec.document.file, pointer: place } }),
		detail: title,
	});
}

/** Pact's and Jest's headings say nothing that the message does not say already. */
function essence(reason: string): string {
	const headings =
		/^(Error: )?(Test failed for the following reasons:|Mock server failed with the following mismatches:)$/;
	return reason
		.split('\n')
		.filter((line) => !headings.test(line))
		.map((line) => line.replace(/^\d+\)\s+The following request was incorrect:$/, 'the request is another'))
		.join('\n')
		.replace(/^the request is another\n/, 'its request is another, ');
}

/** The field that Pact's text is about: `$.a.b: …`, or the first expected key that did not come. */
function fieldIn(reason: string): string[] {
	const path = /\$((?:\.[\w-]+)*): /.exec(reason)?.[1]?.split('.').slice(1) ?? [];
	const [, expected = '', received = ''] = /keys \[(.*?)\] but received one with keys \[(.*?)\]/.exec(reason) ?? [];
	const came = new Set(received.split(', '));
	const missing = expected.split(', ').find((key) => key !== '' && !came.has(key));
	return missing === undefined ? path : [...path, missing];
}

/** The deepest place in the request body's schema that the field leads to; the operation where it has no JSON body. */
function placeOf(field: readonly string[], requestBody: Pointer, operation: Pointer, spec: Spec): Pointer {
	try {
		let place = spec.document.follow(child(requestBody, 'content', 'application/json', 'schema')).pointer;
		for (const key of field) {
			const { pointer, value } = spec.document.follow(place);
			if (property(property(value, 'properties'), key) === undefined) return pointer;
			place = child(pointer, 'properties', key);
		}
		return place;
	} catch (error) {
		if (error instanceof BrokenReference) return operation;
		throw error;
	}
}
