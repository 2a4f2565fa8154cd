/**
 * Writes what was exchanged with a provider as a recording: masked, unless its values are to be shown, and never with a
 * secret of ours.
 */
import { STATUS_CODES } from 'node:http';
import { type Body, header, type Pairs, readBody } from '../exchange/exchange';
import type { Finding } from '../exchange/finding';
import { type Answer, type Answered, endToEnd } from '../http/forward';
import type { Recorded, WireRequest } from '../http/wire';
import { keysOf } from '../json/pointer';
import { percentDecoded } from '../json/text';
import type { Spec } from '../openapi/spec';
import { creatorName, undecoded } from './har';
import { looksLikeField, maskedHeaders, maskedMediaType, maskedTarget } from './mask';
import { describes, type Named, namedBy } from './named';
import { contentOf, type Showing } from './write-body';

export interface HarOptions extends Showing {
	readonly spec: Spec;
	/** Its origin and base path precede the target of a request. */
	readonly provider: URL;
	/** Ours. */
	readonly version: string;
}

export type Har = ReturnType<typeof harOf>;

/** What the entries of one recording share. */
type Means = HarOptions & { readonly named: Named };

/** `findings` are those of the run. Never throws over what was exchanged. */
export function harOf(exchanges: readonly Recorded[], findings: readonly Finding[], options: HarOptions) {
	const means = { ...options, named: namedBy(options.spec) };
	const comment = options.showValues
		? 'Secrets are replaced. The values are those that the provider sent.'
		: 'Values are masked. The findings about them are in each entry under _findings.';
	const entries = exchanges.map((each) => entryOf(each, findingsOn(each, findings), means));
	const creator = { name: creatorName, version: options.version };
	return { log: { version: '1.2', creator, entries, comment } };
}

/** What was found in what came back for an interaction; a request of our own has none. */
function findingsOn({ request: { interaction } }: Recorded, findings: readonly Finding[]): Finding[] | undefined {
	if (interaction === undefined) return undefined;
	const { file, index } = interaction;
	return findings.filter(
		(each) => each.role === 'provider' && each.interaction?.file === file && each.interaction.index === index,
	);
}

function entryOf(sent: Recorded, findings: readonly Finding[] | undefined, means: Means) {
	const { request, answer, started, milliseconds, attempts } = sent;
	const { data } = means.redactor;
	const time = Math.max(0, milliseconds);
	return {
		startedDateTime: started.toISOString(),
		time,
		request: requestOf(request, means),
		response: answer.kind === 'answered' ? responseOf(sent, answer, findings ?? [], means) : noResponse(answer, means),
		cache: {},
		timings: { send: 0, wait: time, receive: 0 },
		/** How often the request was sent. */
		_attempts: attempts,
		/** The description of the interaction, or the purpose of the exchange. */
		comment: data(request.purpose),
		...(means.showValues ? {} : { _masked: true }),
		...(findings === undefined ? {} : { _findings: data(findings) }),
	};
}

function requestOf({ method, target, headers, body }: WireRequest, means: Means) {
	const { spec, named, provider, showValues, redactor } = means;
	const shown = redactor.data(showValues ? withoutKeys(target, named) : maskedTarget(method, target, spec, named));
	const [path = '/', ...query] = shown.split('?');
	const contentType = header(headers, 'content-type');
	const { text, encoding } = contentOf(readBody(body, contentType), body, (key) => named.keys.has(key), means);
	// Those of a hop are made where it begins.
	const hop: Pairs = Object.entries({ Host: provider.host, 'Content-Length': String(body.length) });
	return {
		method: redactor.data(method),
		url: urlOf(provider, shown),
		/** Without what the provider's URL has before it. */
		_path: path,
		...message(headersOf([...endToEnd(headers), ...hop], means)),
		queryString: listed([...new URLSearchParams(query.join('?'))]),
		bodySize: body.length,
		...(body.length === 0
			? {}
			: {
					postData: {
						mimeType: mimeTypeOf(contentType, means) ?? 'application/octet-stream',
						params: [],
						// HAR has no bytes here.
						text: encoding === undefined ? text : '',
					},
				}),
	};
}

