/**
 * `accepted.yaml`: findings that somebody accepts, each by its fingerprint and with a reason. An accepted finding is
 * reported and does not count. After its last day it counts again.
 */
import { readFile } from 'node:fs/promises';
import { type Document, isMap, isSeq, parseDocument, type YAMLMap } from 'yaml';
import { type Acceptance, type Code, type Finding, finding, severities } from '../exchange/finding';
import { codeOf, InputError, reasonOf } from '../json/input-error';
import { replaceFile } from '../system/atomic-file';

export const acceptanceFile = 'accepted.yaml';

interface Entry extends Acceptance {
	readonly fingerprint: string;
	readonly code: string;
}

export type Acceptances = readonly Entry[];

/** The entries of the file, none where there is no file. Throws {@link InputError} for one that cannot be used. */
export async function readAcceptances(): Promise<Acceptances> {
	const { contents } = await readAccepted();
	const items = isSeq(contents) ? contents.items : [];
	const entries = items.map((item, index) => entryOf(isMap(item) ? item : undefined, index));
	const twice = entries.find(
		({ fingerprint }, index) => entries.findIndex((each) => each.fingerprint === fingerprint) < index,
	);
	if (twice) throw unusable(`it accepts ${twice.fingerprint} twice`);
	return entries;
}

async function readAccepted(): Promise<Document> {
	const text = await readFile(acceptanceFile, 'utf8').catch((error: unknown) => {
		if (codeOf(error) === 'ENOENT') return '';
		throw unusable(reasonOf(error));
	});
	const document = parseDocument(text, { schema: 'failsafe' });
	const [error] = document.errors;
	if (error) throw unusable(error.message.split('\n')[0] ?? 'it is not YAML');
	if (document.contents !== null && !isSeq(document.contents)) throw unusable('it is not a list');
	return document;
}

const unusable = (reason: string) => new InputError(`${acceptanceFile} cannot be used: ${reason}. Correct it.`);

const known = ['fingerprint', 'code', 'where', 'reason', 'until'];

/** Values are read as text, so that a date stays as it is written. */
function entryOf(item: YAMLMap | undefined, index: number): Entry {
	const where = `entry ${index + 1}`;
	if (!item) throw unusable(`${where} is not a map`);
	const values = item.toJSON() as Record<string, unknown>;
	const odd = Object.keys(values).find((key) => !known.includes(key));
	if (odd !== undefined) throw unusable(`${where} has the key "${odd}"; it may have ${known.join(', ')}`);
	const text = (key: string) => (typeof values[key] === 'string' && values[key] !== '' ? values[key] : undefined);
	const [fingerprint, code, reason, until] = ['fingerprint', 'code', 'reason', 'until'].map(text);
	if (!fingerprint || !/^[0-9a-f]{12}$/.test(fingerprint))
		throw unusable(`${where} has no fingerprint of 12 hex digits`);
	if (!code || !Object.hasOwn(severities, code)) throw unusable(`${where} has no code of a finding`);
	if (!reason) throw unusable(`${where} has no reason`);
	if ('until' in values && !(until && isDate(until)))
		throw unusable(`${where} has "until" without a date such as 2027-01-31`);
	return { fingerprint, code, reason, ...(until ? { until } : {}) };
}

/** Whether it is a day of the calendar, as `YYYY-MM-DD`. */
export function isDate(text: string): boolean {
	const date = new Date(`${text}T00:00:00Z`);
	return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** Why a finding of this code cannot be accepted; undefined where it can. */
export function refusal(code: Code): string | undefined {
	if (severities[code] === 'unjudged') return 'what could not be judged cannot be accepted';
	if (code === 'rest.errors' || code === 'rest.warnings') return 'what the report leaves out cannot be accepted';
	if (severities[code] === 'note') return 'a note never counts, so there is nothing to accept';
	return code === 'provider.mismatch' ? 'a mismatch that Pact itself finds cannot be accepted' : undefined;
}

/** The findings with their acceptances; `today` as `YYYY-MM-DD`. */
export function withAcceptances(
	findings: readonly Finding[],
	entries: Acceptances,
	today = new Date().toISOString().slice(0, 10),
): readonly Finding[] {
	if (entries.length === 0) return findings;
	return findings.map((each) => {
		const entry = entries.find(({ fingerprint, code }) => fingerprint === each.fingerprint && code === each.code);
		if (!entry || refusal(each.code) !== undefined) return each;
		const { reason, until } = entry;
		if (until === undefined || today <= until) return { ...each, accepted: { reason, ...(until && { until }) } };
		const expired = `Accept it again: the acceptance in ${acceptanceFile} ended on ${until}.`;
		const fix = [...each.fix, expired];
		return { ...each, fix, message: [each.title, ...fix].join(' ') };
	});
}

/** A warning for each entry that no finding matches. */
export function unmatched(findings: readonly Finding[], entries: Acceptances): Finding[] {
	const found = new Set(findings.map(({ fingerprint, code }) => `${fingerprint} ${code}`));
	return entries
		.filter(({ fingerprint, code }) => !found.has(`${fingerprint} ${code}`))
		.map(({ fingerprint, code }) =>
			finding({
				code: 'accepted.unmatched',
				title: `${acceptanceFile} accepts ${fingerprint} (${code}), and no finding has this fingerprint.`,
				fix: [`Remove the entry from ${acceptanceFile}.`],
				detail: fingerprint,
			}),
		);
}

/** Adds an entry, or replaces the one of its fingerprint; comments and order stay. Throws {@link InputError}. */
export async function accept(entry: Entry & { readonly where: string }): Promise<void> {
	await readAcceptances();
	const document = await readAccepted();
	if (document.contents === null) {
		document.contents = document.createNode([]);
		document.commentBefore ??= ' Findings that we accept. `contract accept` adds one; a reason is required.';
	}
	const { fingerprint, code, where, reason, until } = entry;
	const node = document.createNode({ fingerprint, code, where, reason, ...(until && { until }) });
	const items = isSeq(document.contents) ? document.contents.items : [];
	const before = items.findIndex((item) => isMap(item) && item.get('fingerprint') === fingerprint);
	if (before === -1) items.push(node);
	else items.splice(before, 1, node);
	await replaceFile(acceptanceFile, document.toString({ lineWidth: 0 })).catch((error: unknown) => {
		throw unusable(reasonOf(error));
	});
}
