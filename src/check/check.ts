/**
 * The one judgement: holds an exchange against the description, in the role of a contract (what the consumer expects)
 * or of the provider (what really came back). Nothing about any particular API is known here.
 */

import { type Disclosure, disclosureOf, shorten } from '../exchange/disclosure';
import type { Exchange, ExchangeRequest, Role } from '../exchange/exchange';
import type { Finding } from '../exchange/finding';
import type { Operation } from '../openapi/path/operation';
import type { Spec } from '../openapi/spec';
import { requestBodyRule } from './body/request-body';
import { responseRule } from './body/response';
import { matchingRulesRule } from './matcher/latitude';
import { parametersRule } from './parameter/parameters';
import type { Duty, Rule } from './rule';
import { securityRule } from './security/security';
import { Subject } from './subject';

export interface Judgement {
	/** The operation the exchange belongs to; undefined where the description has none for it. */
	readonly operation: string | undefined;
	readonly findings: readonly Finding[];
}

/**
 * Findings of one exchange. Never throws over what the document or the exchange holds: what cannot be judged is a finding.
 */
export function check(
	exchange: Exchange,
	spec: Spec,
	role: Role,
	disclosure: Disclosure = disclosureOf(role),
): Judgement {
	const { request, response } = exchange;
	const match = spec.operations.find(request.method, request.path);
	if (!match) {
		const subject = new Subject(exchange, spec, role, undefined, disclosure);
		const broken = spec.operations.brokenAt(request.method, request.path);
		if (broken) {
			const what = `The operation for ${requested(request, disclosure)}`;
			subject.reportBroken('request.operation.unverifiable', what, exchange.places.request.path, broken);
			return { operation: undefined, findings: subject.findings };
		}
		const others = spec.operations.methodsAt(request.path);
		subject.report({
			code: 'request.operation.unknown',
			place: others.length > 0 ? exchange.places.request.method : exchange.places.request.path,
			source: '/paths',
			message: `The spec describes no operation for ${requested(request, disclosure)}; ${
				others.length > 0
					? `at this path it knows ${others.join(', ')}. Correct the method`
					: 'it knows no such path. Correct the path'
			}, or update the spec if the API has changed`,
		});
		return { operation: undefined, findings: subject.findings };
	}
	const subject = new Subject(exchange, spec, role, match, disclosure);
	const rules = rulesFor({ spec, operation: match.operation, role, disclosure });
	// What came back is judged as it came; what was sent has been judged in the role contract.
	// Where the contract expects a 4xx, the faults of the request are the point of the test.
	if (role === 'contract' && !(response.status >= 400 && response.status < 500)) {
		for (const rule of rules.request) rule(subject);
	}
	rules.response(subject);
	return { operation: match.operation.name, findings: subject.findings };
}

interface Rules {
	readonly request: readonly Rule[];
	readonly response: Rule;
}

/** The rules that were made. Two paths may share what a reference leads to: each is an operation of its own. */
const made = new WeakMap<Operation, Map<string, Rules>>();

function rulesFor(duty: Duty): Rules {
	const own = made.get(duty.operation) ?? new Map<string, Rules>();
	made.set(duty.operation, own);
	const key = `${duty.role} ${duty.disclosure.showsValues}`;
	const known = own.get(key);
	if (known) return known;
	const parameters = parametersRule(duty);
	const body = requestBodyRule(duty);
	const rules: Rules = {
		request: [securityRule(duty), parameters, body, matchingRulesRule(duty, { parameters, body })],
		response: responseRule(duty),
	};
	own.set(key, rules);
	return rules;
}

/** The path is shown where the contract wrote it; one that was really requested may hold somebody's id. */
function requested({ method, path }: ExchangeRequest, { showsValues }: Disclosure): string {
	return showsValues ? `${shorten(method)} ${shorten(path)}` : `the ${shorten(method)} request that was sent`;
}
