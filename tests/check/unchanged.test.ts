/** Checking does not change a recording: every exchange of every fixture is frozen and judged. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { check } from '../../src/check/check';
import { type Exchange, livePlaces, readBody } from '../../src/exchange/exchange';
import { loadSpec } from '../../src/openapi/spec';
import { parsePact } from '../../src/pact/pact-file';

const fixtures = join(__dirname, 'fixtures');
const holds = (folder: string, name: string) => readdirSync(join(fixtures, folder)).includes(name);
// What is read of a recording is made for the judgement; `har.test.ts` sees to it.
const folders = readdirSync(fixtures).filter((folder) => !holds(folder, 'recording.har'));

/** Frozen through and through: whoever writes to it throws, for these files are in strict mode. */
function frozen<T>(value: T): T {
	// Bytes cannot be frozen; they are compared.
	if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
	for (const member of Object.values(value)) frozen(member);
	return Object.freeze(value);
}

interface Live {
	readonly request: { readonly method: string; readonly path: string };
	readonly response: { readonly status: number; readonly headers?: Record<string, string>; readonly body?: unknown };
}

function exchangesIn(folder: string): Exchange[] {
	const isLive = holds(folder, 'exchanges.json');
	const text = readFileSync(join(fixtures, folder, isLive ? 'exchanges.json' : 'pact.json'), 'utf8');
	if (!isLive)
		return parsePact('pact.json', text).interactions.flatMap((each) => (each.kind === 'http' ? [each.exchange] : []));
	return (JSON.parse(text) as Live[]).map(({ request, response: { status, headers = {}, body = '' } }, index) => ({
		interaction: { file: 'exchanges.json', index, description: 'an exchange' },
		places: livePlaces,
		request: { ...request, query: [], headers: [], body: { kind: 'none' } },
		response: {
			status,
			headers: Object.entries(headers),
			body: readBody(Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)), headers['Content-Type']),
		},
	}));
}

test.each(folders)('%s', async (folder) => {
	const spec = await loadSpec(join(fixtures, folder, 'spec.yaml'));
	const exchanges = exchangesIn(folder);
	expect(exchanges.length).toBeGreaterThan(0);
	for (const exchange of exchanges) {
		const before = structuredClone(exchange);
		const first = check(frozen(exchange), spec, 'contract').findings;
		check(exchange, spec, 'provider');
		expect(exchange).toEqual(before);
		// The second time the rules are cached, and report the same.
		expect(check(exchange, spec, 'contract').findings).toEqual(first);
	}
});
