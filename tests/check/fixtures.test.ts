/**
 * Runs every folder of `fixtures/` through the check. A folder holds `spec.yaml`, whose first line says what it is
 * about, and `findings.json`, what must be found, to the word; `overlay.yaml` if one applies; and either `pact.json`, judged in the role contract, or
 * `exchanges.json` or `recording.har`, judged in the role provider. `UPDATE_FIXTURES=1` rewrites the findings: read
 * each before you keep it, and run `npm run format`.
 */

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { check } from '../../src/check/check';
import { judgeRecording } from '../../src/commands/recording';
import { type Exchange, livePlaces, type Pairs, type Role, readBody } from '../../src/exchange/exchange';
import type { Finding, Place } from '../../src/exchange/finding';
import { scopeOf } from '../../src/har/scope';
import type { Json, JsonObject } from '../../src/json/json';
import { loadSpec, type Spec } from '../../src/openapi/spec';
import { readPact } from '../../src/pact/pact-file';
import { withPositions } from '../../src/report/positions';
import { positionIn } from '../openapi/support/document';
import { locatedIn, sourceOf } from '../support/sources';

interface LiveMessage {
	readonly headers?: { readonly [name: string]: string };
	/** Text is sent as it is, anything else as JSON. */
	readonly body?: Json;
}
interface LiveExchange {
	readonly description: string;
	readonly request: LiveMessage & { readonly method: string; readonly path: string };
	readonly response: LiveMessage & { readonly status: number };
}

const root = join(__dirname, 'fixtures');
const folders = readdirSync(root).sort();
const holds = (folder: string, name: string) => readdirSync(join(root, folder)).includes(name);
const isProvider = (folder: string) => holds(folder, 'exchanges.json');
const isRecording = (folder: string) => holds(folder, 'recording.har');

describe.each(folders)('%s', (folder) => {
	const path = (name: string) => join(root, folder, name);

	test('begins with a comment about its subject', () => {
		expect(readFileSync(path('spec.yaml'), 'utf8').split('\n')[0]).toMatch(/^# \S.*\.$/);
	});

	test('has the findings of its findings.json', async () => {
		const actual = await findingsIn(folder);
		if (process.env.UPDATE_FIXTURES === '1')
			writeFileSync(path('findings.json'), `${JSON.stringify(actual, null, '\t')}\n`);
		expect(actual).toEqual(JSON.parse(readFileSync(path('findings.json'), 'utf8')));
	});

	test('two faults of one interaction have two fingerprints', async () => {
		const shown = (await findingsIn(folder, ({ fingerprint, interaction }) => [interaction?.index, fingerprint])).map(
			(each) => JSON.stringify(each),
		);
		expect(shown.filter((each, index) => shown.indexOf(each) !== index)).toEqual([]);
	});
});

describe.each(folders.filter((each) => isProvider(each) || isRecording(each)))(
	'%s, judged for the provider',
	(folder) => {
		test('prints no value from the provider', async () => {
			// Whatever a fixture's provider sends as text holds the word "planted", its numbers the digits 86420.
			const exchanges = readFileSync(
				join(root, folder, isRecording(folder) ? 'recording.har' : 'exchanges.json'),
				'utf8',
			);
			expect(exchanges).toMatch(/planted|86420/);
			expect(JSON.stringify(await findingsIn(folder))).not.toMatch(/planted|86420/i);
		});
	},
);

interface Found {
	readonly findings: readonly Finding[];
	readonly doubts: readonly JsonObject[];
}

const found = new Map<string, Promise<Found>>();

async function findingsIn(folder: string, shown: (finding: Finding) => unknown = reduced): Promise<unknown[]> {
	const once = found.get(folder) ?? judge(folder);
	found.set(folder, once);
	const { findings, doubts } = await once;
	return [...findings.map(shown), ...doubts];
}

async function judge(folder: string): Promise<Found> {
	const overlays = holds(folder, 'overlay.yaml') ? [join(root, folder, 'overlay.yaml')] : [];
	const spec = await loadSpec(join(root, folder, 'spec.yaml'), { overlays });
	if (isRecording(folder)) {
		const text = readFileSync(join(root, folder, 'recording.har'), 'utf8');
		const file = 'recording.har';
		const { judged, findings } = await judgeRecording(sourceOf(file, text), {
			spec,
			scope: scopeOf(spec, []),
			filter: undefined,
		});
		const all = [...findings, ...judged.flatMap((each) => each.findings)];
		return { findings: await withPositions(all, locatedIn([{ file, text }]), spec), doubts: doubtsOf(spec) };
	}
	const pacts = isProvider(folder) ? [] : [await readPact(join(root, folder, 'pact.json'))];
	const exchanges = isProvider(folder)
		? readExchanges(join(root, folder, 'exchanges.json'))
		: pacts.flatMap(({ interactions }) =>
				interactions.flatMap((each) => (each.kind === 'http' ? [each.exchange] : [])),
			);
	const role: Role = isProvider(folder) ? 'provider' : 'contract';
	const findings = exchanges.flatMap((exchange) => check(exchange, spec, role).findings);
	return { findings: await withPositions(findings, locatedIn(pacts), spec), doubts: doubtsOf(spec) };
}

function readExchanges(file: string): Exchange[] {
	const list = JSON.parse(readFileSync(file, 'utf8')) as LiveExchange[];
	return list.map(({ description, request, response }, index) => ({
		interaction: { file: 'exchanges.json', index, description },
		places: livePlaces,
		request: { method: request.method, path: request.path, query: [], ...contentOf(request) },
		response: { status: response.status, ...contentOf(response) },
	}));
}

function contentOf({ headers = {}, body }: LiveMessage) {
	const pairs: Pairs = Object.entries(headers);
	const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
	return { headers: pairs, body: readBody(Buffer.from(text), headers['Content-Type']) };
}

function reduced({ code, severity, title, fix, interaction, ...rest }: Finding): JsonObject {
	const { received, allowed, operation, status, instance, at, spec } = rest;
	return {
		code,
		severity,
		title: inFolder(title),
		fix: fix.map(inFolder),
		...(received === undefined ? {} : { received }),
		...(allowed === undefined ? {} : { allowed }),
		...(operation === undefined ? {} : { operation }),
		...(status === undefined ? {} : { status }),
		...(instance === undefined ? {} : { instance }),
		...(at ? { at: place(at) } : {}),
		...(spec ? { spec: { ...fileIn(spec), ...place(spec) } } : {}),
		...(interaction ? { interaction: interaction.index } : {}),
	};
}

/** Files are named as seen from the fixture's folder. */
const inFolder = (text: string) => text.replaceAll(new RegExp(`\\S*${sep}fixtures${sep}[^${sep}]+${sep}`, 'g'), '');

/** The file that a place stands in, where it is another than the document. */
function fileIn({ file = '' }: Place): JsonObject {
	const name = file.includes('://') ? file : relative(root, file).split(sep).slice(1).join('/');
	return name === 'spec.yaml' ? {} : { file: name };
}

const place = ({ pointer, line, column }: Place): JsonObject => ({
	pointer,
	...(line === undefined ? {} : { line }),
	...(column === undefined ? {} : { column }),
});

const doubtsOf = (spec: Spec): JsonObject[] =>
	spec.doubts().map(({ kind, name, pointer }) => ({
		doubt: `${kind} ${name}`,
		spec: place({ pointer, ...positionIn(spec.document, pointer) }),
	}));
