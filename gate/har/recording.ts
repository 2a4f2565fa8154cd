/**
 * Judges a recording: the entries that belong to the described API in the role provider, one after the other. The
 * others are counted and told. No name, path, value or odd key of an entry is repeated.
 */
import { setImmediate } from 'node:timers/promises';
import { InputError } from '../../spec/input-error';
import type { Json } from '../../spec/json';
import type { OperationMatch } from '../../spec/operation';
import { child, keysOf, type Pointer } from '../../spec/pointer';
import type { Spec } from '../../spec/spec';
import { counted } from '../../spec/text';
import { check } from '../check/check';
import { shorten } from '../check/wording';
import type { Exchange, InteractionRef, Places } from '../exchange';
import { type Finding, finding } from '../finding';
import type { Judged } from '../report/report';
import { asideFor, type Reason, reasons } from './aside';
import { type Missing, readContent, readPostData } from './content';
import { type HarRequest, OddEntry, readRequest, readResponse, requestHeaders } from './entry';
import type { HarFile } from './har-file';
import { hostOf, isOverHttp, type Scope } from './scope';

export interface RecordingOptions {
	readonly spec: Spec;
	readonly scope: Scope;
	readonly filter: string | undefined;
	/** Told now and then how many entries have been looked at. */
	readonly onProgress?: (entries: number) => void;
}

export interface RecordingJudgement {
	readonly judged: readonly Judged[];
	/** That some entries were set aside. */
	readonly findings: readonly Finding[];
}

/** After so many entries the process attends to what else there is: progress, and signals. */
const breath = 500;

/** Throws {@link InputError} where no entry belongs to the API: nothing passes empty. */
export async function judgeRecording(har: HarFile, options: RecordingOptions): Promise<RecordingJudgement> {
	const judged: Judged[] = [];
	const aside = new Map<Reason, number>();
	const hosts = new Map<string, number>();
	const count = <K>(counts: Map<K, number>, key: K) => counts.set(key, (counts.get(key) ?? 0) + 1);
	for (const [index, entry] of har.entries.entries()) {
		const outcome = judgeEntry(har.file, index, entry, options);
		if (outcome.kind === 'judged') judged.push(outcome.judged);
		else {
			count(aside, outcome.reason);
			if (outcome.host !== undefined) count(hosts, outcome.host);
		}
		if ((index + 1) % breath > 0) continue;
		options.onProgress?.(index + 1);
		await setImmediate();
	}
	const isByFilter = aside.has('filter');
	if (judged.length === 0 && !isByFilter) throw nothingToJudge(har, aside, hosts, options.scope);
	const findings = [...aside.keys()].some((reason) => reason !== 'filter') ? [setAside(har, judged.length, aside)] : [];
	return { judged, findings: judged.length === 0 ? [] : findings };
}

type Outcome =
	| { readonly kind: 'judged'; readonly judged: Judged }
	| { readonly kind: 'aside'; readonly reason: Reason; readonly host?: string };

function judgeEntry(file: string, index: number, entry: Json, { spec, scope, filter }: RecordingOptions): Outcome {
	const at = child('/log/entries', index);
	let description = `entry ${index}`;
	const isLeftOut = () => filter !== undefined && !description.includes(filter);
	try {
		const request = readRequest(entry);
		const { method, url } = request;
		if (url === undefined) return { kind: 'aside', reason: 'tunnel' };
		if (!isOverHttp(url.protocol)) return { kind: 'aside', reason: 'scheme' };
		if (!scope.hasHost(url)) return { kind: 'aside', reason: 'other-host', host: hostOf(url) };
		const match = spec.operations.find(method, url.pathname);
		if (!scope.covers(url, match !== undefined)) return { kind: 'aside', reason: 'other-base' };
		description = describe(index, method, match);
		const response = readResponse(entry);
		const reason = asideFor({ ...request, url }, response, entry, match);
		if (reason !== undefined) return { kind: 'aside', reason };
		if (isLeftOut()) return { kind: 'aside', reason: 'filter' };
		const { headers, body, missing } = readContent(method, response);
		const ref = { file, index, description };
		const exchange: Exchange = {
			interaction: ref,
			request: requestOf(request, url),
			response: { status: response.status, headers, body },
			places: placesOf(file, at),
		};
		const { operation, findings } = check(exchange, spec, 'provider');
		const told = missing ? withoutBody(findings, exchange, missing) : findings;
		const placed = told.map((each) => withRealPlace(each, exchange.places, response.names));
		return { kind: 'judged', judged: { ref, operation, findings: placed } };
	} catch (error) {
		if (!(error instanceof OddEntry)) throw error;
		if (isLeftOut()) return { kind: 'aside', reason: 'filter' };
		const ref = { file, index, description };
		return { kind: 'judged', judged: { ref, operation: undefined, findings: [unreadable(ref, at, error)] } };
	}
}

