/** A small API to verify against: what a test's contract asks of it, it answers as the test says. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { withHttp } from '../support/server';
import { withFolder } from '../support/temporary';
import { type Verified, verifyInProcess } from './in-process';

export interface Answer {
	readonly status?: number;
	readonly headers?: readonly (readonly [name: string, value: string])[];
	readonly body?: string | Buffer;
	/** The connection is reset instead. */
	readonly isReset?: boolean;
}

export interface Seen {
	readonly method: string;
	readonly target: string;
	readonly headers: readonly string[];
	readonly body: string;
}

/** An interaction as text, and the answer to it; `request` and `response` are JSON, `PATH` stands for a path of its own. */
export interface Asked {
	readonly request?: string;
	readonly response: string;
	readonly answer?: Answer;
	readonly more?: string;
}

export interface Outcome extends Verified {
	readonly seen: readonly Seen[];
	/** The codes of each interaction, in the order of the contract. */
	readonly codes: readonly (readonly string[])[];
}

export const json = [['Content-Type', 'application/json']] as const;

/** A response of specification 4 with that JSON, and further members. */
export const expecting = (content: string, more = '', status = 200): string =>
	`{"status":${status},"headers":{"Content-Type":["application/json"]},"body":{"content":${content},"contentType":"application/json","encoded":false}${more}}`;

const spec = (statuses: readonly number[]) => ({
	openapi: '3.1.1',
	info: { title: 'Depot', version: '1' },
	paths: Object.fromEntries(
		['/{id}', '/{id}/{more}'].map((path) => {
			const content = { '*/*': {} };
			const names = path.includes('more') ? ['id', 'more'] : ['id'];
			const responses = Object.fromEntries(
				statuses.map((status) => [status, { description: 'any', ...(status < 300 && { content }) }]),
			);
			const parameters = names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } }));
			return [path, { parameters, get: { responses }, post: { requestBody: { content }, responses } }];
		}),
	),
});

export async function verifyDepot(
	interactions: readonly Asked[],
	{
		version = '4.0',
		metadata = '',
		env = {},
		args = [] as readonly string[],
		/** Called with the number of each request, from 0, before it is answered. */
		onRequest = (_nth: number) => {},
	} = {},
): Promise<Outcome> {
	const seen: Seen[] = [];
	const statuses = [200, 201, 302, 303, 304, 400, 401, 403, 404, 429, 500, 503];
	return withFolder(async (folder) => {
		const listed = interactions.map(({ request = '{"method":"GET","path":"PATH"}', response, more = '' }, index) => {
			const type = version.startsWith('4') ? '"type":"Synchronous/HTTP",' : '';
			return `{${type}"description":"${index}","request":${request.replaceAll('PATH', `/${index}`)},"response":${response}${more}}`;
		});
		const pact = `{"consumer":{"name":"shop"},"provider":{"name":"depot"},"interactions":[${listed.join(',')}],"metadata":{"pactSpecification":{"version":"${version}"}${metadata}}}`;
		await writeFile(join(folder, 'pact.json'), pact);
		await writeFile(join(folder, 'spec.json'), JSON.stringify(spec(statuses)));
		return withHttp(
			async (request, response) => {
				const { method = '', url = '', rawHeaders } = request;
				seen.push({ method, target: url, headers: rawHeaders, body: (await buffer(request)).toString('utf8') });
				onRequest(seen.length - 1);
				const {
					status = 200,
					headers = [],
					body = '',
					isReset,
				} = interactions[Number(/^\/(\d+)/.exec(url)?.[1])]?.answer ?? {};
				if (isReset) return void request.socket.resetAndDestroy();
				response.writeHead(status, headers.flat());
				response.end(body);
			},
			async (url) => {
				const files = [join(folder, 'pact.json'), '--spec', join(folder, 'spec.json')];
				const verified = await verifyInProcess([...files, '--provider-url', url.origin, ...args], env);
				const codes = interactions.map((_, index) => verified.codesOf(String(index)));
				return { ...verified, seen, codes };
			},
		);
	});
}
