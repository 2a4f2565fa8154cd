/** Compares where an operation is served: its own servers, those of its path, or those of the document. */
import { followFrom, type RuleContext } from '../check/rule';
import { isObject, type Json, property } from '../json/json';
import { child } from '../json/pointer';
import { pathItemAt } from '../openapi/path/path-item';
import { canonical } from './canonical';
import { everyone, type OperationPair, type PartCollector } from './part';

export function serverParts(pair: OperationPair, parts: PartCollector): void {
	const [old, next] = [serversOf(pair.old), serversOf(pair.new)];
	if (old.key === next.key) return;
	const part = old.isOwn || next.isOwn ? `Servers of ${pair.old.operation.name}` : 'Servers';
	parts.add(part, 'changed', old.pointer, next.pointer, `now ${next.words}, was ${old.words}`, everyone);
}

function serversOf(context: RuleContext) {
	const { document } = context.spec;
	const layers = pathItemAt(document, context.operation.pathPointer).layers;
	const owners = [followFrom(context), ...layers];
	const own = owners.find(({ value }) => property(value, 'servers') !== undefined);
	const stated = property(own?.value ?? document.root, 'servers');
	const servers = Array.isArray(stated) && stated.length > 0 ? stated : [{ url: '/' }];
	const urls = servers.map((each) => String(property(each, 'url')));
	return {
		isOwn: own !== undefined,
		pointer: own ? child(own.pointer, 'servers') : '/servers',
		words: urls.join(', '),
		key: servers.map(meaningOf).sort().join(' '),
	};
}

function meaningOf(server: Json): string {
	const url = String(property(server, 'url')).replace(/\/$/, '');
	const variables = property(server, 'variables');
	const stated = Object.entries(isObject(variables) ? variables : {}).map(([name, each]) => {
		const listed = property(each, 'enum');
		return [
			name,
			[property(each, 'default') ?? null, Array.isArray(listed) ? listed.map(String).sort() : null],
		] as const;
	});
	return canonical([url, Object.fromEntries(stated)]);
}
