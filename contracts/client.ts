/**
 * The client under test: what our services use to talk to Imprint. Its types come from the published spec,
 * its behaviour is what the contract in `pacts/` records.
 */
import type { components, operations } from '../spec/openapi';
import { CustomerNotFound, InvalidRequest, UndocumentedResponse } from './errors';

export type Customer = components['schemas']['Customer'];
export type CustomerUpdate = operations['updateCustomer']['requestBody']['content']['application/json'];

export interface ImprintOptions {
	/** `https://host[:port]`, without a path. */
	readonly baseUrl: string;
	readonly apiKey: string;
	/** How the key is sent: as a bearer token, or as the user name of HTTP basic authentication. */
	readonly authScheme?: 'bearer' | 'basic';
	/** Milliseconds until a request is given up; 10 000 unless told. */
	readonly timeout?: number;
}

export interface ImprintRequest {
	readonly method: string;
	/** The path as the spec writes it, `{names}` included. */
	readonly path: string;
	readonly parameters?: Readonly<Record<string, string>>;
	readonly body?: unknown;
}

/** A response whose body is JSON, or undefined where it is not. */
export interface ImprintResponse {
	readonly status: number;
	readonly body: unknown;
}

export class ImprintClient {
	constructor(private readonly options: ImprintOptions) {}

	/**
	 * Updates the customer and returns it as Imprint then knows it. Fields left out stay as they are.
	 * Throws {@link InvalidRequest}, {@link CustomerNotFound}, {@link UndocumentedResponse}; `TimeoutError` or
	 * `TypeError`, as `fetch` does, where no answer came; `TypeError` for an id that cannot stand in a path.
	 */
	async updateCustomer(customerId: string, update: CustomerUpdate): Promise<Customer> {
		const response = await this.send({
			method: 'POST',
			path: '/v2/customers/{customer_id}',
			parameters: { customer_id: customerId },
			body: update,
		});
		switch (response.status) {
			case 200:
				if (isRecord(response.body) && typeof response.body.id === 'string') return response.body as Customer;
				break;
			case 400:
				if (InvalidRequest.describes(response.body)) throw new InvalidRequest(response.body);
				break;
			case 404:
				if (CustomerNotFound.describes(response.body)) throw new CustomerNotFound(response.body);
				break;
		}
		throw new UndocumentedResponse(response.status);
	}

	/** Sends any request with credentials and time limit; what an operation without a method of its own is called by. */
	async send({ method, path, parameters = {}, body }: ImprintRequest): Promise<ImprintResponse> {
		const { baseUrl, timeout = 10_000 } = this.options;
		const concrete = path.replace(/\{([^}]+)\}/g, (_, name: string) => asSegment(name, parameters[name]));
		const response = await fetch(baseUrl + concrete, {
			method,
			headers: {
				Accept: 'application/json',
				Authorization: this.authorization(),
				...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
			},
			...(body === undefined ? {} : { body: JSON.stringify(body) }),
			redirect: 'manual',
			signal: AbortSignal.timeout(timeout),
		});
		return { status: response.status, body: parse(await response.text()) };
	}

	private authorization(): string {
		const { apiKey, authScheme = 'bearer' } = this.options;
		return authScheme === 'basic' ? `Basic ${Buffer.from(`${apiKey}:`).toString('base64')}` : `Bearer ${apiKey}`;
	}
}

/** One segment of a path. An empty one or a dot would lead to another path, so it throws a `TypeError`. */
function asSegment(name: string, value: string | undefined): string {
	if (value === undefined || /^\.{0,2}$/.test(value)) throw new TypeError(`${name} cannot stand in a path.`);
	return encodeURIComponent(value);
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
