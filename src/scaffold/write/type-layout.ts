/** Lays out a type of one line as Prettier does: broken where it does not fit. */

const width = 80;

/** `text` at an indentation, behind `before` characters; one more follows it. */
export function typeLayout(text: string, indent: number, before: number): string {
	if (indent + before + text.length + 1 <= width) return text;
	const inner = ' '.repeat(indent + 2);
	const options = splitAt(text, ' | ');
	const [first = '', last = ''] = options;
	if (options.length === 2 && last === 'null' && first.startsWith('{')) {
		return `${typeLayout(first, indent, before)} | null`;
	}
	if (options.length > 1) {
		const isShort = indent + 2 + text.length + 1 <= width;
		return isShort ? `\n${inner}${text}` : optionLines(options, indent);
	}
	const parts = splitAt(text, ' & ');
	if (parts.length > 1) return parts.map((each) => typeLayout(each, indent, before)).join(' & ');
	if (text.startsWith('(') && text.endsWith(')')) return inBrackets(text.slice(1, -1), indent);
	const list = /^(.*)\[\]$/s.exec(text)?.[1];
	if (list?.startsWith('(')) return `${inBrackets(list.slice(1, -1), indent)}[]`;
	if (list !== undefined) return `${typeLayout(list, indent, before)}[]`;
	const fields = /^\{ (.*) \}$/s.exec(text)?.[1];
	if (fields === undefined) return text;
	const lines = splitAt(fields, '; ').map((field) => {
		const name = field.slice(0, field.indexOf(': ') + 1);
		const type = typeLayout(field.slice(name.length + 1), indent + 2, name.length + 1);
		return `${inner}${name}${type.startsWith('\n') ? '' : ' '}${type};\n`;
	});
	return `{\n${lines.join('')}${' '.repeat(indent)}}`;
}

/** A union in brackets, for what follows belongs to all of it. */
function inBrackets(union: string, indent: number): string {
	const isShort = indent + 2 + union.length <= width;
	const lines = isShort ? `\n${' '.repeat(indent + 2)}${union}` : optionLines(splitAt(union, ' | '), indent);
	return `(${lines}\n${' '.repeat(indent)})`;
}

const optionLines = (options: readonly string[], indent: number): string =>
	options.map((each) => `\n${' '.repeat(indent + 2)}| ${typeLayout(each, indent + 4, 0)}`).join('');

/** Splits at a separator that is in no brackets and no quotes. */
export function splitAt(text: string, separator: string): string[] {
	const parts: string[] = [];
	let [depth, start, quote] = [0, 0, ''];
	for (let at = 0; at < text.length; at += 1) {
		const each = text.charAt(at);
		if (quote !== '') {
			if (each === '\\') at += 1;
			else if (each === quote) quote = '';
		} else if (each === "'" || each === '"') quote = each;
		else if (/[{[(<]/.test(each)) depth += 1;
		else if (/[}\])>]/.test(each)) depth -= 1;
		else if (depth === 0 && text.startsWith(separator, at)) {
			parts.push(text.slice(start, at));
			start = at + separator.length;
		}
	}
	return [...parts, text.slice(start)];
}
