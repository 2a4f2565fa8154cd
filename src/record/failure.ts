/** The finding of a failed consumer test: what Pact or the test reports, and the field's place in the spec. */
import { shorten } from '../exchange/disclosure';
import { type Finding, finding } from '../exchange/finding';
import { property } from '../json/json';
import { child, type Pointer } from '../json/pointer';
import { BrokenReference } from '../openapi/document/document';
import type { Spec } from '../openapi/spec';
import type { Catalogued } from './catalogue';

export function failureFinding(test: string, reason: string, catalogue: readonly Catalogued[], spec: Spec): Finding {
	const entry = catalogue.find(({ interaction: { description } }) => description === test);
	const operation = spec.operations.operations.find(({ name }) => name === entry?.interaction.operationId);
	const place = operation && placeOf(fieldIn(reason), child(operation.pointer, 'requestBody'), operation.pointer, spec);
	return finding({
		code: 'record.failed',
		title: `${entry ? '' : `Consumer test "${test}": `}${titleOf(reason)}`,
		fix: ['Correct the client in contracts/client.ts.', `Correct the interaction in ${entry?.file ?? 'contracts/'}.`],
		...(entry && { interaction: { file: entry.file, index: entry.index, description: test } }),
		...(place === undefined ? {} : { spec: { file: spec.document.file, pointer: place } }),
		detail: entry ? reason : test,
	});
}

/** Without Pact's headings and numbers. Pact writes "Expected RECEIVED to be equal to EXPECTED". */
function titleOf(reason: string): string {
	const headings =
		/^(Error: )?(Test failed for the following reasons:|Mock server failed with the following mismatches:)$/;
	const text = reason
		.split('\n')
		.filter((line) => !headings.test(line))
		.map((line) =>
			line
				.replace(/^Error: (?=The client threw )/, '')
				.replace(/^\d+\)\s+The following request was /, 'Request ')
				.replace(/^\d+\.\d+\s+/, '')
				.replace(
					/\$(\S*): Expected a Map with keys \[(.*?)\] but received one with keys \[(.*?)\]/,
					(_, place, expected, received) =>
						`body${place}: expected the fields ${expected || 'none'}, received ${received || 'none'}`,
				)
				.replace(/Expected ('.*') \(\w+\) to be equal to ('.*') \(\w+\)/, 'expected $2, received $1'),
		)
		.join('\n')
		.replace(/^Request incorrect:\n(.*)\n/, 'The client sent a $1 that differs from the interaction: ')
		.replace(/\.$/, '');
	return `${shorten(text, 1200)}.`;
}

/** The field in Pact's text: `$.a.b: …`, or the first expected key that was not received. */
function fieldIn(reason: string): string[] {
	const path = /\$((?:\.[\w-]+)*): /.exec(reason)?.[1]?.split('.').slice(1) ?? [];
	const [, expected = '', received = ''] = /keys \[(.*?)\] but received one with keys \[(.*?)\]/.exec(reason) ?? [];
	const present = new Set(received.split(', '));
	const missing = expected.split(', ').find((key) => key !== '' && !present.has(key));
	return missing === undefined ? path : [...path, missing];
}

/** The deepest place in the request body's schema on the way to the field; the operation if it has no JSON body. */
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
