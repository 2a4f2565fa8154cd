/** One exchange as an entry of a recording. What is written is read again, so that what may be judged otherwise says so. */

import { check } from '../../check/check';
import { judgeResponse } from '../../commands/recording';
import type { Exchange } from '../../exchange/exchange';
import type { Finding } from '../../exchange/finding';
import type { Answer, Answered } from '../../http/forward';
import { liveExchange } from '../../http/live';
import type { Recorded } from '../../http/wire';
import type { JsonObject } from '../../json/json';
import type { Spec } from '../../openapi/spec';
import { readRequest, readResponse } from '../entry';
import { pathBelowBase } from '../own';
import { differences } from './alike';
import type { HarEntry } from './har';
import type { Means } from './means';
import { requestOf } from './request-of';
import { responseOf } from './response-of';

export function entryOf(sent: Recorded, means: Means): HarEntry {
	const { answer, started, milliseconds, attempts } = sent;
	const time = Math.max(0, milliseconds);
	const common = {
		startedDateTime: started.toISOString(),
		time,
		request: requestOf(sent, means),
		cache: {},
		timings: { send: 0, wait: time, receive: 0 },
		_attempts: attempts,
		comment: means.secrets.outOf(sent.request.purpose),
	};
	if (answer.kind !== 'answered') return { ...common, response: noResponse(answer, means) };
	const came = liveExchange({ file: '', index: 0, description: sent.request.purpose }, sent);
	const wanted = check(came, means.spec, 'provider').findings;
	const entry: HarEntry = { ...common, response: responseOf(came, wanted, answer, means) };
	// A report shows no secret either.
	const cleared = (findings: readonly Finding[]) =>
		JSON.parse(means.secrets.outOf(JSON.stringify(findings))) as Finding[];
	const isAlike = differences(cleared(wanted), cleared(readAgain(entry, came, means.spec))).length === 0;
	const comment =
		'What is found in this answer may differ from what was found when it came: no invented value did for all.';
	return isAlike ? entry : { ...entry, response: { ...entry.response, comment } };
}

/** Findings about the answer as it is read from the recording. */
function readAgain(entry: HarEntry, { interaction, request }: Exchange, spec: Spec): readonly Finding[] {
	const json = JSON.parse(JSON.stringify(entry)) as JsonObject;
	const path = pathBelowBase(readRequest(json)) ?? '/';
	return judgeResponse(interaction, '', { method: request.method, path }, readResponse(json), spec).findings;
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
