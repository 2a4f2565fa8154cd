/**
 * Judges a recording: the entries that belong to the described API in the role provider, one after the other. The
 * others are skipped and counted. No name, path, value or odd key of an entry is shown unless the user asks for values.
 */
import { eachInTime, judge, whatWasStopped } from '../check/check';
import { type Disclosure, namesOnly, shorten } from '../exchange/disclosure';
import { type Exchange, type InteractionRef, noBody } from '../exchange/exchange';
import { type Finding, finding } from '../exchange/finding';
import { type Missing, readContent } from '../har/content';
import { type HarResponse, OddEntry, readOwn, readRequest, readResponse } from '../har/entry';
import { type HarFile, streamHar } from '../har/har-file';
import { placesOf, withRealPlace } from '../har/places';
import { hostOf, type Scope } from '../har/scope';
import { asideFor, type Reason } from '../har/skipped';
import { masked, nothingToJudge, setAside } from '../har/tally';
import type { Json } from '../json/json';
import { itemAt } from '../json/list-file';
import type { Batch } from '../json/list-scan';
import { child, type Pointer } from '../json/pointer';
import type { OperationMatch } from '../openapi/path/operation';
import { isOverHttp } from '../openapi/path/server';
import type { Spec } from '../openapi/spec';
import type { Judged } from '../report/report';
import type { Source } from '../system/source';

export interface RecordingOptions {
	readonly spec: Spec;
	readonly scope: Scope;
	readonly filter: string | undefined;
	/** Whether messages show what the recording holds. */
	readonly disclosure?: Disclosure;
	/** Told now and then how many entries have been looked at, and which ones are. */
	readonly onBatch?: (entries: number, batch: Batch, har: HarFile) => void;
}

/**
 * What was found, that some entries were set aside and some masked, and how many there are. Throws `InputError` where the
 * recording cannot be read, or no entry belongs to the API: nothing passes empty.
 */
export async function judgeRecording(source: Source, options: RecordingOptions) {
	let tally = new Tally();
	const total = await streamHar(source, (har) => {
		tally = new Tally();
		return async (batch) => {
			options.onBatch?.(batch.first, batch, har);
			const entryAt = (at: number) => itemAt(batch, at);
			await eachInTime(
				[...batch.ends.keys()],
				(at) => tally.add(judgeEntry(har, batch.first + at, entryAt(at), options)),
				(at) => tally.add(stoppedEntry(har, batch.first + at)),
			);
		};
	});
	const { judged, aside, hosts } = tally;
	const har = { file: source.file, total };
	if (judged.length === 0) {
		if (aside.has('filter')) return { judged, total, findings: [] };
		throw nothingToJudge(har, aside, hosts, options.scope);
	}
	const isCounted = [...aside.keys()].some((reason) => reason !== 'filter');
	const maskedCount = judged.filter(({ isMasked }) => isMasked).length;
	const findings = [
		...(isCounted ? [setAside(har, judged.length, aside)] : []),
		...(maskedCount > 0 ? [masked(har, judged.length, maskedCount)] : []),
	];
	return { judged, total, findings };
}

class Tally {
	readonly judged: JudgedEntry[] = [];
	readonly aside = new Map<Reason, number>();
	readonly hosts = new Map<string, number>();

	add(outcome: Outcome): void {
		const count = <K>(counts: Map<K, number>, key: K) => counts.set(key, (counts.get(key) ?? 0) + 1);
		if ('ref' in outcome) this.judged.push(outcome);
		else count(this.aside, outcome.reason);
		if ('host' in outcome) count(this.hosts, outcome.host);
	}
}

/** The name of an entry may be what took too long. */
const stoppedEntry = ({ file }: HarFile, index: number): JudgedEntry => ({
	ref: { file, index, description: `entry ${index}` },
	...whatWasStopped(),
});

type JudgedEntry = Judged & { readonly isMasked?: boolean };
type Outcome = JudgedEntry | { readonly reason: Reason } | { readonly reason: 'other-host'; readonly host: string };

