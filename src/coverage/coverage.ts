/** Collects what exchanges exercise of a spec. It keeps places and interactions, and no value of an exchange. */
import { requestBodyRule } from '../check/body/request-body';
import { keyFor, responseRule, statusesFor } from '../check/body/response';
import { patience } from '../check/check';
import { Judgement, type Observer } from '../check/judgement';
import { parametersRule } from '../check/parameter/parameters';
import type { Rule, RuleContext } from '../check/rule';
import { disclosureOf } from '../exchange/disclosure';
import type { Exchange, Role } from '../exchange/exchange';
import type { Finding } from '../exchange/finding';
import type { Operation, OperationMatch } from '../openapi/path/operation';
import { createSingleTest } from '../openapi/schema/single';
import type { Spec } from '../openapi/spec';
import { endsWithin } from '../system/time-limit';
import { constraintKey, fieldKey, type OperationPlaces, type Owner, placesOf, valueKey } from './operation-places';
import { Place, type Touch } from './place';
import { touchedPlaces } from './value';

/** An operation that the contract uses. */
interface Used {
	readonly context: RuleContext;
	readonly places: OperationPlaces;
	readonly request: readonly Rule[];
	readonly response: Readonly<Record<Role, Rule>>;
}

export class Coverage {
	private readonly operations: ReadonlyMap<Operation, Place>;
	private readonly used = new Map<Operation, Used>();
	private readonly keeps = createSingleTest();

	constructor(private readonly spec: Spec) {
		const named = spec.operations.operations.map((operation) => {
			const { name, pointer } = operation;
			const place = new Place({ kind: 'operation', operation: name, pointer, label: name, isRequired: false });
			return [operation, place] as const;
		});
		this.operations = new Map(named);
	}

	/** Adds an interaction of the contract. Returns what of the spec could not be read for it. */
	expect(exchange: Exchange): readonly Finding[] {
		return this.inTime(exchange, 'contract', (match) => {
			const { interaction, places, request, response } = exchange;
			const used = this.usedAt(match);
			this.operations.get(match.operation)?.touch('covered', interaction);
			const statuses = statusesFor(used.context, response);
			const isAnyIn = (hundred: number) => statuses.some((each) => Math.floor(each / 100) === hundred);
			const found: Judgement[] = [];
			const outcome = isAnyIn(2) ? 'accepted' : isAnyIn(4) ? 'refused' : undefined;
			const sent = new Judgement(exchange, this.spec, 'contract', match, this.requestObserver(exchange, used, outcome));
			for (const rule of used.request) rule(sent);
			found.push(sent);
			for (const status of statuses) {
				const own = { interaction, places, request, response: { ...response, status } };
				found.push(this.observeResponse(own, 'contract', match));
			}
			return found;
		});
	}

	/** Adds what a provider answered to an interaction; a response that nobody expects stays so. */
	see(exchange: Exchange): void {
		const { method, path } = exchange.request;
		const match = this.spec.operations.find(method, path);
		if (match && this.used.has(match.operation)) {
			this.inTime(exchange, 'provider', (match) => [this.observeResponse(exchange, 'provider', match)]);
		}
	}

	/** All places: every operation, and of those that the contract uses all else. */
	get places(): readonly Place[] {
		const below = [...this.used.values()].flatMap(({ places }) => {
			const { responses, parameters, requestFields, responseFields, values, constraints } = places;
			return [responses, parameters, requestFields, responseFields, values, constraints].flatMap((each) => [
				...each.values(),
			]);
		});
		return [...this.operations.values(), ...below];
	}

	/** The bodies of which not all is counted. */
	get cut(): readonly string[] {
		return [...this.used.values()].flatMap(({ places }) => places.cut);
	}

	private inTime(exchange: Exchange, role: Role, work: (match: OperationMatch) => readonly Judgement[]): Finding[] {
		const { method, path } = exchange.request;
		const match = this.spec.operations.find(method, path);
		if (!match) return [];
		// What it walks is limited by itself.
		this.usedAt(match);
		let found: readonly Judgement[] = [];
		const isOver = endsWithin(patience, () => {
			found = work(match);
		});
		const late = isOver ? [] : [new Judgement(exchange, this.spec, role, match).stopped()];
		return [...found, ...late].flatMap((each) => each.findings).filter(({ code }) => code.endsWith('.unverifiable'));
	}

	private usedAt({ operation }: OperationMatch): Used {
		const known = this.used.get(operation);
		if (known) return known;
		const contextAs = (role: Role): RuleContext => ({
			...{ spec: this.spec, operation, role, disclosure: disclosureOf(role) },
		});
		const context = contextAs('contract');
		const used = {
			context,
			places: placesOf(context),
			request: [parametersRule(context), requestBodyRule(context)],
			response: { contract: responseRule(context), provider: responseRule(contextAs('provider')) },
		};
		this.used.set(operation, used);
		return used;
	}

	private requestObserver(
		{ interaction }: Exchange,
		{ places }: Used,
		outcome: 'accepted' | 'refused' | undefined,
	): Observer {
		return {
			parameter: (pointer) => places.parameters.get(pointer)?.touch('covered', interaction),
			value: (_side, schema, value, { parameter, unparsed }) => {
				const owner: Owner =
					parameter === undefined ? { kind: 'request' } : { kind: 'parameter', pointer: parameter, what: '' };
				const on = {
					field: (instance: string) => {
						if (outcome) places.requestFields.get(fieldKey(owner, instance))?.touch(outcome, interaction);
					},
					value: (instance: string, own: unknown) =>
						places.values.get(valueKey(owner, instance, own))?.touch('covered', interaction),
				};
				touchedPlaces(
					this.spec,
					schema,
					value,
					{
						...on,
						constraint: (instance, each, own) => {
							const place = places.constraints.get(constraintKey(owner, instance, each));
							const isWanted = place && outcome !== undefined;
							if (!isWanted) return;
							const isKept = this.keeps(each.key, each.schema, own);
							if (isKept === (outcome === 'accepted')) place.touch(isKept ? 'kept' : 'broken', interaction);
						},
					},
					unparsed,
				);
			},
		};
	}

	private observeResponse(exchange: Exchange, role: Role, match: OperationMatch): Judgement {
		const { interaction, response } = exchange;
		const { context, places, response: rules } = this.usedAt(match);
		const status = keyFor([...places.responses.keys()], response.status);
		const touch: Touch = role === 'contract' ? 'relied' : 'seen';
		if (role === 'contract') places.responses.get(status ?? '')?.touch('covered', interaction);
		const judgement = new Judgement(exchange, context.spec, role, match, {
			parameter: () => {},
			value: (_side, schema, value, { parameter, unparsed }) => {
				if (status === undefined) return;
				const owner: Owner =
					parameter === undefined
						? { kind: 'response', status }
						: { kind: 'header', status, pointer: parameter, what: '' };
				const on = {
					field: (instance: string) => places.responseFields.get(fieldKey(owner, instance))?.touch(touch, interaction),
					value: (instance: string, own: unknown) => {
						if (role === 'contract') places.values.get(valueKey(owner, instance, own))?.touch('covered', interaction);
					},
				};
				touchedPlaces(context.spec, schema, value, on, unparsed);
			},
		});
		rules[role](judgement);
		return judgement;
	}
}
