/**
 * Whether a request carries what one of the security requirements asks for (OpenAPI 3.1, 4.8.30).
 * A scheme that the description uses but does not declare is a doubt about the description, and cannot be judged.
 */

import type { ExchangeRequest, Places } from '../../exchange/exchange';
import { isObject, type JsonObject, property } from '../../json/json';
import { child, type Pointer } from '../../json/pointer';
import type { BrokenReference } from '../../openapi/document/document';
import type { Unverifiable } from '../../openapi/schema/validator';
import type { Doubt, Spec } from '../../openapi/spec';
import { type Duty, followFrom, prepare, type Rule } from '../rule';
import { isUnverifiable, type Subject } from '../subject';
import { type Carries, carrierOf, parseScheme, textOf, wayOf } from './security-scheme';

const code = 'request.security.unverifiable';
const what = "The request's credentials";
const inHeaders = ({ request }: Places): Pointer => request.headers;

/** One of the alternatives: all that it asks for together. */
interface Alternative {
	/** `"token" (Authorization: bearer) with "tenant" (header X-Tenant)`. */
	readonly words: string;
	/** What its declared schemes ask for. */
	readonly carriers: readonly Carries[];
	/** Of the Authorization header, as far as its declared schemes ask for it. */
	readonly ownsAuthorization: Carries;
	readonly isUndeclared: boolean;
	/** Why it cannot be judged. */
	readonly broken: BrokenReference | Unverifiable | undefined;
}

/** The rule for the security requirements of an operation, or of the document where the operation has none of its own. */
export function securityRule(duty: Duty): Rule {
	return prepare(code, what, inHeaders, () => {
		const { spec, operation } = duty;
		const own = property(followFrom(duty).value, 'security');
		const pointer = own === undefined ? '/security' : child(operation.pointer, 'security');
		const requirements = own ?? spec.document.root.security;
		const doubts: Doubt[] = [];
		const alternatives = (Array.isArray(requirements) ? [...requirements.entries()] : []).flatMap(
			([index, requirement]) =>
				isObject(requirement) ? [alternativeOf(spec, requirement, child(pointer, index), doubts)] : [],
		);
		if (alternatives.length === 0) return () => {};
		const judge = ruleOf(alternatives, pointer);
		if (doubts.length === 0) return judge;
		let isSaid = false;
		return (subject) => {
			if (!isSaid) for (const each of doubts) spec.doubt(each);
			isSaid = true;
			judge(subject);
		};
	});
}

function alternativeOf(spec: Spec, requirement: JsonObject, pointer: Pointer, doubts: Doubt[]): Alternative {
	const schemes = property(spec.document.root.components, 'securitySchemes');
	const words: string[] = [];
	const carriers: Carries[] = [];
	const prefixes: string[] = [];
	let isUndeclared = false;
	let broken: Alternative['broken'];
	for (const name of Object.keys(requirement)) {
		let way = '';
		if (property(schemes, name) === undefined) {
			isUndeclared = true;
			doubts.push({ kind: 'security', name, pointer: child(pointer, name) });
		} else {
			try {
				const scheme = parseScheme(spec, child('/components/securitySchemes', name));
				carriers.push(carrierOf(scheme));
				if (scheme.kind === 'authorization') prefixes.push(scheme.scheme.toLowerCase());
				way = wayOf(scheme);
			} catch (error) {
				if (!isUnverifiable(error)) throw error;
				broken ??= error;
			}
		}
		words.push(`"${name}"${way}`);
	}
	const ownsAuthorization = ({ headers }: ExchangeRequest) =>
		prefixes.includes(kindOf(textOf(headers, 'authorization')));
	return { words: words.join(' with '), carriers, ownsAuthorization, isUndeclared, broken };
}

/** The scheme that an Authorization header names, in lower case. */
const kindOf = (authorization = ''): string => /^\s*([^\s,]*)/.exec(authorization)?.[1]?.toLowerCase() ?? '';

function ruleOf(alternatives: readonly Alternative[], source: Pointer): Rule {
	const certain = alternatives.filter((each) => !each.isUndeclared && each.broken === undefined);
	const doubtful = alternatives.filter((each) => each.isUndeclared && each.broken === undefined);
	const broken = alternatives.find((each) => each.broken !== undefined)?.broken;
	const isMet = ({ carriers }: Alternative, request: ExchangeRequest) => carriers.every((carries) => carries(request));
	/**
	 * What an undeclared scheme asks for is not known. It is believed beside what is declared; where it stands alone, a
	 * credential that no declared scheme asks for may be it, and none at all is not.
	 */
	const mayBeMet = (each: Alternative, request: ExchangeRequest): boolean => {
		if (!isMet(each, request)) return false;
		if (certain.length === 0 || each.carriers.length > 0) return true;
		const kind = kindOf(textOf(request.headers, 'authorization'));
		return kind !== '' && !alternatives.some(({ ownsAuthorization }) => ownsAuthorization(request));
	};
	return (subject: Subject) => {
		const { request } = subject.exchange;
		for (const each of certain) if (isMet(each, request)) return;
		for (const each of doubtful) if (mayBeMet(each, request)) return;
		if (broken) {
			subject.reportBroken(code, what, inHeaders(subject.exchange.places), broken);
			return;
		}
		subject.report({
			code: 'request.security.missing',
			place: inHeaders(subject.exchange.places),
			source,
			message: `The request carries no credentials for ${alternatives.map(({ words }) => words).join(' or ')}, which the spec requires. Send them`,
		});
	};
}
