/**
 * The one judge: holds an exchange against the spec, in the role of a contract (what the consumer expects) or of the
 * provider (what really came back). It knows no particular API.
 */

import { setImmediate } from 'node:timers/promises';
import { type Disclosure, disclosureOf, shorten } from '../exchange/disclosure';
import type { Exchange, Role } from '../exchange/exchange';
import type { Finding } from '../exchange/finding';
import type { Operation } from '../openapi/path/operation';
import type { Spec } from '../openapi/spec';
import { endsWithin } from '../system/time-limit';
import { acceptRule } from './body/accept';
import { requestBodyRule } from './body/request-body';
import { responseRule, statusesFor } from './body/response';
import { Judgement, updateSpec } from './judgement';
import { matchingRulesRule } from './matcher/matching-rules';
import { parametersRule } from './parameter/parameters';
import { remembered } from './remembered';
import type { Rule, RuleContext } from './rule';
import { securityRule } from './security/security';
import { alternatives } from './wording';

export interface CheckResult {
	/** The name of the operation that the exchange belongs to; undefined where the spec has none for it. */
	readonly operation: string | undefined;
	readonly findings: readonly Finding[];
}

/**
 * Never throws because of what the document or the exchange holds: what cannot be judged is a finding, and so is what
 * cannot be judged in time.
 */
export function check(exchange: Exchange, spec: Spec, role: Role, disclosure?: Disclosure): CheckResult {
	let result: CheckResult | undefined;
	const isOver = endsWithin(patience, () => {
		result = judge(exchange, spec, role, disclosure);
	});
	return isOver && result ? result : whatWasStopped();
}

/**
 * Milliseconds for one exchange. Real ones take less than one. Each that was stopped halves the time of the next: what one
 * fault of the spec stops, it stops often.
 */
export let patience = 5_000;

const leastPatience = 100;

/** Milliseconds after which the process attends to what else there is, such as signals. */
const turn = 100;

/**
 * Does `work`, which asks {@link judge}, for each item. Where it takes too long it is stopped, and `late` is done instead.
 */
export async function eachInTime<T>(
	items: readonly T[],
	work: (item: T) => void,
	late: (item: T) => void,
): Promise<void> {
	let done = 0;
	while (done < items.length) {
		const end = performance.now() + turn;
		// One that begins late in a turn has almost as much time as one that begins it.
		const isOver = endsWithin(patience + turn, () => {
			for (let item = items[done]; item !== undefined && performance.now() < end; item = items[done]) {
				judged = undefined;
				work(item);
				done += 1;
			}
		});
		const stopped = items[done];
		if (!isOver && stopped !== undefined) {
			late(stopped);
			done += 1;
		}
		await setImmediate();
	}
}

let judged: Judgement | undefined;

/** The result for the exchange that was being judged. */
export function whatWasStopped(): CheckResult {
	if (!judged) throw new Error('nothing was being judged');
	patience = Math.max(Math.ceil(patience / 2), leastPatience);
	const judgement = judged.stopped();
	return { operation: judgement.operation, findings: judgement.findings };
}

/** Without a limit of time, for {@link eachInTime}. */
export function judge(
	exchange: Exchange,
	spec: Spec,
	role: Role,
	disclosure: Disclosure = disclosureOf(role),
): CheckResult {
	const { request, response } = exchange;
	const unsendable = unsendableIn(request.path, role);
	const judgement = new Judgement(exchange, spec, role);
	judged = judgement;
	spec.validator.begin();
	const match = unsendable === undefined ? spec.operations.find(request.method, request.path) : undefined;
	judgement.match = match;
	if (unsendable !== undefined) {
		const [place, source] = [judgement.places.request.path, '/paths'];
		const title = `Request path: it holds ${unsendable}.`;
		judgement.report({
			code: 'request.unsendable',
			place,
			source,
			title,
			fix: ['Correct the path that the client uses.'],
		});
		return { operation: undefined, findings: judgement.findings };
	}
	if (!match) {
		reportUnknown(judgement, spec, disclosure);
		return { operation: undefined, findings: judgement.findings };
	}
	const context = { spec, operation: match.operation, role, disclosure };
	const statuses = statusesFor(context, response);
	if (statuses.length > 1 || statuses[0] !== response.status) {
		const { interaction, places } = exchange;
		const results = statuses.map((status) =>
			judge({ interaction, places, request, response: { ...response, status } }, spec, role, disclosure),
		);
		// One of the responses that the contract's rule admits has to be possible.
		return results.reduce((best, each) => (errorsIn(each) < errorsIn(best) ? each : best));
	}
	const rules = rulesFor(context);
	// In the role provider the request is not judged: the role contract has done so.
	// Where the contract expects a 4xx, the faults of the request are the point of the test.
	if (role === 'contract' && !(response.status >= 400 && response.status < 500)) {
		for (const rule of rules.request) rule(judgement);
	}
	rules.response(judgement);
	return { operation: match.operation.name, findings: judgement.findings };
}

