/**
 * Exchanges as a verification has them, and what is found in them: as they come, and as they are read from a recording.
 */
import { check } from '../../../src/check/check';
import { judgeRecording } from '../../../src/commands/recording';
import type { Finding } from '../../../src/exchange/finding';
import { scopeOf } from '../../../src/har/scope';
import { type Har, type HarOptions, harOf } from '../../../src/har/write';
import { decoded } from '../../../src/http/content-encoding';
import { liveExchange } from '../../../src/http/live';
import type { Recorded } from '../../../src/http/wire';
import type { Spec } from '../../../src/openapi/spec';
import { createRedactor } from '../../../src/redact/redact';
import { sourceOf } from '../../support/sources';

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
	const interaction = { file: 'pacts/a.json', index: 0, description: comment };
	return {
		request: { purpose: comment, interaction, method, target, headers: [], body: Buffer.alloc(0) },
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

const provider = new URL('https://api.example.com');

interface Given extends Partial<Omit<HarOptions, 'redactor'>> {
	readonly secrets?: readonly string[];
}

/** With what is found in each exchange as it comes. */
export function written(exchanges: readonly Recorded[], spec: Spec, { secrets = [], ...more }: Given = {}): Har {
	const numbered = exchanges.map((each, index): Recorded => {
		const interaction = each.request.interaction && { ...each.request.interaction, index };
		return { ...each, request: { ...each.request, ...(interaction && { interaction }) } };
	});
	const findings = numbered.flatMap((each) => (each.answer.kind === 'answered' ? judgedLive(each, spec) : []));
	const redactor = createRedactor(secrets);
	return harOf(numbered, findings, { spec, provider, showValues: false, redactor, version: '1', ...more });
}

/** As `verify` judges it. */
export function judgedLive(recorded: Recorded, spec: Spec): readonly Finding[] {
	const { interaction, purpose } = recorded.request;
	const ref = interaction ?? { file: '', index: 0, description: purpose };
	return check(liveExchange(ref, recorded), spec, 'provider').findings;
}

export async function readAgain(har: Har, spec: Spec, filter?: string) {
	return judgeRecording(sourceOf('a.har', JSON.stringify(har)), { spec, scope: scopeOf(spec, []), filter });
}

/** As `check` judges the recording. */
export async function judgedAgain(har: Har, spec: Spec): Promise<readonly Finding[]> {
	const { judged } = await readAgain(har, spec);
	return judged.flatMap(({ findings }) => findings);
}

/** A finding without the place of its exchange. */
export const saying = ({ code, severity, message, role, instance, spec }: Finding) => ({
	code,
	severity,
	message,
	role,
	instance,
	spec,
});
