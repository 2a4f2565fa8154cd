/**
 * Finds the operation that a request belongs to (OpenAPI 3.1, 4.8.8 Paths Object): concrete paths before templates,
 * the base path of `servers` accepted.
 */
import { BrokenReference, type SpecDocument } from './document';
import { isObject, property } from './json';
import { child, type Pointer } from './pointer';
import { asPattern, percentDecoded } from './text';

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'] as const;

export interface Operation {
	/** `operationId`, or method and path where the document names none. */
	readonly name: string;
	/** In upper case. */
	readonly method: string;
	/** The path as the document writes it, with its templates. */
	readonly path: string;
	readonly pointer: Pointer;
	/** Where the path item stands. */
	readonly pathPointer: Pointer;
}

export interface OperationMatch {
	readonly operation: Operation;
	/** The values of the path's templates, percent-decoded. */
	readonly pathParameters: ReadonlyMap<string, string>;
}

export interface OperationIndex {
	readonly operations: readonly Operation[];
	/** The operation that answers `method` on `path` (percent-encoded, without query). */
	find(method: string, path: string): OperationMatch | undefined;
	/** The methods described for `path`; empty where no path matches. */
	methodsAt(path: string): string[];
}

interface Template {
	readonly path: string;
	readonly segments: readonly Segment[];
	readonly operations: readonly Operation[];
}
interface Segment {
	/** What a segment without a template must be, percent-decoded. */
	readonly literal: string | undefined;
	readonly pattern: RegExp;
	readonly names: readonly string[];
}

/** Reads every path of the document once. */
export function indexOperations(document: SpecDocument): OperationIndex {
	const templates = [...templatesOf(document)].sort(bySpecificity);
	const bases = basePaths(document);
	const candidates = function* (path: string): Generator<[Template, Map<string, string>]> {
		for (const local of withoutBase(path, bases)) {
			const segments = local.split('/');
			for (const template of templates) {
				const parameters = matchSegments(template.segments, segments);
				if (parameters) yield [template, parameters];
			}
		}
	};
	return {
		operations: templates.flatMap((template) => template.operations),
		find(method, path) {
			for (const [template, pathParameters] of candidates(path)) {
				const operation = template.operations.find((each) => each.method === method.toUpperCase());
				if (operation) return { operation, pathParameters };
			}
			return undefined;
		},
		methodsAt: (path) => [
			...new Set([...candidates(path)].flatMap(([template]) => template.operations.map((each) => each.method))),
		],
	};
}

function* templatesOf(document: SpecDocument): Generator<Template> {
	const paths = property(document.root, 'paths');
	if (!isObject(paths)) return;
	for (const path of Object.keys(paths)) {
		if (!path.startsWith('/')) continue;
		const item = itemAt(document, child('/paths', path));
		const operations = methods.flatMap((method): Operation[] => {
			const value = property(item.value, method);
			if (!isObject(value)) return [];
			const name = value.operationId;
			return [
				{
					name: typeof name === 'string' ? name : `${method.toUpperCase()} ${path}`,
					method: method.toUpperCase(),
					path,
					pointer: child(item.pointer, method),
					pathPointer: item.pointer,
				},
			];
		});
		yield { path, segments: path.split('/').map(segmentOf), operations };
	}
}

/** A path item whose reference is broken describes nothing; the operation is then reported as not described. */
function itemAt(document: SpecDocument, pointer: Pointer) {
	try {
		return document.follow(pointer);
	} catch (error) {
		if (error instanceof BrokenReference) return { pointer, value: undefined };
		throw error;
	}
}

function segmentOf(text: string): Segment {
	const names: string[] = [];
	let pattern = '';
	let rest = 0;
	for (const template of text.matchAll(/\{([^}]*)\}/g)) {
		pattern += `${asPattern(text.slice(rest, template.index))}(.+?)`;
		rest = template.index + template[0].length;
		names.push(template[1] ?? '');
	}
	return {
		literal: names.length === 0 ? percentDecoded(text) : undefined,
		pattern: new RegExp(`^${pattern}${asPattern(text.slice(rest))}$`, 's'),
		names,
	};
}

function matchSegments(template: readonly Segment[], path: readonly string[]): Map<string, string> | undefined {
	if (template.length !== path.length) return undefined;
	const parameters = new Map<string, string>();
	for (const [index, { literal, pattern, names }] of template.entries()) {
		const actual = path[index] ?? '';
		if (literal !== undefined) {
			if (literal !== percentDecoded(actual)) return undefined;
			continue;
		}
		const match = pattern.exec(actual);
		if (!match) return undefined;
		for (const [place, name] of names.entries()) parameters.set(name, percentDecoded(match[place + 1] ?? ''));
	}
	return parameters;
}

/** Segment by segment from the left: a literal before a template, a template with more literal text before one with less. */
function bySpecificity(a: Template, b: Template): number {
	for (const [index, left] of a.segments.entries()) {
		const right = b.segments[index];
		if (!right) break;
		const difference = left.names.length - right.names.length;
		const bothTemplates = left.names.length > 0 && right.names.length > 0;
		if (bothTemplates && left.pattern.source.length !== right.pattern.source.length) {
			return right.pattern.source.length - left.pattern.source.length;
		}
		if (difference !== 0) return difference;
	}
	return 0;
}

function basePaths(document: SpecDocument): string[] {
	const servers = property(document.root, 'servers');
	return (Array.isArray(servers) ? servers : [])
		.map((server) => urlOf(server).replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*/i, ''))
		.map((base) => base.replace(/\/$/, ''))
		.filter((base) => base !== '' && !base.includes('{'));
}

/** The URL of a server, its variables at their defaults (4.8.6). */
function urlOf(server: unknown): string {
	const url = property(server, 'url');
	if (typeof url !== 'string') return '';
	return url.replace(/\{([^}]*)\}/g, (template, name: string) => {
		const value = property(property(property(server, 'variables'), name), 'default');
		return value === undefined ? template : String(value);
	});
}

/** What is left of the path below each base path that it begins with, and the path as it is. */
function withoutBase(path: string, bases: readonly string[]): string[] {
	return [...bases.filter((base) => path.startsWith(`${base}/`)).map((base) => path.slice(base.length)), path];
}