const errorsIn = ({ findings }: CheckResult): number => findings.filter(({ severity }) => severity === 'error').length;

/**
 * What keeps a path from being sent as it is. A fragment is never sent (RFC 9110, 7.1), a control character is part of
 * no path (RFC 3986, 3.3). `fetch` and Pact's verifier read a path as URLs are read (WHATWG URL, 4.4) and request what
 * is left of it; what a live provider was asked for came as it is.
 */
function unsendableIn(path: string, role: Role): string | undefined {
	if (path.includes('#')) return 'a fragment ("#"), which HTTP cannot send';
	if (/\p{Cc}/u.test(path)) return 'a control character, which HTTP cannot send';
	const [part] = (role === 'contract' && rewritten.exec(path)) || [];
	if (part === undefined) return undefined;
	const { pathname } = new URL(`http://nowhere.invalid${path.startsWith('/') ? '' : '/'}${path}`);
	const what = { '\\': 'a backslash ("\\")', ' ': 'a space at its end' }[part] ?? `the segment "${part}"`;
	return `${what}, and clients and Pact's verifier request ${shorten(pathname)} instead`;
}

/** A segment that means another one, encoded too; a backslash, which is read as a slash; a space at the end. */
const rewritten = /(?<=^|[/\\])(\.|%2e){1,2}(?=[/\\]|$)|\\| $/i;

/** The path with `*` for segments that look like ids, so that requests for several ids are one cause. */
const withoutIds = (path: string) =>
	path.replace(/\/[^/]*\d[^/]*/g, (segment) => (/^\/v\d+$/.test(segment) ? segment : '/*'));

interface Rules {
	readonly request: readonly Rule[];
	readonly response: Rule;
}

/** Keyed by operation, not by its place: two paths may share a place by reference, and are two operations. */
const rulesByOperation = new WeakMap<Operation, Map<string, Rules>>();

function rulesFor(context: RuleContext): Rules {
	const { operation, role, disclosure } = context;
	const own = rulesByOperation.get(operation) ?? new Map<string, Rules>();
	rulesByOperation.set(operation, own);
	return remembered(own, `${role} ${disclosure.showsValues}`, () => {
		const parameters = parametersRule(context);
		const body = requestBodyRule(context);
		return {
			request: [
				...[securityRule(context), parameters, acceptRule(context), body],
				matchingRulesRule(context, { parameters, body }),
			],
			response: responseRule(context),
		};
	});
}

function reportUnknown(judgement: Judgement, { operations }: Spec, { showsValues }: Disclosure): void {
	const { method, path } = judgement.exchange.request;
	const { request: places } = judgement.places;
	// The path is shown where the contract wrote it; one that was really requested may hold somebody's id.
	const requested = showsValues ? `${shorten(method)} ${shorten(path)}` : `the ${shorten(method)} request`;
	const broken = operations.brokenAt(method, path);
	if (broken) {
		judgement.reportBroken('request.operation.unverifiable', `The operation for ${requested}`, places.path, broken);
		return;
	}
	const others = operations.methodsAt(path);
	const [allowed, correction] =
		others.length > 0
			? [alternatives(others), 'Correct the method that the client uses.']
			: ['another path', 'Correct the path that the client uses.'];
	judgement.report({
		code: 'request.operation.unknown',
		place: others.length > 0 ? places.method : places.path,
		source: '/paths',
		title: `The spec has no operation for ${requested}${others.length > 0 ? `; at this path it has ${allowed}` : ''}.`,
		...(others.length > 0 ? { allowed } : {}),
		fix: [correction, updateSpec],
		detail: `${method} ${withoutIds(path)}`,
	});
}
