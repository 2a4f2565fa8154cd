/** A local provider that answers wrongly, for reports that are red: the sandbox, behind a server that changes its answers. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { load } from '../../../tools/sources.mjs';

const { startSandbox } = load('sandbox/sandbox.ts');

/** What a customer looks like there: two errors and an unknown field. */
const wrongCustomer = ({ ssn4, date_of_birth: birth, ...customer }) => ({
	...customer,
	ssn4: Number(ssn4),
	date_of_birth: birth && { ...birth, month: 13 },
	tier: 'gold',
});

/** Its URL, the environment of a run against it, and how to stop it. */
export async function startFaultyProvider() {
	const sandbox = await startSandbox();
	const server = createServer(async (request, response) => {
		const chunks = [];
		for await (const chunk of request) chunks.push(chunk);
		const { host, connection, 'content-length': length, ...headers } = request.headers;
		const answer = await fetch(sandbox.url + request.url, {
			...{ method: request.method, headers },
			...(chunks.length > 0 && { body: Buffer.concat(chunks) }),
		});
		const body = await answer.json();
		const sent = answer.status === 200 ? wrongCustomer(body) : body;
		response.writeHead(answer.status, { 'Content-Type': 'application/json' }).end(JSON.stringify(sent));
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {
		environment: {
			IMPRINT_BASE_URL: `http://127.0.0.1:${server.address().port}`,
			IMPRINT_API_KEY: sandbox.apiKey,
			IMPRINT_CUSTOMER_ID: sandbox.addCustomer(),
		},
		async close() {
			server.close();
			server.closeAllConnections();
			await sandbox.close();
		},
	};
}
