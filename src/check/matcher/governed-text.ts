/** Finds the text of a request that a matching rule outside the body governs: the path, a query parameter or a header. */
import type { ExchangeRequest, Pairs } from '../../exchange/exchange';
import type { MatchingRule } from './pact-matchers';

/** A text of the request that a rule governs, and how to put another in its place. */
export interface Text {
	readonly text: string;
	/** What a verdict on it depends on, if on anything. */
	readonly context?: string;
	put(text: string): ExchangeRequest | undefined;
}

export function governedText(request: ExchangeRequest, { part, steps }: MatchingRule): Text | undefined {
	const { path, query, headers } = request;
	const [name, index] = steps;
	if (part === 'path') {
		const put = (text: string) => (isPath(text) ? { ...bare(request), path: text } : undefined);
		return { text: path, put };
	}
	if (typeof name !== 'string') return undefined;
	if (part === 'query') {
		const own = query.filter(([each]) => each === name);
		const pair = own[Number(index ?? 0)];
		if (!pair) return undefined;
		const put = (text: string) => ({ ...bare(request), query: withValue(query, pair, text) });
		return { text: pair[1], context: JSON.stringify(own.filter((each) => each !== pair)), put };
	}
	const pair = headers.find(([each]) => each.toLowerCase() === name.toLowerCase());
	if (!pair) return undefined;
	const isSendable = (text: string) => /^[\x20-\x7e]*$/.test(text) && text.trim() === text;
	const put = (text: string) =>
		isSendable(text) ? { ...bare(request), headers: withValue(headers, pair, text) } : undefined;
	return { text: pair[1], put };
}

const withValue = (pairs: Pairs, pair: Pairs[number], text: string): Pairs =>
	pairs.map((each) => (each === pair ? [each[0], text] : each));

/** Whether a text is a path that HTTP can send: no space, and neither query nor fragment. */
const isPath = (text: string) => /^\/[!"$->@-~]*$/.test(text);

/** The request without its matching rules: what a variant of it starts from. */
export const bare = ({ method, path, query, headers, body }: ExchangeRequest): ExchangeRequest => {
	return { method, path, query, headers, body };
};
