/** The request of an interaction as a line for a shell; variables stand for credentials and for what provider states supply. */
import type { Body } from '../exchange/exchange';
import { stringifyExact } from '../json/exact';
import { isRefusal } from './answer';
import type { Provider } from './provider';
import type { HttpInteraction } from './state-values';

/** The contract's own request, without what the run put into it: its values, and the provider's key. */
export function curlOf({ exchange, stateValues, states }: HttpInteraction, provider: Provider): string {
	const { method, path, query, encodedQuery, headers, body } = exchange.request;
	const { credentials, variables, states: known = {} } = provider;
	const inPath = stateValues.find(({ example }) => example !== '');
	const sources = Object.assign({}, ...states.map(({ name }) => known[name]?.remote ?? {})) as Sources;
	const parts = (inPath?.expression ?? path).split(/\$\{([^}]+)\}/);
	const target = parts.map((part, index) =>
		index % 2 === 0 ? literal(part) : variable(nameFor(part, sources), parts[index + 1]),
	);
	const encoded = encodedQuery ?? query.map(([name, value]) => [name, encodeURIComponent(value)] as const);
	const asked = encoded.map(([name, value]) => `${encodeURIComponent(name)}=${value}`).join('&');
	const url = `"${variable(variables.baseUrl)}${target.join('')}${asked === '' ? '' : literal(`?${asked}`)}"`;
	// A request that is to be refused goes out with the credentials of the contract.
	const own = isRefusal(exchange.response.status) ? undefined : credentials;
	const sent = headers.filter(([name]) => name.toLowerCase() !== own?.[0].toLowerCase() && !isFraming(name));
	const content = textOf(body);
	return [
		...['curl', '-X', method, url],
		...(own ? withKey(own, variable(variables.apiKey)) : []),
		...sent.flatMap(([name, value]) => ['-H', quoted(`${name}: ${value}`)]),
		...(content === undefined ? [] : ['--data-raw', quoted(content)]),
	].join(' ');
}

type Sources = NonNullable<NonNullable<Provider['states']>[string]['remote']>;

/** The variable of the config; of a value that has none, such as an unused id, a name to set by hand. */
function nameFor(value: string, sources: Sources): string {
	const source = sources[value];
	return source && 'from' in source ? source.from : value.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_');
}

/** In basic authentication the key is the user name. */
function withKey([name, value]: readonly [string, string], key: string): string[] {
	if (value.startsWith('Basic ')) return ['-u', `"${key}:"`];
	return ['-H', `"${name}: ${value.startsWith('Bearer ') ? 'Bearer ' : ''}${key}"`];
}

function textOf(body: Body): string | undefined {
	if (body.kind === 'json') return body.holder?.text ?? stringifyExact(body.value);
	return body.kind === 'text' ? body.text : undefined;
}

/** curl writes them itself. */
const isFraming = (name: string) => /^(host|content-length|connection|transfer-encoding)$/i.test(name);

const variable = (name: string, next = '') => (/^\w/.test(next) ? `\${${name}}` : `$${name}`);
const literal = (text: string) => text.replace(/[\\"$`]/g, '\\$&');
const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
