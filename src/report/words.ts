/** What the formats for people say alike: places, counts, verdicts, and findings gathered by where they stand. */

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

export interface PlaceGroup {
	readonly place: string;
	readonly findings: readonly Finding[];
}

/** Findings by the file or party to look at. Groups with errors come last: a terminal shows the end. */
export function byPlace(findings: readonly Finding[]): PlaceGroup[] {
	const groups = new Map<string, Finding[]>();
	for (const each of findings) {
		const group = groups.get(placeOf(each));
		if (group) group.push(each);
		else groups.set(placeOf(each), [each]);
	}
	const hasError = (group: PlaceGroup) => Number(group.findings.some(({ severity }) => severity === 'error'));
	return [...groups]
		.map(([place, own]) => ({ place, findings: own }))
		.sort((one, other) => hasError(one) - hasError(other));
}

function placeOf({ code, role, at, spec }: Finding): string {
	if (at?.file !== undefined) return at.file;
	if (role === 'provider') return 'the provider';
	if (code.startsWith('record.')) return 'the client';
	return spec?.file ?? 'the run';
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
