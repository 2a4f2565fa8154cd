/** What an interaction uses of its operation, as one document describes it: read by the rules of `check`, which judge nothing here. */
import { mediaTypesAt } from '../check/body/content';
import { requestBodyRule } from '../check/body/request-body';
import { keyFor, responseRule, statusesFor, statusesIn } from '../check/body/response';
import { readableAs } from '../check/body/unsaid-type';
import { attempt, isFault, Judgement, type Observer } from '../check/judgement';
import { parametersRule } from '../check/parameter/parameters';
import { followFrom, type Rule, type RuleContext } from '../check/rule';
import { disclosureOf } from '../exchange/disclosure';
import { type Body, type Exchange, header, type Pairs } from '../exchange/exchange';
import { closestKey, parseMediaType } from '../exchange/media-type';
import { child, type Pointer } from '../json/pointer';
import type { Operation, OperationMatch } from '../openapi/path/operation';
import type { Spec } from '../openapi/spec';
import type { Used, UsedValue } from './part';

interface Rules {
	readonly context: RuleContext;
	readonly request: readonly Rule[];
	readonly response: Rule;
}

export class Uses {
	private readonly rules = new Map<Operation, Rules>();

	constructor(private readonly spec: Spec) {}

	contextOf(operation: Operation): RuleContext {
		return { spec: this.spec, operation, role: 'contract', disclosure: disclosureOf('contract') };
	}

	matchOf({ request: { method, path } }: Exchange): OperationMatch | undefined {
		return this.spec.operations.find(method, path);
	}

	of(exchange: Exchange, match: OperationMatch): Used {
		const rules = this.rulesFor(match.operation);
		const { context } = rules;
		const { interaction, places, request, response } = exchange;
		const parameters = new Set<Pointer>();
		const values: UsedValue[] = [];
		const observer = (status: string | undefined): Observer => ({
			parameter: (pointer) => void parameters.add(pointer),
			value: (_, schema, value) => void values.push({ status, schema, value }),
		});
		const sent = new Judgement(exchange, this.spec, 'contract', match, observer(undefined));
		for (const rule of rules.request) rule(sent);
		const documented = attempt(() => statusesIn(followFrom(context, 'responses').value));
		const keys = isFault(documented) ? [] : documented;
		const statuses = new Map<string, string | undefined>();
		for (const status of statusesFor(context, response)) {
			const key = keyFor(keys, status);
			if (key === undefined) continue;
			statuses.set(key, typeOf(context, response.headers, response.body, 'responses', key));
			const own = { interaction, places, request, response: { ...response, status } };
			rules.response(new Judgement(own, this.spec, 'contract', match, observer(key)));
		}
		return {
			...{ parameters, statuses, values },
			requestType: typeOf(context, request.headers, request.body, 'requestBody'),
			headers: new Set(response.headers.map(([name]) => name.toLowerCase())),
		};
	}

	private rulesFor(operation: Operation): Rules {
		const known = this.rules.get(operation);
		if (known) return known;
		const context = this.contextOf(operation);
		const request = [parametersRule(context), requestBodyRule(context)];
		const rules = { context, request, response: responseRule(context) };
		this.rules.set(operation, rules);
		return rules;
	}
}

export const nothingUsed: Used = {
	...{ parameters: new Set(), statuses: new Map(), headers: new Set(), values: [] },
	requestType: undefined,
};

/** The documented media type of a body; undefined where there is no body to describe. */
function typeOf(context: RuleContext, headers: Pairs, body: Body, ...keys: readonly string[]): string | undefined {
	const documented = attempt(() => {
		const { pointer } = followFrom(context, ...keys);
		return mediaTypesAt(context.spec.document, child(pointer, 'content'));
	});
	if (isFault(documented)) return undefined;
	const stated = header(headers, 'content-type') || undefined;
	const sent = stated === undefined ? undefined : parseMediaType(stated);
	if (sent) return closestKey(documented, sent);
	return body.kind === 'none' ? undefined : readableAs(body, documented)[0]?.[1];
}
