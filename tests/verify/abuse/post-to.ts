import { type Agent, request } from 'node:http';

/** The status with which `url` answers; over a connection of its own unless there is an agent. */
export function postTo(url: string, body: string, agent: Agent | false = false): Promise<number> {
	return new Promise((resolve, reject) => {
		const asked = request(url, { method: 'POST', agent }, (response) => {
			response.resume().on('end', () => resolve(response.statusCode ?? 0));
		});
		asked.on('error', reject).end(body);
	});
}
