/**
 * Whether a request carries what one of the security requirements asks for (OpenAPI 3.1, 4.8.30).
 * A scheme that the spec uses but does not declare is a doubt about the spec, and cannot be judged.
 */

import type { ExchangeRequest } from '../../exchange/exchange';
import { property } from '../../json/json';
import { child, type Pointer } from '../../json/pointer';
import { listAt, mapAt } from '../../openapi/part';
import type { Doubt, Spec } from '../../openapi/spec';
import { isFault, type Judgement, type PlaceOf, type SpecFault, updateSpec } from '../judgement';
import { followFrom, noRule, prepare, type Rule, type RuleContext } from '../rule';
import { isUri, type Scheme, schemeNamed } from './security-scheme';

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
		const requirements = listAt(pointer, own === undefined ? spec.document.root.security : own);
		const alternatives = requirements.map((each, index) => alternativeOf(spec, each, child(pointer, index)));
		return alternatives.length === 0 ? noRule : ruleOf(spec, alternatives, pointer);
	});
}

/** Throws `Unverifiable` where the requirement, or the map of schemes, is malformed. */
function alternativeOf(spec: Spec, requirement: unknown, pointer: Pointer): Alternative {
	const { securitySchemes } = mapAt('/components', spec.document.root.components);
	const schemes = mapAt('/components/securitySchemes', securitySchemes);
	const words: string[] = [];
	const declared: Scheme[] = [];
	const undeclared: Doubt[] = [];
	let broken: Alternative['broken'];
	for (const name of Object.keys(mapAt(pointer, requirement))) {
		let way = '';
		if (property(schemes, name) === undefined && !isUri(spec, name)) {
			undeclared.push({ kind: 'security', name, pointer: child(pointer, name) });
		} else {
			const scheme = schemeNamed(spec, name, pointer);
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
	const [wanted, proven] = [alternatives, certain].map((each) => each.map(({ words }) => words).join(' or '));
	const { file } = spec.document;
	const isMet = ({ declared }: Alternative, request: ExchangeRequest) =>
		declared.every((each) => each.carries(request));
	return (judgement) => {
		const { request } = judgement.exchange;
		for (const each of doubts) spec.doubt(each);
		if (certain.some((each) => isMet(each, request))) return;
		const place = placeOf(alternatives, judgement);
		// Whatever an undeclared scheme requires may be there.
		const open = doubtful.filter((each) => isMet(each, request)).flatMap(({ undeclared }) => undeclared);
		const [first] = open;
		if (first) {
			if (certain.length === 0) return;
			const names = [...new Set(open.map(({ name }) => `"${name}"`))].join(' and ');
			judgement.report({
				code: 'request.security.unproven',
				place,
				source,
				title: `Request: there are no credentials for ${proven}; the spec does not declare ${names}, so other credentials are not judged.`,
				fix: ['Send the credentials.', `Declare ${names} under /components/securitySchemes in ${file}.`],
				allowed: wanted,
			});
			return;
		}
		if (broken) {
			judgement.reportBroken(unverifiable, `Security scheme "${broken.name}"`, place, broken.fault);
			return;
		}
		judgement.report({
			code: 'request.security.missing',
			place,
			source,
			title: `Request: the spec requires credentials for ${wanted}, and there are none.`,
			fix: ['Send the credentials.', updateSpec],
			allowed: wanted,
		});
	};
}

/** Where the first credential that is missing belongs. */
function placeOf(alternatives: readonly Alternative[], { exchange, places }: Judgement): Pointer {
	const missing = alternatives.flatMap(({ declared }) => declared).find((each) => !each.carries(exchange.request));
	return missing?.apiKey?.in === 'query' ? places.request.query : places.request.headers;
}
