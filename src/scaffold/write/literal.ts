/** JSON values as TypeScript, laid out as Prettier prints them by default: two spaces, single quotes, 80 columns. */
import { isObject, type Json } from '../../json/json';

const width = 80;

/** Single quotes, unless the text has more of them than of double ones. */
export function quoted(text: string): string {
	const escaped = JSON.stringify(text).slice(1, -1).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
	const count = (quote: string) => text.split(quote).length - 1;
	if (count("'") > count('"')) return `"${escaped}"`;
	return `'${escaped.replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

export const keyText = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name));

/** `__proto__` as a plain key would set the prototype. */
const literalKey = (name: string): string => (name === '__proto__' ? "['__proto__']" : keyText(name));

function oneLine(value: Json): string {
	if (typeof value === 'string') return quoted(value);
	if (Array.isArray(value)) return `[${value.map(oneLine).join(', ')}]`;
	if (!isObject(value)) return String(value);
	const members = Object.entries(value).map(([key, member]) => `${literalKey(key)}: ${oneLine(member)}`);
	return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}

/**
 * `value` on a line that is indented by `indent` and begins with `before` characters beside that; `after` more follow
 * it.
 */
export function literal(value: Json, indent: number, before = 0, after = 1): string {
	const line = oneLine(value);
	if (typeof value !== 'object' || value === null) return line;
	if (indent + before + line.length + after <= width && !hasNested(value)) return line;
	const inner = indent + 2;
	const pad = ' '.repeat(inner);
	if (Array.isArray(value)) {
		if (value.length === 0) return '[]';
		const items = value.map((item: Json) => `${pad}${literal(item, inner)},\n`);
		return `[\n${items.join('')}${' '.repeat(indent)}]`;
	}
	if (!isObject(value) || Object.keys(value).length === 0) return line;
	const members = Object.entries(value).map(([key, member]) => {
		const name = literalKey(key);
		const text = literal(member, inner, name.length + 2);
		const isLong = typeof member === 'string' && inner + name.length + 2 + text.length + 1 > width;
		return `${pad}${name}:${isLong ? `\n${pad}  ` : ' '}${text},\n`;
	});
	return `{\n${members.join('')}${' '.repeat(indent)}}`;
}

/** Prettier breaks a list of several objects or lists, each with more than one member. */
const hasNested = (value: Json): boolean =>
	Array.isArray(value) && value.length > 1 && value.every((item) => typeof item === 'object' && item !== null);

/** `names` as they stand between the braces. */
export function importLine(names: readonly string[], module: string): string {
	const line = `import { ${names.join(', ')} } from ${quoted(module)};`;
	return line.length <= width
		? line
		: `import {\n${names.map((each) => `  ${each},\n`).join('')}} from ${quoted(module)};`;
}
