/**
 * Whether a request carries what one of the security requirements asks for (OpenAPI 3.1, 4.8.30).
 * A scheme that the spec uses but does not declare is a doubt about the spec, and cannot be judged.
 */

import type { ExchangeRequest } from '../../exchange/exchange';
import { isObject, type JsonObject, property } from '../../json/json';
import { child, type Pointer } from '../../json/pointer';
import type { Doubt, Spec } from '../../openapi/spec';
import { isFault, type SpecFault } from '../judgement';
import { joinedHeader } from '../parameter/sent';
import { followFrom, noRule, type PlaceOf, prepare, type Rule, type RuleContext } from '../rule';
import { type Scheme, schemeNamed } from './security-scheme';

const unverifiable = 'request.security.unverifiable';

const inHeaders: PlaceOf = ({ request }) => request.headers;

/** One of the alternatives: all that it asks for together. */
interface Alternative {
	/** `"token" (Authorization: bearer) with "tenant" (header X-Tenant)`. */
	readonly words: string;
	readonly declared: readonly Scheme[];
	readonly undeclared: readonly Doubt[];
	/** Its first scheme that cannot be judged. */
	readonly broken: { readonly name: string; readonly fault: SpecFault } | undefined;
}

/**
 * The rule for the security requirements of an operation, or of the document where the operation has none of its own.
 */
export function securityRule(context: RuleContext): Rule {
	return prepare(unverifiable, 'The credentials of the request', inHeaders, () => {
		const { spec, operation } = context;
		const own = property(followFrom(context).value, 'security');
		const pointer = own === undefined ? '/security' : child(operation.pointer, 'security');
		const requirements = own ?? spec.document.root.security;
		const alternatives = (Array.isArray(requirements) ? requirements : []).flatMap((each: unknown, index) =>
			isObject(each) ? [alternativeOf(spec, each, child(pointer, index))] : [],
		);
		return alternatives.length === 0 ? noRule : ruleOf(spec, alternatives, pointer);
	});
}

function alternativeOf(spec: Spec, requirement: JsonObject, pointer: Pointer): Alternative {
	const schemes = property(spec.document.root.components, 'securitySchemes');
	const words: string[] = [];
	const declared: Scheme[] = [];
	const undeclared: Doubt[] = [];
	let broken: Alternative['broken'];
	for (const name of Object.keys(requirement)) {
		let way = '';
		if (property(schemes, name) === undefined) {
			undeclared.push({ kind: 'security', name, pointer: child(pointer, name) });
		} else {
			const scheme = schemeNamed(spec, name);
			if (isFault(scheme)) broken ??= { name, fault: scheme };
			else declared.push(scheme);
			way = isFault(scheme) ? '' : scheme.way;
		}
		words.push(`"${name}"${way}`);
	}
	return { words: words.join(' with '), declared, undeclared, broken };
}

function ruleOf(spec: Spec, alternatives: readonly Alternative[], source: Pointer): Rule {
	const usable = alternatives.filter((each) => each.broken === undefined);
	const certain = usable.filter((each) => each.undeclared.length === 0);
	const doubtful = usable.filter((each) => each.undeclared.length > 0);
	const broken = alternatives.find((each) => each.broken !== undefined)?.broken;
	const doubts = alternatives.flatMap((each) => each.undeclared);
	const known = new Set(alternatives.flatMap(({ declared }) => declared.map((each) => each.authorization)));
	const wanted = alternatives.map(({ words }) => words).join(' or ');
	const isMet = ({ declared }: Alternative, request: ExchangeRequest) =>
		declared.every((each) => each.carries(request));
	/**
	 * What an undeclared scheme requires is not known. Beside declared schemes it counts as met; alone it counts as met
	 * if there is a credential that no declared scheme requires.
	 */
	const mayBeMet = (each: Alternative, request: ExchangeRequest): boolean => {
		if (!isMet(each, request)) return false;
		if (certain.length === 0 || each.declared.length > 0) return true;
		const sent = authorizationOf(request);
		return sent !== '' && !known.has(sent);
	};
	return (judgement) => {
		const { request } = judgement.exchange;
		for (const each of doubts) spec.doubt(each);
		if (certain.some((each) => isMet(each, request)) || doubtful.some((each) => mayBeMet(each, request))) return;
		if (broken) {
			const what = `Security scheme "${broken.name}"`;
			return judgement.reportBroken(unverifiable, what, inHeaders(judgement.places), broken.fault);
		}
		judgement.report({
			code: 'request.security.missing',
			place: inHeaders(judgement.places),
			source,
			title: `Request: the spec requires credentials for ${wanted}, and there are none.`,
			fix: ['Send the credentials.', `Update ${spec.document.file} if the API has changed.`],
			allowed: wanted,
		});
	};
}

/** The scheme that an Authorization header names, in lower case. */
function authorizationOf({ headers }: ExchangeRequest): string {
	const { text = '' } = joinedHeader(headers, 'authorization') ?? {};
	return /^\s*([^\s,]*)/.exec(text)?.[1]?.toLowerCase() ?? '';
}