/** Of a request only what the description itself says is told: its path may hold somebody's id. */
function describe(index: number, method: string, match: OperationMatch | undefined): string {
	if (match) return `entry ${index}: ${match.operation.method} ${match.operation.path}`;
	return `entry ${index}: ${shownMethod(method)} (path withheld)`;
}

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'TRACE', 'PATCH', 'QUERY', 'PROPFIND']);

/** A method that nobody knows may be anything. */
const shownMethod = (method: string) => (methods.has(method) ? method : 'unfamiliar');

function requestOf({ method, json }: HarRequest, url: URL): Exchange['request'] {
	return {
		method: shownMethod(method),
		path: url.pathname,
		query: [...url.searchParams],
		headers: requestHeaders(json),
		get body() {
			return readPostData(json);
		},
	};
}

function placesOf(file: string, at: Pointer): Places {
	return {
		file,
		request: {
			method: `${at}/request/method`,
			path: `${at}/request/url`,
			query: `${at}/request/url`,
			headers: `${at}/request/headers`,
			body: `${at}/request/postData/text`,
		},
		response: {
			status: `${at}/response/status`,
			headers: `${at}/response/headers`,
			body: `${at}/response/content/text`,
		},
	};
}

/** A body is one text in the file, so what is wrong in it stands where the text does; headers stand in a list. */
function withRealPlace(each: Finding, { response: { headers, body } }: Places, names: readonly string[]): Finding {
	const { at } = each;
	if (at === undefined) return each;
	if (at.pointer.startsWith(`${body}/`)) return { ...each, at: { ...at, pointer: body } };
	if (!at.pointer.startsWith(`${headers}/`)) return each;
	const [name] = keysOf(at.pointer.slice(headers.length));
	const index = names.indexOf(name ?? '');
	return { ...each, at: { ...at, pointer: index === -1 ? headers : child(headers, index) } };
}

/** What was found of a body that is not there says nothing of the body that was sent. */
function withoutBody(findings: readonly Finding[], { interaction, places }: Exchange, missing: Missing): Finding[] {
	const isOfBody = ({ code }: Finding) =>
		code.startsWith('response.body.') && code !== 'response.body.unverifiable'
			? code !== 'response.body.unexpected' || !missing.isCertain
			: code === 'response.content-type.missing' && !missing.isCertain;
	const first = findings.find(isOfBody);
	if (!first) return [...findings];
	const unrecorded = finding({
		code: 'response.body.unrecorded',
		role: 'provider',
		interaction,
		instance: '',
		at: { file: interaction.file, pointer: places.response.body },
		...(first.spec ? { spec: first.spec } : {}),
		message: `The provider's response body cannot be judged, because ${missing.reason}. Record it again with its body: "${interaction.description}"`,
	});
	return [...findings.filter((each) => !isOfBody(each)), unrecorded];
}

function unreadable(ref: InteractionRef, at: Pointer, { pointer, message }: OddEntry): Finding {
	return finding({
		code: 'recording.unreadable',
		role: 'provider',
		interaction: ref,
		at: { file: ref.file, pointer: at + pointer },
		message: `The entry is not as HAR has it and cannot be judged: ${message}${pointer === '' ? '' : ` at ${pointer}`}. Record it again, or take the entry out: "${ref.description}"`,
	});
}

/** `30 for other hosts, 2 never answered (status 0)` */
function inWords(aside: ReadonlyMap<Reason, number>): string {
	return [...aside]
		.sort(([, one], [, other]) => other - one)
		.map(([reason, number]) => `${number} ${reasons[reason]}`)
		.join(', ');
}

function setAside({ file, entries }: HarFile, judged: number, aside: ReadonlyMap<Reason, number>): Finding {
	const next = aside.has('other-host') ? ". If another host is the API's too, add --allow-host HOST[:PORT]" : '';
	return finding({
		code: 'recording.skipped',
		at: { file, pointer: '/log/entries' },
		message: `Of ${counted(entries.length, 'entry', 'entries')} ${judged} ${judged === 1 ? 'is' : 'are'} held against the spec, and set aside are ${inWords(aside)}${next}: "${file}"`,
	});
}

const mostHosts = 8;

/** Hosts are named, for one of them may be meant; nothing else of a URL is. */
function nothingToJudge(
	{ file, entries }: HarFile,
	aside: ReadonlyMap<Reason, number>,
	hosts: ReadonlyMap<string, number>,
	{ hosts: own }: Scope,
): InputError {
	const found = [...hosts].sort(([, one], [, other]) => other - one);
	const shown = found.slice(0, mostHosts).map(([host, number]) => `${shorten(host)} (${number})`);
	const more = found.length > mostHosts ? ` and ${found.length - mostHosts} more` : '';
	const [first] = found;
	return new InputError(
		`The recording ${file} has ${counted(entries.length, 'entry', 'entries')} and none is an answer of the API: ${inWords(aside)}. ` +
			`Hosts of the API: ${own.join(', ') || 'none, as the description names none'}. ` +
			(first
				? `Hosts found: ${shown.join(', ')}${more}. If one of them is meant, add --allow-host ${shorten(first[0])}.`
				: 'Record again while the API is used.'),
	);
}
