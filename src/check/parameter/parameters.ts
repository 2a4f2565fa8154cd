/** Judges the path, query, header and cookie parameters of a request (OpenAPI 3.1, 4.8.12), and finds unknown query names. */

import type { Places } from '../../exchange/exchange';
import { child, type Pointer } from '../../json/pointer';
import { parsePathTemplate } from '../../openapi/path/path-template';
import { type Duty, type PlaceOf, prepare, type Rule } from '../rule';
import { isUnverifiable } from '../subject';
import { type Declared, declaredParameters } from './declared-parameters';
import { isLocation, type Parameter, parseParameter } from './parameter';
import { valueRule } from './parameter-value';
import { claimedNames, fieldTest, type Names, type Spread, spreadOf } from './query-names';
import { senderOf } from './sent';

/** What is left of a declared parameter once it has been read: all that is needed, or why it cannot be used. */
type Read =
	| { readonly kind: 'usable'; readonly parameter: Parameter; readonly spread: Spread | undefined }
	| { readonly kind: 'broken'; readonly rule: Rule };

/** The rule for all parameters of an operation. */
export function parametersRule(duty: Duty): Rule {
	const rules = parameterRules(duty);
	return (subject) => {
		for (const rule of rules) rule(subject);
	};
}

/** One for each, and one for names that belong to none. */
function parameterRules(duty: Duty): Rule[] {
	const { declared, broken } = declaredParameters(duty);
	const read = declared.map((each) => readParameter(duty, each));
	const usable = read.flatMap((each) => (each.kind === 'usable' ? [[each.parameter, each.spread] as const] : []));
	const claimed = claimedNames(duty.spec, 'query', usable);
	const claimedCookies = claimedNames(duty.spec, 'cookie', usable);
	const rules: Rule[] = broken.map(
		(error) => (subject) =>
			subject.reportBroken(
				'request.parameter.unverifiable',
				'A parameter of the request',
				subject.exchange.places.request.path,
				error,
			),
	);
	for (const each of read) {
		if (each.kind === 'broken') rules.push(each.rule);
		else {
			const others = each.parameter.in === 'cookie' ? claimedCookies : claimed;
			rules.push(parameterRule(duty, each.parameter, each.spread, others));
		}
	}
	// A parameter that is broken has a name all the same, and so has an object whose fields are spread.
	const named = new Set(declared.filter((each) => each.in === 'query').map((each) => each.name));
	const spreads = usable.flatMap(([{ in: where }, spread]) => (spread && where === 'query' ? [spread] : []));
	const isKnown = (name: string) =>
		named.has(name) || claimed.has(name) || spreads.some((spread) => spread.takes(name));
	// Where a parameter cannot be read, nobody knows which name it has.
	if (broken.length === 0) rules.push(unknownNamesRule(duty, isKnown));
	return rules;
}

function readParameter(duty: Duty, declared: Declared): Read {
	const { name, in: where, located } = declared;
	const what = whatOf(declared);
	const unverifiable = (reason: string): Read => ({
		kind: 'broken',
		rule: (subject) =>
			subject.report({
				code: 'request.parameter.unverifiable',
				place: placeIn(where)(subject.exchange.places),
				source: located.pointer,
				message: `${what} ${reason}`,
			}),
	});
	if (!isLocation(where)) {
		return unverifiable(`cannot be judged, because OpenAPI knows no parameter in "${where}". Mend the spec`);
	}
	if (where === 'path' && !parsePathTemplate(duty.operation.path).names.includes(name)) {
		return unverifiable(
			`has no place in the path ${duty.operation.path}, so it cannot be judged. Mend the spec: parameter and path must use one name`,
		);
	}
	try {
		const parameter = parseParameter(duty, name, where, located);
		return { kind: 'usable', parameter, spread: spreadOf(duty.spec, parameter) };
	} catch (error) {
		if (!isUnverifiable(error)) throw error;
		const rule: Rule = (subject) =>
			subject.reportBroken('request.parameter.unverifiable', what, placeIn(where)(subject.exchange.places), error);
		return { kind: 'broken', rule };
	}
}

function parameterRule(duty: Duty, parameter: Parameter, spread: Spread | undefined, claimed: Names): Rule {
	const { in: where, required, allowsEmpty, pointer: source } = parameter;
	const what = whatOf(parameter);
	const placeOf = placeIn(where);
	return prepare('request.parameter.unverifiable', what, placeOf, () => {
		const sentIn = senderOf(parameter, fieldTest(spread, claimed));
		const judge = valueRule(duty, parameter, {
			kind: 'request.parameter',
			what,
			placeOf: ({ exchange }, recorded) => {
				const place = placeOf(exchange.places);
				return where === 'query' || where === 'header' ? child(place, recorded) : place;
			},
		});
		return (subject) => {
			const sent = sentIn(subject);
			if (sent === undefined) {
				if (!required) return;
				const message = `${what} is missing, but the spec requires it. Send it`;
				const place = placeOf(subject.exchange.places);
				subject.report({
					code: 'request.parameter.missing',
					place,
					source,
					message,
				});
				return;
			}
			if (allowsEmpty && sent.kind === 'texts' && sent.texts.every((text) => text === '')) return;
			judge(subject, sent);
		};
	});
}

/** Reports each name in the query that nothing describes, once. */
function unknownNamesRule({ operation }: Duty, isKnown: (name: string) => boolean): Rule {
	return (subject) => {
		const { query } = subject.exchange.request;
		query.forEach(([name], index) => {
			if (isKnown(name) || query.findIndex(([each]) => each === name) < index) return;
			subject.report({
				code: 'request.parameter.unknown',
				place: child(subject.exchange.places.request.query, name),
				source: operation.pointer,
				message: `The request's query parameter "${name}" is not in the spec. Correct its name, or leave it out`,
			});
		});
	};
}

const whatOf = ({ name, in: where }: Pick<Declared, 'name' | 'in'>) => `The request's ${where} parameter "${name}"`;

function placeIn(where: string): PlaceOf {
	switch (where) {
		case 'path':
			return inPath;
		case 'query':
			return inQuery;
		default:
			return inHeaders;
	}
}

const inPath = ({ request }: Places): Pointer => request.path;
const inQuery = ({ request }: Places): Pointer => request.query;
const inHeaders = ({ request }: Places): Pointer => request.headers;
