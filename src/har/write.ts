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
	/** The provider's URL; an entry's URL is its origin and base path, then the request target. */
	readonly provider: URL;
	/** The version of this tool. */
	readonly version: string;
}

export type Har = ReturnType<typeof harOf>;

/** What every entry of a recording needs. */
type HarContext = HarOptions & { readonly named: Named };

/** `findings` are those of the run. Never throws over what was exchanged. */
export function harOf(exchanges: readonly Recorded[], findings: readonly Finding[], options: HarOptions) {
	const context = { ...options, named: namedBy(options.spec) };
	const comment = options.showValues
		? 'Secrets are replaced. The values are those that the provider sent.'
		: 'Values are masked. The findings about them are in each entry under _findings.';
	const entries = exchanges.map((each) => entryOf(each, findingsOn(each, findings), context));
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

function entryOf(sent: Recorded, findings: readonly Finding[] | undefined, context: HarContext) {
	const { request, answer, started, milliseconds, attempts } = sent;
	const { data } = context.redactor;
	const time = Math.max(0, milliseconds);
	return {
		startedDateTime: started.toISOString(),
		time,
		request: requestOf(request, context),
		response:
			answer.kind === 'answered' ? responseOf(sent, answer, findings ?? [], context) : noResponse(answer, context),
		cache: {},
		timings: { send: 0, wait: time, receive: 0 },
		/** How often the request was sent. */
		_attempts: attempts,
		/** The description of the interaction, or the purpose of the exchange. */
		comment: data(request.purpose),
		...(context.showValues ? {} : { _masked: true }),
		...(findings === undefined ? {} : { _findings: data(findings) }),
	};
}

function requestOf({ method, target, headers, body }: WireRequest, context: HarContext) {
	const { spec, named, provider, showValues, redactor } = context;
	const shown = redactor.data(showValues ? withoutKeys(target, named) : maskedTarget(method, target, spec, named));
	const [path = '/', ...query] = shown.split('?');
	const contentType = header(headers, 'content-type');
	const { text, encoding } = contentOf(readBody(body, contentType), body, (key) => named.keys.has(key), context);
	// Host and Content-Length are set when a request is sent, whatever `headers` has.
	const hop: Pairs = Object.entries({ Host: provider.host, 'Content-Length': String(body.length) });
	return {
		method: redactor.data(method),
		url: urlOf(provider, shown),
		/** The request target's path, without the base path of the provider's URL. */
		_path: path,
		...message(headersOf([...endToEnd(headers), ...hop], context)),
		queryString: listed([...new URLSearchParams(query.join('?'))]),
		bodySize: body.length,
		...(body.length === 0
			? {}
			: {
					postData: {
						mimeType: mimeTypeOf(contentType, context) ?? 'application/octet-stream',
						params: [],
						// HAR has no encoding for binary content in `postData`.
						text: encoding === undefined ? text : '',
					},
				}),
	};
}

function responseOf({ request }: Recorded, answer: Answered, findings: readonly Finding[], context: HarContext) {
	const { status, headers, body: bytes, content } = answer;
	const contentType = header(headers, 'content-type');
	const body: Body = content
		? readBody(content, contentType)
		: { kind: 'text', text: '', fault: undecoded['content-encoding'] };
	const isField = fieldsOf(request, status, findings, context);
	const written = contentOf(body, bytes, isField, context);
	// A reader would take a Content-Length without content to mean that the body was not recorded.
	const isMisleading = body.kind === 'none' && request.method !== 'HEAD' && header(headers, 'content-length') !== '0';
	const shown = headersOf(headers, context).map(([name, value]) =>
		isMisleading && name.toLowerCase() === 'content-length' ? ([name, '*'] as const) : ([name, value] as const),
	);
	return {
		status,
		statusText: STATUS_CODES[status] ?? '',
		...message(shown),
		content: {
			size: Buffer.byteLength(written.text, written.encoding),
			mimeType: mimeTypeOf(contentType, context) ?? 'x-unknown',
			...written,
		},
		redirectURL: header(shown, 'location') ?? '',
		bodySize: bytes.length,
	};
}

function noResponse(answer: Exclude<Answer, Answered>, { redactor }: HarContext) {
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
	{ spec, named }: HarContext,
): (key: string) => boolean {
	const unknown = findings.flatMap(({ code, instance = '' }) =>
		code === 'response.body.drift' ? keysOf(instance).slice(-1) : [],
	);
	const isDescribed = describes(spec, method, target.split('?', 1)[0] ?? '', status);
	return (key) => named.keys.has(key) || unknown.includes(key) || (!isDescribed && looksLikeField(key));
}

function headersOf(headers: Pairs, context: HarContext): Pairs {
	const { named, showValues, redactor } = context;
	if (!showValues) return redactor.data(maskedHeaders(headers, named));
	return headers.map(([name, value]) => [redactor.data(name), isCredential(name, named) ? '*' : redactor.data(value)]);
}

function mimeTypeOf(contentType: string | undefined, { showValues, named, redactor }: HarContext): string | undefined {
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

/** If a target cannot be part of a valid URL, it is percent-encoded as a whole. */
function urlOf({ origin, pathname }: URL, target: string): string {
	// URLs in a HAR have no fragment.
	const url = origin + pathname.replace(/\/$/, '') + target.replaceAll('#', '%23');
	return URL.canParse(url) ? url : `${origin}/${encodeURIComponent(target)}`;
}
