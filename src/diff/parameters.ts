/** Compares the parameters of an operation. One in a path is known by its position, for its name is not sent. */
import { attempt, isFault } from '../check/judgement';
import { declaredParameters } from '../check/parameter/declared-parameters';
import { isLocation, type Parameter, parseParameter, parseQuerystring } from '../check/parameter/parameter';
import type { RuleContext } from '../check/rule';
import { property } from '../json/json';
import { child } from '../json/pointer';
import type { Located } from '../openapi/document/document';
import { parsePathTemplate } from '../openapi/path/path-template';
import { everyone, flipped, type OperationPair, type PartCollector, type Uses } from './part';

interface Known {
	readonly name: string;
	readonly in: string;
	readonly located: Located;
	readonly isRequired: boolean;
	/** Undefined where it cannot be read; `check` reports that. */
	readonly read: Parameter | undefined;
}

export function parameterParts(pair: OperationPair, parts: PartCollector): void {
	const [old, next] = [knownIn(pair.old), knownIn(pair.new)];
	const { name } = pair.old.operation;
	const added = new Map(next);
	for (const [key, before] of old) {
		const [otherKey, after] = next.has(key) ? [key, next.get(key)] : movedTo(before, old, added);
		const part = `Parameter "${before.name}" in ${before.in} of ${name}`;
		const sends: Uses = ({ parameters }) => parameters.has(before.located.pointer);
		if (!after) {
			parts.add(part, 'removed', before.located.pointer, pair.new.operation.pointer, 'removed', sends);
			continue;
		}
		added.delete(otherKey);
		if (after.in !== before.in) {
			const words = `now in ${after.in}`;
			const uses: Uses = (...used) => after.isRequired || sends(...used);
			parts.add(part, 'changed', child(before.located.pointer, 'in'), child(after.located.pointer, 'in'), words, uses);
		}
		compare(part, before, after, sends, parts);
	}
	for (const after of added.values()) {
		const uses: Uses = (_, { parameters }) => after.isRequired || parameters.has(after.located.pointer);
		const words = after.isRequired ? 'added, required' : 'added, optional';
		const part = `Parameter "${after.name}" in ${after.in} of ${name}`;
		parts.add(part, 'added', pair.old.operation.pointer, after.located.pointer, words, uses);
	}
}

/** The parameter of the same name elsewhere, which the old document has not there. */
function movedTo(
	{ name }: Known,
	old: ReadonlyMap<string, Known>,
	added: ReadonlyMap<string, Known>,
): [key: string, parameter: Known | undefined] {
	const alike = (each: Known) => each.name.toLowerCase() === name.toLowerCase();
	return [...added].find(([key, each]) => alike(each) && !old.has(key)) ?? ['', undefined];
}

/** What of a parameter stands outside its schema, and its schema. */
export function compare(part: string, before: Known, after: Known, uses: Uses, parts: PartCollector): void {
	const [from, to] = [before.located, after.located];
	const side = before.in === 'header' && !part.startsWith('Parameter') ? 'response' : 'request';
	const changed = (keyword: string, words: string, by = uses) =>
		parts.add(part, 'changed', child(from.pointer, keyword), child(to.pointer, keyword), words, by);
	if (before.isRequired !== after.isRequired && before.in === after.in) {
		changed(
			'required',
			flipped(after.isRequired, 'required'),
			after.isRequired && side === 'request' ? everyone : uses,
		);
	}
	const [wasDeprecated, isDeprecated] = [from, to].map(({ value }) => property(value, 'deprecated') === true);
	if (wasDeprecated !== isDeprecated) changed('deprecated', flipped(isDeprecated === true, 'deprecated'));
	const [wasReserved, isReserved] = [from, to].map(({ value }) => property(value, 'allowReserved') === true);
	if (wasReserved !== isReserved)
		changed('allowReserved', flipped(isReserved === true, 'sent with reserved characters'));
	const [was, is] = [before.read, after.read];
	if (!was || !is) return;
	if (was.isJson !== is.isJson) changed('content', is.isJson ? 'now sent as JSON' : 'no longer sent as JSON');
	else if (before.in === after.in) {
		if (was.style !== is.style) changed('style', `style is now ${is.style}, was ${was.style}`);
		else if (was.explode !== is.explode) changed('explode', flipped(is.explode, 'written part by part (explode)'));
	}
	if (was.allowsEmpty !== is.allowsEmpty)
		changed('allowEmptyValue', `${flipped(is.allowsEmpty, 'allowed')} to be empty`);
	if (was.schema === undefined || is.schema === undefined) return;
	const isParameter = side === 'request';
	parts.schemas.push({ part, side, isParameter, status: undefined, old: was.schema, new: is.schema, uses });
}

function knownIn(context: RuleContext): Map<string, Known> {
	const { spec, operation } = context;
	const positions = parsePathTemplate(operation.path).names;
	const known = declaredParameters(context).declared.map(({ name, in: where, located }): [string, Known] => {
		const read = attempt(() =>
			isLocation(where) ? parseParameter(spec, name, where, located) : parseQuerystring(spec, name, located),
		);
		const own = where === 'path' ? `#${positions.indexOf(name)}` : where === 'header' ? name.toLowerCase() : name;
		const isRequired = where === 'path' || property(located.value, 'required') === true;
		return [`${where} ${own}`, { name, in: where, located, isRequired, read: isFault(read) ? undefined : read }];
	});
	return new Map(known);
}

/** The headers of a response, by their name in lower case. */
export function headerIn({ spec }: RuleContext, name: string, located: Located): Known {
	const read = attempt(() => parseParameter(spec, name, 'header', located));
	const isRequired = property(located.value, 'required') === true;
	return { name, in: 'header', located, isRequired, read: isFault(read) ? undefined : read };
}
