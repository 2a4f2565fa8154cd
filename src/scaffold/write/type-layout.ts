/** Lays out a type of one line as Prettier does: broken where it does not fit. */

const width = 80;

/** `text` at an indentation, behind `before` characters; one more follows it. */
export function typeLayout(text: string, indent: number, before: number): string {
	if (indent + before + text.length + 1 <= width) return text;
	const inner = ' '.repeat(indent + 2);
	const options = splitAt(text, ' | ');
	if (options.length > 1) {
		return options.map((each) => `\n${inner}| ${typeLayout(each, indent + 4, 0)}`).join('');
	}
	const list = /^(.*)(\[\])$/s.exec(text);
	if (list?.[1] !== undefined) return `${typeLayout(list[1], indent, before)}[]`;
	const fields = /^\{ (.*) \}$/s.exec(text)?.[1];
	if (fields === undefined) return text;
	const lines = splitAt(fields, '; ').map((field) => {
		const name = field.slice(0, field.indexOf(': ') + 1);
		const type = typeLayout(field.slice(name.length + 1), indent + 2, name.length + 1);
		return `${inner}${name}${type.startsWith('\n') ? '' : ' '}${type};\n`;
	});
	return `{\n${lines.join('')}${' '.repeat(indent)}}`;
}

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
