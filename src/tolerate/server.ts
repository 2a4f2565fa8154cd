/** A real server on loopback that answers with one variant after the other, and keeps what it was asked. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Spec } from '../openapi/spec';
import type { Variant } from './variants/variant';

/** A request that belongs to another operation, or to none. */
export interface Stray {
	readonly method: string;
	readonly path: string;
}

export class VariantServer {
	private readonly server: Server = createServer((request, response) => this.answer(request, response));
	private variant: Variant | undefined;
	/** Requests for the operation of the variant. */
	requests = 0;
	strays: Stray[] = [];
	url = '';

	constructor(private readonly spec: Spec) {}

	async listen(): Promise<void> {
		await new Promise<void>((resolve, reject) => {
			this.server.once('error', reject).listen(0, '127.0.0.1', resolve);
		});
		this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
	}

	/** From now on answers with the variant, and counts anew. */
	serve(variant: Variant): void {
		this.variant = variant;
		this.requests = 0;
		this.strays = [];
	}

	async close(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}

	private answer(request: IncomingMessage, response: ServerResponse): void {
		request.resume();
		response.on('error', () => {});
		const { method = '', url = '/' } = request;
		const [path = '/'] = url.split('?');
		const operation = this.spec.operations.find(method, path)?.operation;
		const { variant } = this;
		if (!variant || operation?.pointer !== variant.operation.pointer) {
			this.strays.push({ method, path });
			response.writeHead(404).end();
			return;
		}
		this.requests += 1;
		response.writeHead(variant.status, variant.headers.flat());
		response.end(variant.body);
	}
}
