/** A provider that echoes secrets in every header, field and other place of an answer. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { withListening } from '../../support/server';
import { echoes, personal, secrets } from './plants';

const customer = {
	id: secrets.customerId,
	partner_customer_id: personal.header,
	first_name: personal.firstName,
	last_name: personal.lastName,
	email: personal.email,
	phone: personal.phone,
	ssn4: personal.ssn,
	date_of_birth: { day: 7, month: 7, year: Number(personal.year) },
	address: { street_line1: personal.street, city: 5, state: personal.lastName, postal_code: null },
	preferred_language: personal.lastName,
	currency: personal.firstName,
	statuses: { [personal.mapKey]: personal.errorText, [secrets.customerId]: 7 },
	metadata: { [personal.mapKey]: personal.email, [secrets.key]: echoes },
	created_at: personal.phone,
	[personal.mapKey]: personal.email,
	[secrets.customerId]: secrets.key,
};

const headers: [string, string][] = [
	['Set-Cookie', `${personal.cookie}; Path=/`],
	['X-Request-Id', personal.header],
	['X-Planted', `${personal.lastName} ${encodeURIComponent(secrets.key)}`],
	['X-Api-Key', Buffer.from(secrets.key).toString('base64')],
	['WWW-Authenticate', `Basic realm="${Buffer.from(`${secrets.key}:`).toString('base64')}", Bearer ${secrets.key}`],
	['Location', personal.location],
];

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const json = (response: ServerResponse, status: number, body: unknown, type = 'application/json') => {
	response.writeHead(status, personal.reasonPhrase, [...headers, ['Content-Type', type]].flat());
	response.end(JSON.stringify(body));
};

/** Some requests name nobody, and some are refused; the rest is answered with all there is of the customer. */
const answerAll: Answer = (request, response) => {
	if (!request.url?.includes(secrets.customerId)) {
		const body = { type: 'CUSTOMER_NOT_FOUND_ERROR', message: personal.errorText, [personal.mapKey]: echoes };
		return json(response, 404, body);
	}
	const chunks: Buffer[] = [];
	request.on('data', (chunk: Buffer) => chunks.push(chunk));
	request.on('end', () => {
		const body = Buffer.concat(chunks).toString();
		const isWrong = /not-an-e-?mail|malformed|"phone"/.test(body);
		if (isWrong) return json(response, 400, { details: [personal.errorText, 7, ...echoes], [personal.mapKey]: 1 });
		json(response, 200, customer);
	});
};

/** Every kind of answer, by what it does with what it ought to keep. */
export const answers = {
	'in every field and header': answerAll,
	'in a page of HTML': (request, response) => {
		response.writeHead(request.url?.includes(secrets.customerId) ? 200 : 404, personal.reasonPhrase, [
			...headers.flat(),
			...['Content-Type', 'text/html'],
		]);
		response.end(`<html><title>${personal.page}</title><p>${personal.email} ${echoes.join(' ')}</html>`);
	},
	'in what is not JSON': (_, response) => {
		response.writeHead(200, [...headers, ['Content-Type', 'application/json']].flat());
		response.end(`{"${personal.broken}": ${personal.broken} ${secrets.key} ${personal.email}`);
	},
	'in an answer that is cut': (_, response) => {
		response.writeHead(200, [...headers, ['Content-Length', '9999'], ['Content-Type', 'application/json']].flat());
		response.write(`{"email":"${personal.email}","key":${JSON.stringify(secrets.key)}`);
		setTimeout(() => response.destroy(), 20);
	},
	'in a refusal': (_, response) => json(response, 401, { error: { message: `${personal.errorText} ${secrets.key}` } }),
	'in a redirect': (_, response) => json(response, 302, {}),
	'in a fault of its own': (_, response) => json(response, 500, { message: personal.errorText, key: echoes }),
	'in a media type': (_, response) => json(response, 200, customer, `${personal.mediaType}; q="${personal.header}"`),
} as const satisfies Readonly<Record<string, Answer>>;

export type AnswerName = keyof typeof answers;

export interface PlantedProvider {
	readonly url: string;
	/** How many requests came with the key. */
	served(): number;
}

/** Runs `use` with a provider that answers so. */
export function withPlantedProvider<T>(name: AnswerName, use: (provider: PlantedProvider) => Promise<T>): Promise<T> {
	return withAnswer(answers[name], use);
}

/** Runs `use` with one that answers in one way after another; first two times in full, which proves the provider states. */
export function withEveryAnswer<T>(
	use: (provider: PlantedProvider & { given(): readonly string[] }) => Promise<T>,
): Promise<T> {
	const whole = ['in every field and header', answerAll] as const;
	const left = [whole, ...Object.entries(answers)];
	const given = new Set<string>();
	const answer: Answer = (request, response) => {
		const [name, next] = left.shift() ?? whole;
		given.add(name);
		next(request, response);
	};
	return withAnswer(answer, (provider) => use({ ...provider, given: () => [...given].sort() }));
}

function withAnswer<T>(answer: Answer, use: (provider: PlantedProvider) => Promise<T>): Promise<T> {
	let served = 0;
	const server = createServer((request, response) => {
		const { authorization = '' } = request.headers;
		if (authorization.includes(secrets.key) || authorization.startsWith('Basic ')) served += 1;
		answer(request, response);
	});
	return withListening(server, (port) => use({ url: `http://127.0.0.1:${port}`, served: () => served }));
}
