/** The findings of tolerate: what the client makes of an answer that the spec allows, and what could not be tried. */

import { alternatives } from '../check/wording';
import { shorten } from '../exchange/disclosure';
import { type Finding, type FindingDraft, finding } from '../exchange/finding';
import type { Spec } from '../openapi/spec';
import type { Outcome } from './client/client';
import type { Entry, Frame } from './client/protocol';
import type { Stray } from './server';
import { answerInWords, type Variant } from './variants/variant';

/** What the client did with a variant. */
export interface Trial {
	readonly outcome: Outcome;
	/** How many requests for the operation it sent. */
	readonly requests: number;
	readonly strays: readonly Stray[];
}

/** Statuses after which a client may send the request again (RFC 9110, 15.5.9 and 15.6.4; RFC 6585, 4; RFC 8470, 5.2). */
export const mayRepeat = (status: number): boolean => [408, 425, 429].includes(status) || status >= 500;

interface Misdeed {
	/** In the middle of a sentence. */
	readonly did: string;
	/** The same for every variant of one cause. */
	readonly cause: string;
	readonly place?: Frame | undefined;
}

/** What is wrong with what the client made of the variant; undefined if it is what its entry says. */
export function intolerance(spec: Spec, variant: Variant, entry: Entry, trial: Trial): Finding | undefined {
	const expected = entry.outcomes[variant.status] ?? 'returns';
	const wrong = wrongIn(variant, expected, trial);
	if (!wrong) return undefined;
	const { operation, status, change, place, instance } = variant;
	const { did, cause, place: frame } = wrong;
	const where = frame ? `${frame.file}:${frame.line}` : entry.file;
	const wanted = expected === 'returns' ? 'the client to return' : expected;
	return finding({
		code: 'client.intolerant',
		title: `${operation.name} answered ${status} ${shownChange(change)}: expected ${wanted}, the client ${did}.`,
		fix: [`Handle the answer at ${where}.`, wayOut(change, spec)],
		received: did,
		allowed: answerInWords(variant),
		...{ role: 'client' as const, operation: operation.name, status },
		...(instance !== undefined && { instance }),
		source: frame ?? { file: entry.file, line: 1 },
		spec: { file: spec.document.file, pointer: place },
		variant: variant.name,
		cause: `${entry.file} ${cause}`,
	});
}

const shownChange = (change: string): string =>
	/^(full|least)$/.test(change) ? `with its ${change} answer` : /^\//.test(change) ? `with ${change}` : change;

function wayOut(change: string, { document }: Spec): string {
	const absent = /^without (?:header )?(\S+)$/.exec(change)?.[1];
	return absent === undefined
		? `Narrow ${document.file} with an overlay if the provider never answers so.`
		: `Add ${absent} to required with an overlay of ${document.file} if the provider always sends it.`;
}

function wrongIn({ status }: Variant, expected: string, { outcome, requests, strays }: Trial): Misdeed | undefined {
	switch (outcome.kind) {
		case 'exited':
			return { did: `ended the process with code ${outcome.code}`, cause: 'exited' };
		case 'endless':
			return { did: 'did not return in time', cause: 'endless' };
		case 'uncaught': {
			const { name, message, place } = outcome;
			return { did: `left ${quotedError(name, message)} uncaught`, cause: `uncaught ${name} ${place?.file}`, place };
		}
		case 'returned':
			if (expected !== 'returns') return { did: 'returned', cause: 'returned' };
			break;
		case 'threw': {
			const { name, message, place, isExpected } = outcome;
			if (isExpected) break;
			const before = requests === 0 ? ' before it sent a request' : '';
			const did = `threw ${quotedError(name, message)}${before}`;
			return { did, cause: `threw ${name} ${place?.file}${before}`, place };
		}
		default:
			return outcome satisfies never;
	}
	const [stray] = strays;
	if (stray) return { did: `also sent ${stray.method} ${shorten(stray.path)}`, cause: `sent ${stray.method}` };
	if (requests === 0) return { did: 'sent no request', cause: 'sent nothing' };
	if (requests > 1 && !mayRepeat(status)) return { did: `sent the request ${requests} times`, cause: 'repeated' };
	return undefined;
}

