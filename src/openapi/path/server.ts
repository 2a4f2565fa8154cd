/**
 * The base paths of `servers` (OpenAPI 3.1, 4.8.5 Server Object): what may stand before a path of the description.
 * Variables stand for their default and the values of their `enum`; without an `enum`, for any text.
 */
import { isObject, property } from '../../json/json';
import { asPattern } from '../../json/text';

/** Stands in a base path for any text within a segment. */
const anyText = '\u0000';

/** Beyond this many combinations of values, a variable stands for any text. */
const most = 200;

/** The base paths of a list of servers, each once, without the slash at the end; what leaves a path as it is, is left out. */
export function basePathsOf(servers: unknown): string[] {
	const urls = (Array.isArray(servers) ? servers : []).flatMap(urlsOf);
	// A variable that is not declared has no value, which matters only in the path.
	return [...new Set(urls.map(pathOf))].filter((base) => base !== '' && !base.includes('{'));
}

/** What is left of a path below `base`; undefined where it does not begin with it. */
export function belowBase(base: string): (path: string) => string | undefined {
	if (!base.includes(anyText)) {
		const start = `${base}/`;
		return (path) => (path.startsWith(start) ? path.slice(base.length) : undefined);
	}
	const pattern = new RegExp(`^${base.split(anyText).map(asPattern).join('[^/]+')}(?=/)`);
	return (path) => {
		const found = pattern.exec(path);
		return found ? path.slice(found[0].length) : undefined;
	};
}

/** The longer one of two base paths is tried first. */
export function compareBases(a: string, b: string): number {
	return b.split('/').length - a.split('/').length;
}

/** The URLs of a server, by the values of its variables. */
function urlsOf(server: unknown): string[] {
	const url = property(server, 'url');
	if (typeof url !== 'string') return [];
	let urls = [''];
	for (const [part, name] of partsOf(url)) {
		const values = name === undefined ? [part] : valuesOf(part, property(property(server, 'variables'), name));
		const used = values.length * urls.length > most ? [anyText] : values;
		urls = urls.flatMap((start) => used.map((value) => start + value));
	}
	return urls;
}

function partsOf(url: string): (readonly [text: string, name: string | undefined])[] {
	return (url.match(/\{[^}]*\}|[^{]+|\{/g) ?? []).map((part) => [part, /^\{(.*)\}$/s.exec(part)?.[1]]);
}

function valuesOf(name: string, variable: unknown): string[] {
	if (!isObject(variable)) return [name];
	const { default: usual, enum: allowed } = variable;
	const stated = usual === undefined ? [] : [String(usual)];
	return [...new Set(Array.isArray(allowed) ? [...stated, ...allowed.map(String)] : [...stated, anyText])];
}

/** The path of a URL that may be relative, or whose variables may be of any text. */
function pathOf(url: string): string {
	const path = url
		.replace(/[?#].*$/s, '')
		.replace(/^(?:[^/]*:)?\/\/[^/]*/, '')
		// A variable at the beginning stands for scheme and host.
		.replace(new RegExp(`^${anyText}[^/]*`), '')
		.replace(/^(?:\.{1,2}(?:\/|$))+/, '')
		.replace(/\/$/, '');
	return path === '' || path.startsWith('/') ? path : `/${path}`;
}
