/** Exchanges as a verification has them, and what is found in them: as they come, and as they are read from a recording. */
import { gzipSync } from 'node:zlib';
import { check } from '../../../src/check/check';
import { judgeRecording } from '../../../src/commands/recording';
import type { Finding } from '../../../src/exchange/finding';
import { parseHar } from '../../../src/har/har-file';
import { scopeOf } from '../../../src/har/scope';
import type { Har } from '../../../src/har/write/har';
import { type HarOptions, harOf } from '../../../src/har/write/har-log';
import { decoded } from '../../../src/http/content-encoding';
import { liveExchange } from '../../../src/http/live';
import type { Recorded } from '../../../src/http/wire';
import type { Spec } from '../../../src/openapi/spec';

export interface Said {
	readonly status: number;
	readonly headers?: Record<string, string>;
	/** Text and bytes are sent as they are, anything else as JSON. */
	readonly body?: unknown;
	readonly comment?: string;
	readonly method?: string;
	readonly target?: string;
}

export function answered({
	status,
	headers = {},
	body,
	comment = 'gets it',
	method = 'GET',
	target = '/',
}: Said): Recorded {
	const text = typeof body === 'string' ? body : JSON.stringify(body ?? null);
	const bytes = body === undefined ? Buffer.alloc(0) : Buffer.isBuffer(body) ? body : Buffer.from(text);
	return {
		request: { purpose: comment, method, target, headers: [], body: Buffer.alloc(0) },
		answer: {
			kind: 'answered',
			status,
			headers: Object.entries(headers),
			body: bytes,
			content: decoded(bytes, headers['Content-Encoding']),
		},
		started: new Date(0),
		milliseconds: 12,
		attempts: 1,
	};
}

export const zipped = (value: unknown): Buffer => gzipSync(JSON.stringify(value));

const provider = new URL('https://api.example.com');

export const written = (exchanges: readonly Recorded[], spec: Spec, more: Partial<HarOptions> = {}): Har =>
	harOf(exchanges, { spec, provider, showValues: false, secrets: [], version: '1', ...more });

/** As `verify` judges it. */
export function judgedLive(recorded: Recorded, spec: Spec): readonly Finding[] {
	const ref = { file: 'pacts/a.json', index: 0, description: recorded.request.purpose };
	return check(liveExchange(ref, recorded), spec, 'provider').findings;
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
