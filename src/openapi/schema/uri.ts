/** URIs to the letter of RFC 3986, IRIs of RFC 3987 and URI templates of RFC 6570. */
import { isIPv6 } from './host';

/** Letters beyond ASCII that an IRI may hold, and those that only its query may. */
const letters = '\\u{A0}-\\u{D7FF}\\u{F900}-\\u{FDCF}\\u{FDF0}-\\u{FFEF}\\u{10000}-\\u{EFFFD}';
const privates = '\\u{E000}-\\u{F8FF}\\u{F0000}-\\u{10FFFD}';

interface Grammar {
	readonly absolute: RegExp;
	readonly relative: RegExp;
}

function grammar(ucschar: string, iprivate: string): Grammar {
	const characters = (more: string) => `(?:[A-Za-z0-9._~!$&'()*+,;=${ucschar}${more}\\-]|%[0-9A-Fa-f]{2})`;
	const segment = `${characters(':@')}*`;
	const segments = `(?:/${segment})*`;
	const host = `(?:\\[([0-9A-Fa-f:.]+)\\]|\\[[Vv][0-9A-Fa-f]+\\.[A-Za-z0-9._~!$&'()*+,;=:\\-]+\\]|${characters('')}*)`;
	const authority = `//(?:${characters(':')}*@)?${host}(?::\\d*)?${segments}`;
	const rooted = `/(?:${characters(':@')}+${segments})?`;
	const end = `(?:\\?${characters(`:@/?${iprivate}`)}*)?(?:#${characters(':@/?')}*)?$`;
	return {
		absolute: new RegExp(
			`^[A-Za-z][A-Za-z0-9+.\\-]*:(?:${authority}|${rooted}|${characters(':@')}+${segments}|)${end}`,
			'u',
		),
		relative: new RegExp(`^(?:${authority}|${rooted}|${characters('@')}+${segments}|)${end}`, 'u'),
	};
}

const uri = grammar('', '');
const iri = grammar(letters, privates);

function matches(pattern: RegExp, text: string): boolean {
	const found = pattern.exec(text);
	return found !== null && (found[1] === undefined || isIPv6(found[1]));
}

export const uriFormats = {
	uri: (text: string) => matches(uri.absolute, text),
	'uri-reference': (text: string) => matches(uri.absolute, text) || matches(uri.relative, text),
	iri: (text: string) => matches(iri.absolute, text),
	'iri-reference': (text: string) => matches(iri.absolute, text) || matches(iri.relative, text),
	'uri-template': (text: string) => template.test(text),
};

const name = '(?:[A-Za-z0-9_]|%[0-9A-Fa-f]{2})(?:\\.?(?:[A-Za-z0-9_]|%[0-9A-Fa-f]{2}))*(?::[1-9]\\d{0,3}|\\*)?';
const template = new RegExp(
	`^(?:[^\\x00-\\x20"<>%\\\\^\`{|}\\x7F]|%[0-9A-Fa-f]{2}|\\{[+#./;?&=,!@|]?${name}(?:,${name})*\\})*$`,
	'u',
);
