/** Compares which credentials an operation asks for: what its security schemes mean, not how they are named. */
import { followFrom, type RuleContext } from '../check/rule';
import { isObject, type Json, property } from '../json/json';
import { child, type Pointer } from '../json/pointer';
import type { SpecDocument } from '../openapi/document/document';
import { canonical } from './canonical';
import { everyone, type OperationPair, type PartCollector } from './part';
import { orNothing } from './schema-view';

/** One of the alternatives of a security requirement. */
interface Alternative {
	readonly pointer: Pointer;
	/** Names and scopes, as the document writes them. */
	readonly words: string;
	readonly schemes: readonly Scheme[];
	readonly meaning: string;
}

interface Scheme {
	readonly name: string;
	readonly pointer: Pointer;
	readonly meaning: string;
	readonly words: string;
}

export function securityParts(pair: OperationPair, parts: PartCollector): void {
	const [old, next] = [requirementOf(pair.old), requirementOf(pair.new)];
	const removed = old.alternatives.filter((each) => next.alternatives.every(({ meaning }) => meaning !== each.meaning));
	const added = next.alternatives.filter((each) => old.alternatives.every(({ meaning }) => meaning !== each.meaning));
	const part = old.isOwn || next.isOwn ? `Security of ${pair.old.operation.name}` : 'Security';
	for (const each of removed) {
		const other = added.find(({ words }) => words === each.words);
		if (!other) {
			parts.add(part, 'removed', each.pointer, next.pointer, `alternative ${each.words} removed`, everyone);
			continue;
		}
		added.splice(added.indexOf(other), 1);
		for (const [index, scheme] of each.schemes.entries()) {
			const now = other.schemes[index];
			if (!now || now.meaning === scheme.meaning) continue;
			const words = `now ${now.words}, was ${scheme.words}`;
			parts.add(`Security scheme "${scheme.name}"`, 'changed', scheme.pointer, now.pointer, words, everyone);
		}
	}
	for (const each of added)
		parts.add(part, 'added', old.pointer, each.pointer, `alternative ${each.words} added`, everyone);
}

function requirementOf(context: RuleContext): {
	readonly isOwn: boolean;
	readonly pointer: Pointer;
	readonly alternatives: Alternative[];
} {
	const { spec, operation } = context;
	const { document } = spec;
	const own = property(followFrom(context).value, 'security');
	const pointer = own === undefined ? '/security' : child(operation.pointer, 'security');
	const stated = own ?? document.root.security;
	const listed = Array.isArray(stated) && stated.length > 0 ? stated : [{}];
	return {
		...{ isOwn: own !== undefined, pointer },
		alternatives: listed.map((each, index) => alternativeOf(document, each, child(pointer, index))),
	};
}

function alternativeOf(document: SpecDocument, requirement: Json, pointer: Pointer): Alternative {
	const stated = Object.entries(isObject(requirement) ? requirement : {}).sort(([one], [other]) =>
		one < other ? -1 : 1,
	);
	const asked = stated.map(([name, value]) => {
		const scheme = schemeOf(document, name, child(pointer, name));
		return { scheme, scopes: Array.isArray(value) ? value.map(String).sort() : [] };
	});
	const words = asked.map(
		({ scheme, scopes }) => `"${scheme.name}"${scopes.length > 0 ? ` (${scopes.join(', ')})` : ''}`,
	);
	const meanings = asked.map(({ scheme, scopes }) => canonical([scheme.meaning, scopes])).sort();
	return {
		pointer,
		words: words.length === 0 ? 'without credentials' : words.join(' with '),
		schemes: asked.map(({ scheme }) => scheme),
		meaning: meanings.join(' '),
	};
}

function schemeOf(document: SpecDocument, name: string, pointer: Pointer): Scheme {
	const found = orNothing(() => document.follow(child('/components/securitySchemes', name)));
	if (!found) return { name, pointer, meaning: `undeclared ${name}`, words: 'undeclared' };
	const text = (key: string) => String(property(found.value, key) ?? '');
	const type = text('type');
	const isHeader = text('in') === 'header';
	const key = isHeader ? text('name').toLowerCase() : text('name');
	const own: Readonly<Record<string, readonly string[]>> = {
		http: [text('scheme').toLowerCase()],
		apiKey: [text('in'), key],
		openIdConnect: [text('openIdConnectUrl')],
		oauth2: flowsOf(property(found.value, 'flows')),
	};
	const parts = own[type] ?? [];
	return { name, pointer: found.pointer, meaning: canonical([type, ...parts]), words: [type, ...parts].join(' ') };
}

/** The URLs of each flow; what a scope is called there is text. */
function flowsOf(flows: Json | undefined): string[] {
	return Object.entries(isObject(flows) ? flows : {})
		.map(([name, flow]) => {
			const urls = ['authorizationUrl', 'tokenUrl', 'refreshUrl'].map((key) => String(property(flow, key) ?? ''));
			return [name, ...urls.filter((each) => each !== '')].join(' ');
		})
		.sort();
}