function responseOf({ request }: Recorded, answer: Answered, findings: readonly Finding[], means: Means) {
	const { status, headers, body: bytes, content } = answer;
	const contentType = header(headers, 'content-type');
	const body: Body = content
		? readBody(content, contentType)
		: { kind: 'text', text: '', fault: undecoded['content-encoding'] };
	const isField = fieldsOf(request, status, findings, means);
	const written = contentOf(body, bytes, isField, means);
	// A reader takes a length for a body that was not kept.
	const isMisleading = body.kind === 'none' && request.method !== 'HEAD' && header(headers, 'content-length') !== '0';
	const shown = headersOf(headers, means).map(([name, value]) =>
		isMisleading && name.toLowerCase() === 'content-length' ? ([name, '*'] as const) : ([name, value] as const),
	);
	return {
		status,
		statusText: STATUS_CODES[status] ?? '',
		...message(shown),
		content: {
			size: Buffer.byteLength(written.text, written.encoding),
			mimeType: mimeTypeOf(contentType, means) ?? 'x-unknown',
			...written,
		},
		redirectURL: header(shown, 'location') ?? '',
		bodySize: bytes.length,
	};
}

function noResponse(answer: Exclude<Answer, Answered>, { redactor }: Means) {
	const why = answer.kind === 'unsendable' ? 'the request holds characters that HTTP cannot send' : answer.reason;
	return {
		status: 0,
		statusText: '',
		...message([], ''),
		content: { size: 0, mimeType: 'x-unknown', text: '' },
		redirectURL: '',
		bodySize: -1,
		/** Why no answer came. */
		_error: `${answer.kind}: ${redactor.data(why)}`,
	};
}

/**
 * Which keys of an answer are fields: those that the spec names, those that are reported as unknown, and what looks
 * like one if the spec does not describe the answer.
 */
function fieldsOf(
	{ method, target }: WireRequest,
	status: number,
	findings: readonly Finding[],
	{ spec, named }: Means,
): (key: string) => boolean {
	const unknown = findings.flatMap(({ code, instance = '' }) =>
		code === 'response.body.drift' ? keysOf(instance).slice(-1) : [],
	);
	const isDescribed = describes(spec, method, target.split('?', 1)[0] ?? '', status);
	return (key) => named.keys.has(key) || unknown.includes(key) || (!isDescribed && looksLikeField(key));
}

function headersOf(headers: Pairs, means: Means): Pairs {
	const { named, showValues, redactor } = means;
	if (!showValues) return redactor.data(maskedHeaders(headers, named));
	return headers.map(([name, value]) => [redactor.data(name), isCredential(name, named) ? '*' : redactor.data(value)]);
}

function mimeTypeOf(contentType: string | undefined, { showValues, named, redactor }: Means): string | undefined {
	if (!contentType) return undefined;
	return redactor.data(showValues ? contentType : maskedMediaType(contentType, named));
}

/** What request and response have alike. */
const message = (headers: Pairs, httpVersion = 'HTTP/1.1') => {
	return { httpVersion, cookies: [], headers: listed(headers), headersSize: -1 };
};

const listed = (pairs: Pairs) => pairs.map(([name, value]) => ({ name, value }));

const credentials =
	/^(?:proxy-)?authorization$|^(?:set-)?cookie2?$|api-?key|token|secret|password|signature|credential/i;

/** Whether a header or a parameter carries a credential, by its name or by a security scheme. */
const isCredential = (name: string, named: Named): boolean =>
	credentials.test(name) || named.credentials.has(name.toLowerCase());

const withoutKeys = (target: string, named: Named): string =>
	target.replace(/([?&])([^?&=]*)=[^&]*/g, (pair, mark: string, name: string) =>
		isCredential(percentDecoded(name), named) ? `${mark}${name}=*` : pair,
	);

/** A target that no URL holds is written so that one does. */
function urlOf({ origin, pathname }: URL, target: string): string {
	// A recording has no fragment in a URL.
	const url = origin + pathname.replace(/\/$/, '') + target.replaceAll('#', '%23');
	return URL.canParse(url) ? url : `${origin}/${encodeURIComponent(target)}`;
}
