/** The fields of a form and the parts of a multipart body, as leaves, and the body with others in their place. */

import { namesOnly } from '../../exchange/disclosure';
import { type Part, partsIn } from '../../exchange/parts';
import { child, type Pointer } from '../../json/pointer';
import { percentDecoded } from '../../json/text';
import { Ground, type Leaf } from './leaf';
import { isTelling } from './tree';

export interface Fields {
	readonly leaves: readonly Leaf[];
	withLeaves(values: readonly (string | number)[]): string;
}

/** `keepsName` says which names stay. */
export function formFields(text: string, keepsName: (name: string) => boolean): Fields {
	const leaves: Leaf[] = [];
	const pieces = text.split('&').map((pair) => {
		const [name = ''] = pair.split('=', 1);
		const decoded = decode(name);
		const outer = decoded.split('[', 1)[0] ?? '';
		const own = keepsName(outer) ? name : leafOf(leaves, 'key', decoded, 'body', outer);
		if (!pair.includes('=')) return [own];
		const value = decode(pair.slice(name.length + 1));
		const place = keepsName(outer) ? `body${namesOnly.place(child('', outer))}` : 'body/*';
		return [own, '=', isTelling(value) ? leafOf(leaves, 'written', value, place, outer) : pair.slice(name.length + 1)];
	});
	return {
		leaves,
		withLeaves: (values) => {
			const written = (piece: string | number) => (typeof piece === 'number' ? encode(String(values[piece])) : piece);
			return pieces.map((pair) => pair.map(written).join('')).join('&');
		},
	};
}

const decode = (text: string) => percentDecoded(text.replaceAll('+', ' '));
const encode = (text: string) => encodeURIComponent(text).replaceAll('%20', '+').replaceAll('%2C', ',');

function leafOf(leaves: Leaf[], kind: Leaf['kind'], original: string, place: Pointer, name: string): number {
	leaves.push({ kind, original, place, ground: new Ground(name) });
	return leaves.length - 1;
}

/** Any word will do, for it stands in the Content-Type too. */
export const boundary = 'boundary';

/** Undefined where the body is not in parts. */
export function multipartFields(
	bytes: Uint8Array,
	between: string,
	keepsName: (name: string) => boolean,
	shownType: (contentType: string) => string,
): Fields | undefined {
	const parts = partsIn(Buffer.from(bytes).toString('latin1'), between);
	if (typeof parts === 'string') return undefined;
	const leaves: Leaf[] = [];
	const pieces = parts.map((part) => {
		const own = keepsName(part.name) ? part.name : leafOf(leaves, 'key', part.name, 'body', part.name);
		const place = keepsName(part.name) ? `body${namesOnly.place(child('', part.name))}` : 'body/*';
		const content = Buffer.from(part.content, 'latin1').toString('utf8');
		return { part, own, content: isTelling(content) ? leafOf(leaves, 'written', content, place, part.name) : content };
	});
	return {
		leaves,
		withLeaves: (values) => {
			const written = (piece: string | number) => (typeof piece === 'number' ? String(values[piece]) : piece);
			const all = pieces.map(({ part, own, content }) => {
				const contentType = part.contentType === undefined ? undefined : shownType(part.contentType);
				return partOf({ ...part, contentType }, written(own), written(content));
			});
			return `${all.map((each) => `--${boundary}\r\n${each}\r\n`).join('')}--${boundary}--\r\n`;
		},
	};
}

function partOf({ isFile, contentType, isEncoded }: Part, name: string, content: string): string {
	const quoted = name.replaceAll('"', '%22').replaceAll(/[\r\n]/g, ' ');
	const lines = [`Content-Disposition: form-data; name="${quoted}"${isFile ? '; filename="invented"' : ''}`];
	if (contentType !== undefined) lines.push(`Content-Type: ${contentType}`);
	if (isEncoded) lines.push('Content-Transfer-Encoding: base64');
	return `${lines.join('\r\n')}\r\n\r\n${content}`;
}
