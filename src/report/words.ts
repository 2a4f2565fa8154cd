/** What the formats for people share: places, counts, verdicts, and findings grouped by place and by cause. */

import { type Finding, isRed, type Place, type Verdict } from '../exchange/finding';
import { counted } from '../json/text';
import { mapTexts, visible } from '../json/visible';
import { type Counts, countsOf, type Report } from './report';

export const verdictWords: Record<Verdict, string> = {
	agree: 'everything that was compared agrees',
	disagree: 'something has to change',
	unjudged: 'could not be judged',
};

/** `file:line:column` as far as known, or the pointer where there is no file. */
export function placeInWords({ file, pointer, line, column }: Place): string {
	if (file === undefined) return `live exchange ${pointer}`;
	return [file, line, line === undefined ? undefined : column].filter((each) => each !== undefined).join(':');
}

/** `file:line` */
export const placeOfLine = ({ file, line }: { readonly file: string; readonly line?: number }): string =>
	line === undefined ? file : `${file}:${line}`;

/** The first of them, and how many more there are. */
export const firstFew = (texts: readonly string[], most = 5): readonly string[] =>
	texts.length > most ? [...texts.slice(0, most), `and ${texts.length - most} more`] : texts;

/** In the order in which each key was first met. */
function grouped(findings: readonly Finding[], keyOf: (finding: Finding) => string): [string, Finding[]][] {
	const groups = new Map<string, Finding[]>();
	for (const each of findings) {
		const key = keyOf(each);
		const group = groups.get(key);
		if (group) group.push(each);
		else groups.set(key, [each]);
	}
	return [...groups];
}

export type PlaceGroup = readonly [place: string, findings: readonly Finding[]];

/** Findings by the file or party to look at. Groups with what is red come last: a terminal shows the end. */
export function byPlace(findings: readonly Finding[]): PlaceGroup[] {
	const hasError = ([, own]: PlaceGroup) => Number(own.some((each) => isRed(each) && !each.accepted));
	return grouped(findings, placeOf).sort((one, other) => hasError(one) - hasError(other));
}

function placeOf({ code, role, at, spec }: Finding): string {
	if (at?.file !== undefined) return at.file;
	if (role === 'provider') return 'the provider';
	if (code.startsWith('record.')) return 'the client';
	return spec?.file ?? 'the run';
}

/** What has one cause, with all its interactions and places. */
export interface Cause {
	readonly first: Finding;
	/** All of them, the first included. */
	readonly findings: readonly Finding[];
	readonly titles: readonly string[];
	readonly interactions: readonly string[];
	/** Places in files; the title names a place in a live answer. */
	readonly places: readonly string[];
	/** Consumer tests; the client's own code where it is at fault. */
	readonly tests: readonly string[];
}

export function byCause(findings: readonly Finding[]): Cause[] {
	const known = (texts: readonly (string | undefined)[]) => [...new Set(texts.filter((each) => each !== undefined))];
	return grouped(findings, ({ fingerprint }) => fingerprint).flatMap(([, members]): Cause[] => {
		const [first] = members;
		if (!first) return [];
		const titles = known(members.map(({ title }) => title));
		const interactions = known(members.map(({ interaction }) => interaction?.description));
		return [
			{
				first,
				findings: members,
				titles,
				interactions,
				places: known(members.map(({ at }) => (at?.file === undefined ? undefined : placeInWords(at)))),
				tests: known(members.map(({ source }) => source && `${source.file}:${source.line}`)),
			},
		];
	});
}

/** `2 errors, 1 warning`; a severity without findings is left out. */
export const severitiesInWords = (findings: readonly Finding[]): string => countsInWords(countsOf(findings));

function countsInWords({ errors, unjudged, warnings, notes, accepted }: Counts): string {
	return [
		errors > 0 && counted(errors, 'error'),
		unjudged > 0 && `${unjudged} unjudged`,
		warnings > 0 && counted(warnings, 'warning'),
		notes > 0 && counted(notes, 'note'),
		accepted > 0 && `${accepted} accepted`,
	]
		.filter(Boolean)
		.join(', ');
}

/** `6 of 6 interactions judged; findings: 1 warning` */
export function summaryInWords({ command, summary, variants }: Report): string {
	const { interactions, checked } = summary;
	if (command === 'tolerate' && variants) {
		const { total, tolerated } = variants;
		return `${tolerated} of ${counted(total, 'answer')} tolerated; findings: ${countsInWords(summary) || 'none'}`;
	}
	return `${checked} of ${counted(interactions, 'interaction')} judged; findings: ${countsInWords(summary) || 'none'}`;
}

/** A format for people: every text of the report is made visible before it is laid out. */
export const forPeople =
	<Rest extends readonly unknown[]>(render: (report: Report, ...rest: Rest) => string) =>
	(report: Report, ...rest: Rest): string =>
		render(mapTexts(report, visible), ...mapTexts(rest, visible));

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** `text` with these of its characters as HTML and XML write them. */
export const withEntities = (text: string, characters: RegExp): string =>
	text.replace(characters, (each) => entities[each] ?? `&#${each.charCodeAt(0)};`);