/** Node names a class of its own or a message, such as `TypeError: fetch failed`. */
const quotedError = (name: string, message: string): string =>
	/^(Error|TypeError|RangeError|ReferenceError|SyntaxError|string)$/.test(name)
		? `${name} "${shorten(message.replace(/["\s]+/g, ' ').trim(), 100)}"`
		: name;

/** An answer that the spec does not allow is a fault of the derivation. */
export function disallowed(variant: Variant, reasons: readonly Finding[], file: string): Finding {
	const { operation, status, name, place } = variant;
	return finding({
		code: 'client.variant.disallowed',
		title: `"${name}" was derived from ${file}, which does not allow it: ${reasons[0]?.title ?? ''}`,
		fix: ['Report it with this spec; it is a fault of contract.'],
		...{ role: 'client' as const, operation: operation.name, status },
		spec: { file, pointer: place },
		detail: name,
	});
}

type Untried = Pick<FindingDraft, 'title' | 'fix' | 'operation' | 'status' | 'detail' | 'spec'>;

const untried = (draft: Untried): Finding => finding({ code: 'client.untried', role: 'client', ...draft });

export const withoutClient = (config: string): Finding =>
	untried({
		title: `The client was not tried: ${config} has no client.`,
		fix: [`Add \`client: (options) => …\` to ${config}.`],
		detail: 'client',
	});

export const withoutEntries = (folder: string): Finding =>
	untried({
		title: `The client was not tried: no file in ${folder}/ says how it uses an operation.`,
		fix: [`Add one for each operation to ${folder}/.`],
		detail: 'entries',
	});

export const withoutEntry = (operation: string, folder: string): Finding =>
	untried({
		title: `${operation} was not tried: no file in ${folder}/ says how the client uses it.`,
		fix: [`Add one to ${folder}/.`],
		...{ operation, detail: 'entry' },
	});

export const withoutExample = ({ operation, file }: Entry): Finding =>
	untried({
		title: `${operation} was not tried: ${file} has no example of its input.`,
		fix: [`Add \`example\`, the input of a valid call, to ${file}.`],
		...{ operation, detail: 'example' },
	});

export const unknownOperation = ({ operation, file }: Entry, spec: string, hint: string): Finding =>
	untried({
		title: `${file} uses ${operation}, which ${spec} does not have${hint || '.'}`,
		fix: [`Correct the operationId in ${file}.`],
		...{ operation, detail: 'operation' },
	});

export const withoutOutcome = ({ operation, file }: Entry, status: number): Finding =>
	untried({
		title: `${operation} ${status} was not tried: ${file} does not say what the client makes of it.`,
		fix: [`Add ${status} to outcomes in ${file}.`],
		...{ operation, status, detail: 'outcome' },
	});

export const undocumentedOutcome = (
	{ operation, file }: Entry,
	status: number,
	spec: string,
	documented: readonly string[],
): Finding =>
	untried({
		title: `${file} has an outcome for ${status}; ${spec} documents ${alternatives(documented)} for ${operation}.`,
		fix: [`Remove ${status} from outcomes in ${file}.`, `Document it in ${spec} if the provider answers so.`],
		...{ operation, status, detail: 'undocumented' },
	});

export const withoutVariants = (operation: string, key: string, spec: Spec): Finding =>
	untried({
		title: `${operation} ${key} was not tried: no answer that ${spec.document.file} allows could be derived.`,
		fix: [`Add an example to the response in ${spec.document.file}.`],
		...{ operation, detail: key },
	});

export const notAllTried = (operation: string, count: number, why: string): Finding =>
	untried({
		title: `${operation}: ${count} more answers were not tried, ${why}.`,
		fix: ['Correct the client, then run it again.'],
		...{ operation, detail: 'stopped' },
	});
