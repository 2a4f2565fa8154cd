/** What really took place, in the shape in which everything is judged. */
import { type Exchange, header, type InteractionRef, livePlaces, readBody } from '../exchange/exchange';
import type { Recorded } from './wire';

/** Throws an Error where no answer came. */
export function liveExchange(interaction: InteractionRef, { request, answer }: Recorded): Exchange {
	if (answer.kind !== 'answered') throw new Error('an exchange without an answer cannot be judged');
	const [path = '/', query = ''] = request.target.split('?');
	return {
		interaction,
		places: livePlaces,
		request: {
			method: request.method,
			path,
			query: [...new URLSearchParams(query)],
			headers: request.headers,
			body: readBody(request.body, header(request.headers, 'content-type')),
		},
		response: {
			status: answer.status,
			headers: answer.headers,
			body: answer.content
				? readBody(answer.content, header(answer.headers, 'content-type'))
				: { kind: 'text', text: '', fault: 'its content encoding cannot be undone' },
		},
	};
}
