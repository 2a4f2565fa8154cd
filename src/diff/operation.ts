/** Compares one operation of two documents, but for what stands in its schemas. */
import { followFrom } from '../check/rule';
import { property } from '../json/json';
import { child } from '../json/pointer';
import { bodyParts } from './bodies';
import { parameterParts } from './parameters';
import { everyone, flipped, type OperationPair, PartCollector, type Parts } from './part';
import { responseParts } from './responses';
import { securityParts } from './security';
import { serverParts } from './servers';

export function operationParts(pair: OperationPair): Parts {
	const parts = new PartCollector();
	const [old, next] = [pair.old.operation, pair.new.operation];
	const part = `Operation ${old.name}`;
	if (old.method !== next.method || shapeOf(old.path) !== shapeOf(next.path)) {
		const words = `now ${next.method} ${next.path}, was ${old.method} ${old.path}`;
		parts.add(part, 'changed', old.pathPointer, next.pathPointer, words, everyone);
	}
	const [before, after] = [pair.old, pair.new].map((context) => followFrom(context));
	const [id, otherId] = [before, after].map((each) => property(each?.value, 'operationId'));
	if (id !== otherId) {
		const [from, to] = [child(old.pointer, 'operationId'), child(next.pointer, 'operationId')];
		const words = otherId === undefined ? 'it no longer has an operationId' : `operationId is now ${String(otherId)}`;
		parts.add(part, 'changed', from, to, words, everyone);
	}
	const [wasDeprecated, isDeprecated] = [before, after].map((each) => property(each?.value, 'deprecated') === true);
	if (wasDeprecated !== isDeprecated) {
		const [from, to] = [child(old.pointer, 'deprecated'), child(next.pointer, 'deprecated')];
		parts.add(part, 'changed', from, to, flipped(isDeprecated === true, 'deprecated'), everyone);
	}
	securityParts(pair, parts);
	serverParts(pair, parts);
	parameterParts(pair, parts);
	bodyParts(pair, parts);
	responseParts(pair, parts);
	return parts;
}

/** The path with its names taken out: they are not sent. */
export const shapeOf = (path: string): string => path.replace(/\{[^{}]*\}/g, '{}');
