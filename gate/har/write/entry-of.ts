/** One exchange as an entry of a recording. What is written is read again, so that what may be judged otherwise says so. */
import { STATUS_CODES } from 'node:http';
import type { JsonObject } from '../../../spec/json';
import { keysOf } from '../../../spec/pointer';
import type { Spec } from '../../../spec/spec';
import { check } from '../../check/check';
import { type Body, type Exchange, header, livePlaces, noBody, type Pairs, readBody } from '../../exchange';
import type { Finding } from '../../finding';
import { type Answer, decoded } from '../../verify/forward';
import { readRequest, readResponse } from '../entry';
import { pathBelowBase } from '../own';
import { judgeResponse } from '../recording';
import { differences } from './alike';
import { maskedBody } from './body';
import { Choices } from './choice';
import { contentOf } from './content-of';
import { type HarEntry, undecodable } from './har';
import { contentTypeInstead, maskedHeaders, maskedType } from './headers';
import type { Means } from './means';
import { requestOf } from './request-of';
import { isCredential } from './secrets';
import type { SentAndReceived } from './sent-and-received';

type Answered = Extract<Answer, { kind: 'answered' }>;

export function entryOf(sent: SentAndReceived, means: Means): HarEntry {
	const { answer, started, milliseconds, attempts } = sent;
	const time = Math.max(0, milliseconds);
	const common = {
		startedDateTime: started.toISOString(),
		time,
		request: requestOf(sent, means),
		cache: {},
		timings: { send: 0, wait: time, receive: 0 },
		_attempts: attempts,
		comment: means.secrets.outOf(sent.comment),
	};
	if (answer.kind !== 'answered') return { ...common, response: noResponse(answer, means) };
	const came = exchangeOf(sent, answer);
	const wanted = check(came, means.spec, 'provider').findings;
	const entry: HarEntry = { ...common, response: responseOf(came, wanted, answer, means) };
	const isAlike = differences(wanted, readAgain(entry, came, means.spec)).length === 0;
	const comment =
		'What is found in this answer may differ from what was found when it came: no invented value did for all.';
	return isAlike ? entry : { ...entry, response: { ...entry.response, comment } };
}

/** Findings about the answer as it is read from the recording. */
function readAgain(entry: HarEntry, { interaction, request }: Exchange, spec: Spec): readonly Finding[] {
	const json = JSON.parse(JSON.stringify(entry)) as JsonObject;
	const path = pathBelowBase(readRequest(json)) ?? '/';
	return judgeResponse(interaction, '', request.method, path, readResponse(json), spec).findings;
}

function noResponse(answer: Exclude<Answer, Answered>, { secrets }: Means): HarEntry['response'] {
	const why = answer.kind === 'unsendable' ? 'the request holds characters that HTTP cannot send' : answer.reason;
	return {
		status: 0,
		statusText: '',
		httpVersion: '',
		cookies: [],
		headers: [],
		content: { size: 0, mimeType: 'x-unknown' },
		redirectURL: '',
		headersSize: -1,
		bodySize: -1,
		_error: `${answer.kind}: ${secrets.outOf(why)}`,
	};
}

/** The exchange as it is judged when it comes. */
function exchangeOf({ comment, request }: SentAndReceived, { status, headers, body: bytes }: Answered): Exchange {
	const plain = decoded(Buffer.from(bytes), header(headers, 'content-encoding'));
	const body: Body = plain
		? readBody(plain, header(headers, 'content-type'))
		: { kind: 'text', text: '', fault: undecodable };
	return {
		interaction: { file: '', index: 0, description: comment },
		places: livePlaces,
		request: {
			method: request.method,
			path: request.target.split('?', 1)[0] ?? '/',
			query: [],
			headers: [],
			body: noBody,
		},
		response: { status, headers, body },
	};
}

function responseOf(came: Exchange, wanted: readonly Finding[], answer: Answered, means: Means): HarEntry['response'] {
	const { status } = answer;
	const { headers, body, bytes } = means.showValues
		? shown(came, answer, means)
		: replaced(came, wanted, answer, means);
	const location = header(headers, 'location');
	return {
		status,
		statusText: STATUS_CODES[status] ?? '',
		httpVersion: 'HTTP/1.1',
		cookies: [],
		headers: headers.map(([name, value]) => ({ name, value })),
		content: contentOf(body, header(headers, 'content-type'), bytes),
		redirectURL: location ?? '',
		headersSize: -1,
		bodySize: answer.body.length,
	};
}

interface Written {
	readonly headers: Pairs;
	readonly body: Body;
	/** Those that came, where they may stand. */
	readonly bytes?: Uint8Array;
}

/** As it came, but for secrets. */
function shown({ response }: Exchange, { body: bytes }: Answered, { secrets, vocabulary }: Means): Written {
	const headers = response.headers.map(
		([name, value]) => [name, isCredential(name, vocabulary.keys) ? '*' : secrets.outOf(value)] as const,
	);
	const latin = (each: Uint8Array) => Buffer.from(secrets.outOf(Buffer.from(each).toString('latin1')), 'latin1');
	return { headers, body: bodyWithout(response.body, secrets.outOf, latin), bytes: latin(bytes) };
}

function bodyWithout(body: Body, outOf: (text: string) => string, latin: (bytes: Uint8Array) => Uint8Array): Body {
	switch (body.kind) {
		case 'none':
			return body;
		case 'json': {
			const text = JSON.stringify(body.value);
			const cleared = outOf(text);
			return cleared === text ? body : { kind: 'json', value: JSON.parse(cleared) };
		}
		case 'text':
			return { ...body, text: outOf(body.text) };
		case 'binary':
			return { kind: 'binary', bytes: latin(body.bytes) };
		default:
			return body satisfies never;
	}
}

/** With stand-ins for what the provider sent. */
function replaced(came: Exchange, wanted: readonly Finding[], answer: Answered, means: Means): Written {
	const { spec, shapes, vocabulary } = means;
	const named = new Set(wanted.flatMap(({ instance = '' }) => keysOf(instance)));
	const choices = new Choices(spec, vocabulary, shapes, named);
	const maskType = (contentType: string) => maskedType(contentType, vocabulary, shapes);
	const plain = decoded(Buffer.from(answer.body), header(came.response.headers, 'content-encoding'));
	const contentType = header(came.response.headers, 'content-type');
	const bodyBy = (type: string) => (plain ? readBody(plain, type) : came.response.body);
	const stands = contentType && contentTypeInstead(contentType, came, spec, maskType, bodyBy);
	const isEmpty = came.response.body.kind === 'none' && came.request.method !== 'HEAD';
	const headers = maskedHeaders(came, spec, choices).map(([name, value]) => {
		if (name.toLowerCase() === 'content-type' && value === contentType) return [name, stands ?? value] as const;
		// A reader takes a length for a body that was not kept.
		if (name.toLowerCase() === 'content-length' && isEmpty && value !== '0') return [name, '*'] as const;
		return [name, value] as const;
	});
	const exchange: Exchange = { ...came, response: { ...came.response, headers } };
	const keeps = {
		key: (name: string) => vocabulary.names.has(name) || named.has(name),
		value: vocabulary.hasLiteral,
	};
	const { body } = maskedBody(
		{
			body: came.response.body,
			contentType: { came: contentType, stands },
			wanted,
			judge: (each) =>
				check({ ...exchange, response: { ...exchange.response, body: each } }, spec, 'provider').findings,
		},
		{ choices, shapes, keeps, maskType },
	);
	return { headers, body };
}