function judgeEntry({ file, isOwn }: HarFile, index: number, entry: Json, options: RecordingOptions): Outcome {
	const { spec, scope, filter, disclosure = namesOnly } = options;
	const own = isOwn ? readOwn(entry) : undefined;
	const at = child('/log/entries', index);
	let description = `entry ${index}`;
	const isLeftOut = () => filter !== undefined && !description.includes(filter);
	try {
		const request = readRequest(entry);
		const { method, url } = request;
		if (url === undefined) return { reason: 'tunnel' };
		if (!isOverHttp(url.protocol)) return { reason: 'scheme' };
		if (!own && !scope.hasHost(url)) return { reason: 'other-host', host: hostOf(url) };
		const path = own?.path ?? url.pathname;
		const match = spec.operations.find(method, path);
		if (!own && !scope.covers(url, match !== undefined)) return { reason: 'other-base' };
		description = own?.description ?? describe(index, method, match, disclosure.showsValues ? path : undefined);
		const response = readResponse(entry);
		// No cache and no browser stood between our own requests and the provider.
		const unanswered = response.status === 0 ? 'unanswered' : undefined;
		const reason = own ? unanswered : asideFor(request, url, response, entry, match);
		if (reason !== undefined) return { reason };
		if (isLeftOut()) return { reason: 'filter' };
		const { headers, body, missing } = readContent(response);
		const shown = own || disclosure.showsValues ? method : shownMethod(method);
		const exchange: Exchange = {
			interaction: { file, index, description },
			request: { method: shown, path, query: [], headers: [], body: noBody },
			response: { status: response.status, headers, body },
			places: placesOf(file, at),
			...(own?.isMasked && { isMasked: true }),
		};
		return { ...judgeResponse(exchange, response, missing, options), isMasked: own?.isMasked ?? false };
	} catch (error) {
		if (!(error instanceof OddEntry)) throw error;
		if (isLeftOut()) return { reason: 'filter' };
		const ref = { file, index, description };
		return { ref, operation: undefined, findings: [unreadable(ref, at, error)] };
	}
}

/** Of what was sent, nothing but the operation that it is for is judged here. */
function judgeResponse(
	exchange: Exchange,
	{ names }: HarResponse,
	missing: Missing | undefined,
	{ spec, disclosure = namesOnly }: RecordingOptions,
): Judged {
	const { operation, findings: found } = judge(exchange, spec, 'provider', disclosure);
	const shown = missing ? withoutBody(found, exchange, missing) : found;
	const findings = shown.map((each) => withRealPlace(each, exchange.places, names));
	return { ref: exchange.interaction, operation, findings };
}

/** A path may hold somebody's id: it is the spec's template unless a path is given to show. */
function describe(index: number, method: string, match: OperationMatch | undefined, shown: string | undefined): string {
	if (match) return `entry ${index}: ${match.operation.method} ${match.operation.path}`;
	if (shown !== undefined) return `entry ${index}: ${shorten(method)} ${shorten(shown)}`;
	return `entry ${index}: ${shownMethod(method)} (path withheld)`;
}

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'TRACE', 'PATCH', 'QUERY', 'PROPFIND']);

/** A method that nobody knows may be anything. */
const shownMethod = (method: string) => (methods.has(method) ? method : 'unfamiliar');

/** A finding about a body that was not recorded proves nothing about the body that was sent. */
function withoutBody(findings: readonly Finding[], { interaction, places }: Exchange, missing: Missing): Finding[] {
	const isUnexpected = ({ code }: Finding) => code === 'response.body.unexpected';
	const isOfBody = (each: Finding) =>
		each.code.startsWith('response.body.') && each.code !== 'response.body.unverifiable'
			? !isUnexpected(each)
			: each.code === 'response.content-type.missing' && !missing.isCertain;
	const first = findings.find(isOfBody);
	// Where no body is described and none is known to have come, nothing is left to judge.
	if (!first) return findings.filter((each) => missing.isCertain || !isUnexpected(each));
	const unrecorded = finding({
		code: 'response.body.unrecorded',
		role: 'provider',
		interaction,
		instance: '',
		at: { file: interaction.file, pointer: places.response.body },
		...(first.spec ? { spec: first.spec } : {}),
		title: `Response body cannot be judged: ${missing.reason}.`,
		fix: ['Record it again with its body.'],
	});
	return [...findings.filter((each) => !isOfBody(each)), unrecorded];
}

function unreadable(ref: InteractionRef, at: Pointer, { pointer, message }: OddEntry): Finding {
	return finding({
		code: 'recording.unreadable',
		role: 'provider',
		interaction: ref,
		at: { file: ref.file, pointer: at + pointer },
		title: `The entry is not valid HAR: ${message}${pointer === '' ? '' : ` at ${pointer}`}.`,
		fix: ['Record it again.', 'Remove the entry.'],
		detail: pointer,
	});
}
