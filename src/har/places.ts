/** The places of an entry in the recording, for its findings. */

import type { Places } from '../exchange/exchange';
import type { Finding } from '../exchange/finding';
import { child, keysOf, type Pointer } from '../json/pointer';

export function placesOf(file: string, at: Pointer): Places {
	return {
		file,
		request: {
			method: `${at}/request/method`,
			path: `${at}/request/url`,
			query: `${at}/request/url`,
			headers: `${at}/request/headers`,
			body: `${at}/request/postData/text`,
		},
		response: {
			status: `${at}/response/status`,
			headers: `${at}/response/headers`,
			body: `${at}/response/content/text`,
		},
	};
}

/** A body is one text in the file, so its faults have the place of the text; headers are a list. */
export function withRealPlace(
	each: Finding,
	{ response: { headers, body } }: Places,
	names: readonly string[],
): Finding {
	const { at } = each;
	if (at === undefined) return each;
	if (at.pointer.startsWith(`${body}/`)) return { ...each, at: { ...at, pointer: body } };
	if (!at.pointer.startsWith(`${headers}/`)) return each;
	const [name] = keysOf(at.pointer.slice(headers.length));
	const index = names.indexOf(String(name));
	return { ...each, at: { ...at, pointer: index === -1 ? headers : child(headers, index) } };
}
