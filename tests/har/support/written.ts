/** Exchanges as a verification has them, and what is found in them: as they come, and as they are read from a recording. */
import { gzipSync } from 'node:zlib';
import { check } from '../../../gate/check/check';
import { type Body, livePlaces, noBody, readBody } from '../../../gate/exchange';
import type { Finding } from '../../../gate/finding';
import { parseHar } from '../../../gate/har/har-file';
import { judgeRecording } from '../../../gate/har/recording';
import { scopeOf } from '../../../gate/har/scope';
import type { Har } from '../../../gate/har/write/har';
import { harOf } from '../../../gate/har/write/har-log';
import type { HarOptions, SentAndReceived } from '../../../gate/har/write/sent-and-received';
import { decoded } from '../../../gate/verify/forward';
import type { Spec } from '../../../spec/spec';

export interface Said {
	readonly status: number;
	readonly headers?: Record<string, string>;
	/** Text and bytes are sent as they are, anything else as JSON. */
	readonly body?: unknown;
	readonly comment?: string;
	readonly method?: string;
	readonly target?: string;
	readonly url?: string;
}

export function answered({
	status,
	headers = {},
	body,
	comment = 'gets it',
	method = 'GET',
	target = '/',
	url = 'https://api.example.com',
}: Said): SentAndReceived {
	const text = typeof body === 'string' ? body : JSON.stringify(body ?? null);
	const bytes = body === undefined ? Buffer.alloc(0) : Buffer.isBuffer(body) ? body : Buffer.from(text);
	return {
		comment,
		url: new URL(url),
		request: { method, target, headers: [], body: Buffer.alloc(0) },
		answer: { kind: 'answered', status, headers: Object.entries(headers), body: bytes },
		started: new Date(0),
		milliseconds: 12,
		attempts: 1,
	};
}

export const zipped = (value: unknown): Buffer => gzipSync(JSON.stringify(value));

export const written = (exchanges: readonly SentAndReceived[], spec: Spec, more: Partial<HarOptions> = {}): Har =>
	harOf(exchanges, { spec, showValues: false, secrets: [], version: '1', ...more });

/** As `verify` judges it. */
export function judgedLive({ comment, request, answer }: SentAndReceived, spec: Spec): readonly Finding[] {
	if (answer.kind !== 'answered') return [];
	const { headers, status } = answer;
	const stated = (name: string) => headers.find(([each]) => each.toLowerCase() === name)?.[1];
	const bytes = decoded(answer.body, stated('content-encoding'));
	const body: Body = bytes
		? readBody(bytes, stated('content-type'))
		: { kind: 'text', text: '', fault: 'its content encoding cannot be undone' };
	const [path = ''] = request.target.split('?');
	const exchange = {
		interaction: { file: 'pacts/a.json', index: 0, description: comment },
		places: livePlaces,
		request: { method: request.method, path, query: [], headers: [], body: noBody },
		response: { status, headers, body },
	};
	return check(exchange, spec, 'provider').findings;
}

/** As `check` judges the recording. */
export async function judgedAgain(har: Har, spec: Spec): Promise<readonly Finding[]> {
	const read = parseHar('a.har', JSON.stringify(har));
	const { judged } = await judgeRecording(read, { spec, scope: scopeOf(spec, []), filter: undefined });
	return judged.flatMap(({ findings }) => findings);
}

/** What a finding says, wherever its exchange stands. */
export const saying = ({ code, severity, message, role, instance, spec }: Finding) => ({
	code,
	severity,
	message,
	role,
	instance,
	spec,
});
