/** The finding of a failed consumer test: the client's exception, or what it sent and what the interaction expects. */
import { relative, resolve } from 'node:path';
import { shorten } from '../exchange/disclosure';
import { type Finding, finding } from '../exchange/finding';
import type { Spec } from '../openapi/spec';
import type { TestResult } from './jest';
import { gotNothing, type Mismatch, sentencesOf } from './mismatch';
import { placeInSpec } from './spec-place';

export interface FailureContext {
	/** Whether the test described an interaction. */
	readonly isPactTest: boolean;
	/** What Pact reported in the test. */
	readonly mismatches: readonly Mismatch[];
	/** The project's folder. */
	readonly root: string;
	readonly spec: Spec;
}

/** Why a test failed; equal for all tests that failed for the same reason. */
interface Cause {
	readonly title: string;
	readonly fix: readonly string[];
	/** Whether the title needs the name of the test: it says nothing of client and interaction. */
	readonly isOther?: boolean;
}

export function failureFinding(result: TestResult, context: FailureContext): Finding {
	const { file, index, name, title: description } = result;
	const { title, fix, isOther = false } = causeOf(result, context);
	const place = placeInSpec(context.mismatches, context.spec);
	return finding({
		code: 'record.failed',
		title: isOther ? `Consumer test "${name}": ${title}` : title,
		fix,
		...(result.isWholeFile ? {} : { interaction: { file, index, description } }),
		...(place && { spec: place }),
		detail: isOther ? `${file} ${name}` : title,
	});
}

function causeOf({ reason, file, isWholeFile }: TestResult, context: FailureContext): Cause {
	const { mismatches, root, isPactTest } = context;
	const test = `Correct the test in ${file}.`;
	if (isWholeFile) return { title: `${file} failed: ${firstLine(reason)}.`, fix: [test] };
	const fault = /^PactTestError: (.*)$/m.exec(reason)?.[1];
	const outdated = /^(\S+) has no operationId /.exec(fault ?? '')?.[1];
	if (fault !== undefined && outdated !== undefined) {
		return { title: fault, fix: [`Correct the operationId in ${file}.`, `Update ${outdated} if it is outdated.`] };
	}
	if (fault !== undefined) return { title: fault, fix: ['Correct the client.', test] };
	const isNothingSent = gotNothing(mismatches);
	const differences = sentencesOf(mismatches).join(' ');
	const differing = { title: differences, fix: ['Correct the client.', `Correct the interaction in ${file}.`] };
	if (differences !== '' && !isNothingSent) return differing;
	const timeout = /Exceeded timeout of (\d+) ms for a (?:test|hook)/.exec(reason)?.[1];
	if (timeout !== undefined) {
		const title = `The client did not return within ${timeout} ms.`;
		return { title, fix: ['Correct the client.', test], isOther: !isPactTest };
	}
	const thrown = exceptionIn(reason);
	if (thrown !== undefined) {
		const frame = frameIn(reason, root);
		const isClient = frame !== undefined && frame.file !== file;
		const place = frame ? ` (${frame.file}:${frame.line})` : '';
		const title = `The ${isClient ? 'client' : 'test'} threw "${thrown}"${place}${isNothingSent ? ' before it sent a request' : ''}.`;
		return { title, fix: isClient ? [`Correct the client in ${frame.file}.`, test] : [test], isOther: !isPactTest };
	}
	if (isPacts(reason) && differences !== '') return differing;
	return { title: `${assertionIn(reason)}.`, fix: ['Correct the client.', test], isOther: !isPactTest };
}

const isPacts = (reason: string) => /^(Error: Test failed for the following reasons:|VerificationError: )/.test(reason);

/** The message of an exception; undefined for an assertion that failed and for Pact's own errors. */
function exceptionIn(reason: string): string | undefined {
	// `rejects.toThrow(SomeError)` shows the exception that came instead.
	const instead = /^Received message:\s+"(.*)"$/m.exec(reason)?.[1];
	if (instead !== undefined) return shorten(instead, 300);
	if (isPacts(reason) || /^((Error|JestAssertionError): )?expect\(|^AssertionError/.test(reason)) return undefined;
	const message = (reason.split(/\n\s+at /)[0] ?? '').replace(/^Error: /, '');
	return shorten(message.replace(/\s+/g, ' ').trim(), 300);
}

/** The first place of a stack that is the project's own. */
function frameIn(reason: string, root: string): { readonly file: string; readonly line: string } | undefined {
	for (const [, path = '', line = ''] of reason.matchAll(/^\s+at (?:.*\()?(?:file:\/\/)?(.+?):(\d+):\d+\)?$/gm)) {
		const file = relative(root, resolve(root, path)).replaceAll('\\', '/');
		if (!/^\.\.\/|(^|\/)node_modules\/|^node:|^[A-Za-z]:/.test(file)) return { file, line };
	}
	return undefined;
}

/** What the test expects and what it received, in the words of its assertion, without stack. */
function assertionIn(reason: string): string {
	const [text = ''] = reason.split(/\n\s+at /);
	const lines = text.split('\n').filter((line) => line.trim() !== '');
	const [first = '', ...rest] = lines.map((line) => line.replace(/^(Error|JestAssertionError): /, '').trimEnd());
	return shorten([first.replace(/ \/\/ .*$/, ''), ...rest].slice(0, 12).join('; '), 1200);
}

/** What Jest reports of a file that does not compile, or whose hook throws. */
function firstLine(reason: string): string {
	const lines = reason.split('\n').map((line) => line.trim().replace(/^(x|×|Error:) /, ''));
	const line = lines.find((each) => each !== '' && !/^● /.test(each)) ?? '';
	return shorten(line.replace(/\.$/, ''), 300);
}
