/** A small and strict reader of XML 1.0, for what the JUnit report uses of it. Anything not well-formed throws. */

export interface Element {
	readonly name: string;
	readonly attributes: Readonly<Record<string, string>>;
	readonly children: readonly Element[];
	/** The text directly inside, without what its children hold. */
	readonly text: string;
}

const notAllowed = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u;
const namePattern = /[A-Za-z_][\w.-]*/y;

export function parseXml(source: string): Element {
	if (notAllowed.test(source)) throw new Error('a character that XML does not allow');
	// 2.11: line ends become a line feed before anything else is read.
	const text = source.replaceAll('\r\n', '\n').replaceAll('\r', '\n');
	let at = 0;
	const fail = (what: string): never => {
		throw new Error(`${what} at ${at}: ${text.slice(at, at + 30)}`);
	};
	const eat = (token: string) => {
		if (!text.startsWith(token, at)) fail(`expected ${token}`);
		at += token.length;
	};
	const skipSpace = () => {
		while (/\s/.test(text.charAt(at))) at += 1;
	};
	const readName = (): string => {
		namePattern.lastIndex = at;
		const name = namePattern.exec(text)?.[0] ?? fail('expected a name');
		at += name.length;
		return name;
	};
	const readAttributes = (): Record<string, string> => {
		const attributes: Record<string, string> = {};
		for (skipSpace(); !/[/>]/.test(text.charAt(at)); skipSpace()) {
			if (!/\s/.test(text.charAt(at - 1))) fail('expected a space');
			const name = readName();
			if (name in attributes) fail(`a second ${name}`);
			eat('="');
			const end = text.indexOf('"', at);
			if (end === -1) fail('expected "');
			const raw = text.slice(at, end);
			if (raw.includes('<')) fail('< in an attribute');
			// 3.3.3: white space that is not escaped becomes a space.
			attributes[name] = decoded(raw.replace(/[\t\n]/g, ' '));
			at = end + 1;
		}
		return attributes;
	};
	const readElement = (): Element => {
		eat('<');
		const name = readName();
		const attributes = readAttributes();
		const children: Element[] = [];
		let inner = '';
		if (text.startsWith('/>', at)) {
			eat('/>');
			return { name, attributes, children, text: inner };
		}
		eat('>');
		while (!text.startsWith('</', at)) {
			const end = text.indexOf('<', at);
			if (end === -1) fail(`${name} has no end`);
			const raw = text.slice(at, end);
			if (raw.includes(']]>')) fail(']]> in text');
			inner += decoded(raw);
			at = end;
			if (!text.startsWith('</', at)) children.push(readElement());
		}
		eat(`</${name}>`);
		return { name, attributes, children, text: inner };
	};
	eat('<?xml version="1.0" encoding="UTF-8"?>');
	skipSpace();
	const root = readElement();
	skipSpace();
	if (at !== text.length) fail('something after the root');
	return root;
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decoded(raw: string): string {
	return raw.replace(/&(?:#(\d+);|(\w+);)?/g, (whole, code?: string, name?: string) => {
		const character = code === undefined ? entities[name ?? ''] : String.fromCodePoint(Number(code));
		if (character === undefined || notAllowed.test(character)) throw new Error(`no such reference: ${whole}`);
		return character;
	});
}
