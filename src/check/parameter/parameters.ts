/**
 * Judges the path, query, header and cookie parameters of a request (OpenAPI 3.1, 4.8.12), and finds unknown query
 * names.
 */

import { child } from '../../json/pointer';
import { didYouMean } from '../../json/text';
import { parsePathTemplate } from '../../openapi/path/path-template';
import { attempt, isFault, type Judgement, type PlaceOf, type SpecFault, updateSpec } from '../judgement';
import { prepare, type Rule, type RuleContext } from '../rule';
import { type Declared, declaredParameters } from './declared-parameters';
import { isLocation, type Names, type Parameter, parseParameter, parseQuerystring } from './parameter';
import { valueRule } from './parameter-value';
import { claimedNames } from './query-names';
import { sentFor } from './sent';

const code = 'request.parameter.unverifiable';

/** The rule for all parameters of an operation, and for names that belong to none. */
export function parametersRule(context: RuleContext): Rule {
	const { declared, broken } = declaredParameters(context);
	const read = declared.map((each) => readParameter(context, each));
	const usable = read.filter((each) => typeof each !== 'function');
	const query = claimedNames(context.spec, 'query', usable);
	const cookie = claimedNames(context.spec, 'cookie', usable);
	const rules = broken.map((fault) =>
		unverifiable(`A request parameter of ${context.operation.name}`, placeIn('path'), fault),
	);
	for (const each of read) {
		if (typeof each === 'function') rules.push(each);
		else rules.push(parameterRule(context, each, each.in === 'cookie' ? cookie : query));
	}
	// A parameter that is broken has a name all the same, and so has an object whose fields are spread.
	const named = new Set(declared.filter((each) => each.in.startsWith('query')).map((each) => each.name));
	const spreads = usable.flatMap(({ in: where, spread }) => (spread && where === 'query' ? [spread] : []));
	// The name of a parameter that cannot be read is not known, nor are the names in a query that is read as a whole.
	const isOpaque = declared.some((each, index) => each.in === 'querystring' && typeof read[index] === 'function');
	if (broken.length === 0 && !isOpaque) {
		const isKnown: Names = (name) =>
			named.has(name) || query(name) || spreads.some((spread) => spread.takesField(name));
		const known = [...named, ...spreads.flatMap((spread) => [...spread.names])];
		rules.push(unknownNamesRule(context, isKnown, known));
	}
	return (judgement) => {
		for (const rule of rules) rule(judgement);
	};
}

/** All that is needed to judge a declared parameter, or the rule that reports why it cannot be used. */
function readParameter(context: RuleContext, declared: Declared): Parameter | Rule {
	const { spec, operation } = context;
	const { name, in: where, located } = declared;
	const what = whatOf(declared);
	const unusable =
		(reason: string, fix: string): Rule =>
		(judgement) =>
			judgement.report({
				code,
				place: placeIn(where)(judgement.places),
				source: located.pointer,
				title: `${what} cannot be judged: ${reason}.`,
				fix: [fix],
				detail: what,
			});
	if (where === 'querystring' && spec.document.is32) {
		const whole = attempt(() => parseQuerystring(spec, name, located));
		return isFault(whole) ? unverifiable(what, placeIn('query'), whole) : whole;
	}
	if (!isLocation(where)) {
		const fix = `Use "in" path, query, header or cookie in ${spec.document.file}, or describe a body under "requestBody".`;
		return unusable(`OpenAPI 3 has no parameters in "${where}"`, fix);
	}
	if (where === 'path' && !parsePathTemplate(operation.path).names.includes(name)) {
		return unusable(
			`the path ${operation.path} has no {${name}}`,
			`Use one name for the parameter and the path in ${spec.document.file}.`,
		);
	}
	const parameter = attempt(() => parseParameter(spec, name, where, located));
	return isFault(parameter) ? unverifiable(what, placeIn(where), parameter) : parameter;
}

function unverifiable(what: string, placeOf: PlaceOf, fault: SpecFault): Rule {
	return (judgement) => judgement.reportBroken(code, what, placeOf(judgement.places), fault);
}

function parameterRule(context: RuleContext, parameter: Parameter, isClaimed: Names): Rule {
	const what = whatOf(parameter);
	const placeOf = placeIn(parameter.in);
	const sentIn = (judgement: Judgement) =>
		[sentFor(parameter, isClaimed, judgement)].filter((each) => each !== undefined);
	const rule = valueRule(context, parameter, { kind: 'request.parameter', what, placeOf, sentIn });
	return prepare(code, what, placeOf, () => rule);
}

/** Reports each name in the query that nothing describes, once. */
function unknownNamesRule({ operation }: RuleContext, isKnown: Names, known: readonly string[]): Rule {
	return (judgement) => {
		const names = new Set(judgement.exchange.request.query.map(([name]) => name));
		for (const name of names) {
			if (isKnown(name)) continue;
			const meant = didYouMean(name, known) || '.';
			judgement.report({
				code: 'request.parameter.unknown',
				place: child(judgement.places.request.query, name),
				source: operation.pointer,
				title: `Query parameter "${name}": the spec does not know this parameter${meant}`,
				fix: ['Correct the name that the client sends, or leave the parameter out.', updateSpec],
				detail: name,
			});
		}
	};
}

const whatOf = ({ name, in: where }: Pick<Declared, 'name' | 'in'>) =>
	`${where.charAt(0).toUpperCase()}${where.slice(1)} parameter "${name}"`;

const placeIn =
	(where: string): PlaceOf =>
	({ request }) =>
		where === 'path' || where === 'query' ? request[where] : request.headers;
