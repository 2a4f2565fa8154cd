/** The finding of a failed consumer test: the client's exception, or what it sent and what the interaction expects. */
import { relative, resolve } from 'node:path';
import { shorten } from '../exchange/disclosure';
import { type Finding, finding } from '../exchange/finding';
import type { Spec } from '../openapi/spec';
import type { TestResult } from './jest';
import { gotNothing, type Mismatch, sentencesOf } from './mismatch';
import { placeInSpec } from './spec-place';

/** Why a test failed; equal for all tests that failed for the same reason. */
interface Cause {
	readonly title: string;
	readonly fix: readonly string[];
}

/** `mismatches` are those of the test; `root` is the project's. */
export function failureFinding(
	result: TestResult,
	mismatches: readonly Mismatch[],
	isPactTest: boolean,
	root: string,
	spec: Spec,
): Finding {
	const { file, index, name, title: description } = result;
	const place = placeInSpec(mismatches, spec);
	const { title, fix } = causeOf(result, mismatches, root);
	return finding({
		code: 'record.failed',
		title: isPactTest ? title : `Consumer test "${name}": ${title}`,
		fix,
		...(isPactTest && { interaction: { file, index, description } }),
		...(place && { spec: place }),
		detail: isPactTest ? title : `${file} ${name}`,
	});
}

function causeOf({ reason, file }: TestResult, mismatches: readonly Mismatch[], root: string): Cause {
	const own = `Correct the test in ${file}.`;
	const fault = /^PactTestError: (.*)$/m.exec(reason)?.[1];
	if (fault !== undefined) {
		const [, spec] = /^(\S+) has no operationId /.exec(fault) ?? [];
		if (spec !== undefined) {
			return { title: fault, fix: [`Correct the operationId in ${file}.`, `Update ${spec} if it is outdated.`] };
		}
		return { title: fault, fix: ['Correct the client.', own] };
	}
	const sentNothing = gotNothing(mismatches);
	const differences = sentencesOf(mismatches);
	if (differences.length > 0 && !sentNothing) {
		return { title: differences.join(' '), fix: ['Correct the client.', `Correct the interaction in ${file}.`] };
	}
	const timeout = /Exceeded timeout of (\d+) ms for a (test|hook)/.exec(reason)?.[1];
	if (timeout !== undefined) return { title: `The client did not return within ${timeout} ms.`, fix: [own] };
	const before = sentNothing ? ' before it sent a request' : '';
	const thrown = /Test suite failed to run/.test(reason) ? undefined : exceptionIn(reason);
	if (thrown !== undefined) {
		const frame = frameIn(reason, root);
		const isOwn = frame === undefined || frame.file === file;
		const place = frame ? ` (${frame.file}:${frame.line})` : '';
		return {
			title: `The ${isOwn ? 'test' : 'client'} threw "${thrown}"${place}${before}.`,
			fix: isOwn ? [own] : [`Correct the client in ${frame.file}.`, own],
		};
	}
	if (/^(Error: Test failed for the following reasons:|VerificationError: )/.test(reason)) {
		return { title: differences.join(' ') || 'Pact found a difference.', fix: ['Correct the client.', own] };
	}
	return { title: shorten(expectationIn(reason), 1200), fix: ['Correct the client.', own] };
}

/** The message of an exception; undefined for an assertion that failed and for Pact's own errors. */
function exceptionIn(reason: string): string | undefined {
	// `rejects.toThrow(SomeError)` shows the exception that came instead.
	const instead = /^Received message:\s+"(.*)"$/m.exec(reason)?.[1];
	if (instead !== undefined) return shorten(instead, 300);
	if (
		/^(Error: |JestAssertionError: )?expect\(|^AssertionError|^Error: Test failed for|^VerificationError: /.test(reason)
	) {
		return undefined;
	}
	const message = (reason.split(/\n\s+at /)[0] ?? '').replace(/^Error: /, '').trim();
	return shorten(
		message
			.split('\n')
			.map((line) => line.trim())
			.filter(Boolean)
			.join(' '),
		300,
	);
}

/** The first place of a stack that is the project's own. */
function frameIn(reason: string, root: string): { readonly file: string; readonly line: string } | undefined {
	for (const [, path = '', line = ''] of reason.matchAll(/^\s+at (?:.*\()?(?:file:\/\/)?(.+?):(\d+):\d+\)?$/gm)) {
		const file = relative(root, resolve(root, path)).replaceAll('\\', '/');
		if (!/^\.\.\/|(^|\/)node_modules\/|^node:|^[A-Za-z]:/.test(file)) return { file, line };
	}
	return undefined;
}

/** What the test expects and what it got, in the words of its assertion. */
const expectationIn = (reason: string): string =>
	reason
		.split('\n')
		.filter((line) => line.trim() !== '' && !/^\s+at |● Test suite failed to run/.test(line))
		.map((line) => line.replace(/^(Error|JestAssertionError): /, '').trimEnd())
		.slice(0, 12)
		.join('\n');
