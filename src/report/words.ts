/** What the formats for people say alike: places, counts, verdicts, and findings gathered by place and by cause. */

import type { Finding, Place, Verdict } from '../exchange/finding';
import { counted } from '../json/text';
import type { Report } from './report';

export const verdictWords: Record<Verdict, string> = {
	agree: 'all that was compared agrees',
	disagree: 'something has to change',
	unjudged: 'it could not be found out whether all agree',
};

/** `file:line:column`, or the pointer where there is no file. */
export function placeInWords({ file, pointer, line, column }: Place): string {
	if (file === undefined) return `live exchange ${pointer}`;
	return line === undefined ? file : `${file}:${line}:${column ?? 1}`;
}

type Group = readonly [Finding, ...Finding[]];

/** In the order in which each key was first met. */
function grouped(findings: readonly Finding[], keyOf: (finding: Finding) => string): [string, Group][] {
	const groups = new Map<string, [Finding, ...Finding[]]>();
	for (const each of findings) {
		const key = keyOf(each);
		const group = groups.get(key);
		if (group) group.push(each);
		else groups.set(key, [each]);
	}
	return [...groups];
}

export type PlaceGroup = readonly [place: string, findings: readonly Finding[]];

/** Findings by the file or party to look at. Groups with errors come last: a terminal shows the end. */
export function byPlace(findings: readonly Finding[]): PlaceGroup[] {
	const hasError = ([, own]: PlaceGroup) => Number(own.some(({ severity }) => severity === 'error'));
	return grouped(findings, placeOf).sort((one, other) => hasError(one) - hasError(other));
}

function placeOf({ code, role, at, spec }: Finding): string {
	if (at?.file !== undefined) return at.file;
	if (role === 'provider') return 'the provider';
	if (code.startsWith('record.')) return 'the client';
	return spec?.file ?? 'the run';
}

/** Findings that say the same of several interactions, with the message that names them all. */
export function byCause(findings: readonly Finding[]): { message: string; members: Group }[] {
	const causeOf = (each: Finding) =>
		JSON.stringify([each.code, stemOf(each), each.spec?.file, each.spec?.pointer, each.instance]);
	return grouped(findings, causeOf).map(([, members]) => {
		const [first] = members;
		const subjects = members.map(({ interaction }) => `"${interaction?.description ?? ''}"`).join(', ');
		return { message: members.length === 1 ? first.message : `${stemOf(first)}: ${subjects}`, members };
	});
}

/** A message ends in its subject, the interaction; the stem is what stands before. */
function stemOf({ message, interaction }: Finding): string {
	const subject = `: "${interaction?.description ?? ''}"`;
	return interaction && message.endsWith(subject) ? message.slice(0, -subject.length) : message;
}

/** `2 errors, 1 warning`; what there is none of is left out. */
export function severitiesInWords(findings: readonly Finding[]): string {
	const errors = findings.filter(({ severity }) => severity === 'error').length;
	const warnings = findings.length - errors;
	return [errors && counted(errors, 'error'), warnings && counted(warnings, 'warning')].filter(Boolean).join(', ');
}

export function summaryInWords({ summary }: Report): string {
	const { interactions, checked, errors, warnings } = summary;
	return `${counted(interactions, 'interaction')}, ${checked} judged, ${counted(errors, 'error')}, ${counted(warnings, 'warning')}`;
}

/** Descriptions come from files: what would steer a terminal, or turn the reading around, is shown as its number. */
export function visible(text: string): string {
	const steering = /[^\P{Cc}\n\t]|[\u202a-\u202e\u2066-\u2069]/gu;
	return text
		.replaceAll('\r\n', '\n')
		.replace(steering, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** `text` with these of its characters as HTML and XML write them. */
export const withEntities = (text: string, characters: RegExp): string =>
	text.replace(characters, (each) => entities[each] ?? `&#${each.charCodeAt(0)};`);
