/** What was sent, as it may stand in a recording: the contract's own values stay, credentials and personal data do not. */

import { type Body, header, type Pairs, readBody, textOf } from '../../exchange/exchange';
import { endToEnd } from '../../http/forward';
import type { Recorded, WireRequest } from '../../http/wire';
import { isFieldName, percentDecoded } from '../../json/text';
import type { HarEntry } from './har';
import type { Means } from './means';
import { isCredential, withoutCredentials } from './secrets';
import { treeOf } from './tree';

export function requestOf({ request }: Recorded, means: Means): HarEntry['request'] {
	const { secrets, vocabulary } = means;
	const { method, body } = request;
	const [path = '/', ...rest] = secrets.outOfTarget(request.target).split('?');
	const pairs = rest.join('?').split('&');
	const query = rest.length === 0 ? '' : `?${pairs.map((each) => withoutKey(each, vocabulary.keys)).join('&')}`;
	return {
		method,
		url: urlOf(means.provider, path + query),
		_path: path,
		httpVersion: 'HTTP/1.1',
		cookies: [],
		headers: named(
			withoutCredentials(headersAsSent(request, means.provider), vocabulary.keys).map(
				([name, value]) => [name, secrets.outOf(value)] as const,
			),
		),
		queryString: [...new URLSearchParams(query)].map(([name, value]) => ({ name, value })),
		headersSize: -1,
		bodySize: body.length,
		...(body.length === 0 ? {} : { postData: postDataOf(request, means) }),
	};
}

/** Those of a hop are made where it begins. */
const headersAsSent = ({ headers, body }: WireRequest, { host }: URL): Pairs => [
	...endToEnd(headers),
	['Host', host],
	['Content-Length', String(body.length)],
];

const named = (pairs: Pairs) => pairs.map(([name, value]) => ({ name, value }));

function withoutKey(pair: string, keys: ReadonlySet<string>): string {
	const [name = ''] = pair.split('=', 1);
	return pair.includes('=') && isCredential(percentDecoded(name), keys) ? `${name}=*` : pair;
}

/** A target that no URL holds is written so that one does. */
function urlOf({ origin, pathname }: URL, target: string): string {
	// A recording has no fragment in a URL.
	const url = origin + pathname.replace(/\/$/, '') + target.replaceAll('#', '%23');
	return URL.canParse(url) ? url : `${origin}/${encodeURIComponent(target)}`;
}

function postDataOf(
	{ headers, body, isPersonal }: WireRequest,
	means: Means,
): NonNullable<HarEntry['request']['postData']> {
	const contentType = header(headers, 'content-type');
	const mimeType = means.secrets.outOf(contentType ?? 'application/octet-stream');
	const text = textOf(body);
	if (text === undefined) return { mimeType, params: [], text: '', comment: 'Bytes that are no text are left out.' };
	const shown = isPersonal === true && !means.showValues ? shapeOf(readBody(body, contentType), means) : text;
	return { mimeType, params: [], text: means.secrets.outOf(shown) };
}

function shapeOf(body: Body, { shapes, vocabulary }: Means): string {
	if (body.kind !== 'json') return body.kind === 'text' ? shapes.of(body.text) : '';
	const { leaves, withLeaves } = treeOf(body.value, '', {
		key: (name) => vocabulary.names.has(name) || isFieldName(name),
		value: vocabulary.hasLiteral,
	});
	const values = leaves.map(({ original }) => {
		if (typeof original === 'string') return shapes.of(original);
		return original === 1 ? 2 : 1;
	});
	return JSON.stringify(withLeaves(values));
}
