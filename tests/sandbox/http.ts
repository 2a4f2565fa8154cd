/**
 * Requests of the tests to a sandbox, over real HTTP; `withSandbox` always closes it.
 */
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox/sandbox';

export interface Reply {
	readonly status: number;
	readonly headers: Headers;
	readonly text: string;
	readonly body: unknown;
}

export interface Message {
	readonly method?: string;
	readonly headers?: Record<string, string>;
	readonly body?: string | Uint8Array;
}

export async function withSandbox(
	use: (sandbox: Sandbox) => Promise<void>,
	options: SandboxOptions = {},
): Promise<void> {
	const sandbox = await startSandbox(options);
	try {
		await use(sandbox);
	} finally {
		await sandbox.close();
	}
}

export const updatePath = (customerId: string) => `/v2/customers/${customerId}`;

export const bearer = (apiKey: string) => `Bearer ${apiKey}`;

export const basic = (user: string, password: string) =>
	`Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

/** Sends what it is given and adds nothing, so that a test can leave anything out. */
export async function send(sandbox: { url: string }, path: string, message: Message): Promise<Reply> {
	const response = await fetch(`${sandbox.url}${path}`, message);
	const text = await response.text();
	return { status: response.status, headers: response.headers, text, body: text === '' ? undefined : JSON.parse(text) };
}

/** An update as a good client sends it; `headers` replaces single ones. */
export function sendUpdate(
	sandbox: { url: string; apiKey: string },
	customerId: string,
	body: unknown,
	headers: Record<string, string> = {},
): Promise<Reply> {
	return send(sandbox, updatePath(customerId), {
		method: 'POST',
		headers: { Authorization: bearer(sandbox.apiKey), 'Content-Type': 'application/json', ...headers },
		body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body),
	});
}
