/** Compares the responses of an operation: their statuses, headers and bodies. */
import { statusesIn } from '../check/body/response';
import { attempt, isFault } from '../check/judgement';
import { followFrom, type RuleContext } from '../check/rule';
import { isObject, property } from '../json/json';
import { child, type Pointer } from '../json/pointer';
import type { Located } from '../openapi/document/document';
import { mediaParts } from './bodies';
import { compare, headerIn } from './parameters';
import type { OperationPair, PartCollector, Used } from './part';

export function responseParts(pair: OperationPair, parts: PartCollector): void {
	const [old, next] = [responsesIn(pair.old), responsesIn(pair.new)];
	const { name } = pair.old.operation;
	for (const [status, key] of old.keys) {
		const otherKey = next.keys.get(status);
		const part = `Response ${key} of ${name}`;
		if (otherKey === undefined) {
			const uses = ({ statuses }: Used) => statuses.has(key);
			parts.add(part, 'removed', child(old.pointer, key), next.pointer, 'removed', uses);
			continue;
		}
		const [before, after] = [responseAt(pair.old, key), responseAt(pair.new, otherKey)];
		if (!before || !after) continue;
		headerParts(pair, { part, old: before, new: after }, key, parts);
		const typeIn = [({ statuses }: Used) => statuses.get(key), ({ statuses }: Used) => statuses.get(otherKey)] as const;
		const both = { old: key, new: otherKey };
		mediaParts(pair, { part, side: 'response', status: both, old: before, new: after, typeIn }, parts);
	}
	for (const [status, key] of next.keys) {
		if (old.keys.has(status)) continue;
		const uses = (used: Used, now: Used) => now.statuses.has(key) && used.statuses.size > 0;
		parts.add(`Response ${key} of ${name}`, 'added', old.pointer, child(next.pointer, key), 'added', uses);
	}
}

interface Responses {
	readonly pointer: Pointer;
	/** The statuses, each with how the document writes it. */
	readonly keys: ReadonlyMap<string, string>;
}

function responsesIn(context: RuleContext): Responses {
	const found = attempt(() => followFrom(context, 'responses'));
	if (isFault(found)) return { pointer: child(context.operation.pointer, 'responses'), keys: new Map() };
	return { pointer: found.pointer, keys: new Map(statusesIn(found.value).map((key) => [key.toUpperCase(), key])) };
}

function responseAt(context: RuleContext, key: string): Located | undefined {
	const found = attempt(() => followFrom(context, 'responses', key));
	return isFault(found) ? undefined : found;
}

interface ResponsePair {
	readonly part: string;
	readonly old: Located;
	readonly new: Located;
}

function headerParts(pair: OperationPair, { part, ...both }: ResponsePair, status: string, parts: PartCollector): void {
	const [old, next] = [headersIn(pair.old, both.old), headersIn(pair.new, both.new)];
	const [from, to] = [both.old, both.new].map(({ pointer }) => child(pointer, 'headers')) as [Pointer, Pointer];
	for (const [name, before] of old) {
		const after = next.get(name);
		const own = `${part}, header "${before.name}"`;
		const uses = ({ headers, statuses }: Used) => statuses.has(status) && headers.has(name);
		if (after) compare(own, before, after, uses, parts);
		else parts.add(own, 'removed', before.located.pointer, to, 'removed', uses);
	}
	for (const [name, after] of next) {
		if (old.has(name)) continue;
		const uses = ({ headers, statuses }: Used) => statuses.has(status) && headers.has(name);
		const own = `${part}, header "${after.name}"`;
		parts.add(
			own,
			'added',
			from,
			after.located.pointer,
			after.isRequired ? 'added, required' : 'added, optional',
			uses,
		);
	}
}

function headersIn(context: RuleContext, { pointer, value }: Located) {
	const headers = property(value, 'headers');
	const all = Object.keys(isObject(headers) ? headers : {}).flatMap((name) => {
		const located = attempt(() => context.spec.document.follow(child(pointer, 'headers', name)));
		const isContentType = name.toLowerCase() === 'content-type';
		return isFault(located) || isContentType ? [] : [[name.toLowerCase(), headerIn(context, name, located)] as const];
	});
	return new Map(all);
}
