/** Entries of a recording of Imprint's API, valid except for what is given. */
import type { Json, JsonObject } from '../../../src/json/json';

export const url = 'https://dev.sbx.imprint.co/v2/customers/1';

interface EntryOptions {
	readonly url?: string;
	readonly status?: number;
	readonly method?: string;
	readonly headers?: Json;
	readonly body?: Json;
	readonly content?: Json;
}

export function entry({
	url: address = url,
	status = 200,
	method = 'POST',
	headers = [{ name: 'Content-Type', value: 'application/json' }],
	body = { id: 'a', email: 'a@example.com' },
	content,
}: EntryOptions = {}): JsonObject {
	const text = JSON.stringify(body);
	const whole = { size: Buffer.byteLength(text), mimeType: 'application/json', text };
	return { request: { method, url: address, headers: [] }, response: { status, headers, content: content ?? whole } };
}

export const recording = (...entries: readonly Json[]) =>
	JSON.stringify({ log: { version: '1.2', entries } }, null, '\t');
