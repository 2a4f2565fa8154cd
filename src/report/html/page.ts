/** What the sections of the page share: each cause, interaction and line of the spec with its anchor, for links both ways. */
import type { PlaceReport } from '../../coverage/report';
import { type Finding, isRed, type ShownExchange } from '../../exchange/finding';
import type { InteractionReport, Report } from '../report';
import { byCause, byPlace, type Cause } from '../words';
import type { Extras, PageExtras, PromiseInOverlay } from './extras';
import { type Party, partyOf } from './party';

export interface ShownCause extends Cause {
	readonly anchor: string;
	readonly weight: Weight;
	readonly party: Party;
}

export type Weight = Finding['severity'] | 'accepted';

export interface ShownInteraction extends InteractionReport {
	readonly anchor: string;
	readonly causes: readonly ShownCause[];
	/** What the findings about the answer are about. */
	readonly instances: readonly string[];
}

export interface LineMarks {
	readonly causes: ShownCause[];
	readonly places: PlaceReport[];
	/** Of overlays, that refine what the line says. */
	readonly promises: PromiseInOverlay[];
}

export interface Page {
	readonly report: Report;
	readonly extras: PageExtras | undefined;
	/** Lines below the steps that are no findings. */
	readonly notes: readonly string[];
	/** By the file or party to look at, the one with the most errors first. */
	readonly groups: readonly (readonly [place: string, causes: readonly ShownCause[]])[];
	readonly interactions: readonly ShownInteraction[];
	/** The anchor of a line, if the page shows it. */
	lineAnchor(place: { readonly file?: string; readonly line?: number } | undefined): string | undefined;
	/** What there is to say about a line of the spec. */
	marksAt(file: string, line: number): LineMarks | undefined;
	interactionOf(ref: { readonly file: string; readonly index: number } | undefined): ShownInteraction | undefined;
}

const weights: readonly Weight[] = ['error', 'unjudged', 'warning', 'note', 'accepted'];

export function pageOf(report: Report, { notes, page: extras }: Extras): Page {
	const groups = groupsOf(report.findings);
	const causes = groups.flatMap(([, own]) => own);
	const interactions = interactionsOf(report, causes);
	const byKey = new Map(interactions.map((each) => [keyOf(each), each]));
	const anchors = anchorsOf(extras);
	const marks = marksOf(report, causes, extras);
	return {
		...{ report, extras, notes, groups, interactions },
		lineAnchor: (place) => (place?.file === undefined ? undefined : anchors.get(lineKey(place.file, place.line))),
		marksAt: (file, line) => marks.get(lineKey(file, line)),
		interactionOf: (ref) => ref && byKey.get(keyOf(ref)),
	};
}

/** `errors` first, `accepted` last. */
export const byWeight = <T extends { readonly weight: Weight }>(causes: readonly T[]): T[] =>
	[...causes].sort((one, other) => weights.indexOf(one.weight) - weights.indexOf(other.weight));

function groupsOf(findings: readonly Finding[]): Page['groups'] {
	const taken = new Map<string, number>();
	const anchorFor = (fingerprint: string) => {
		const count = (taken.get(fingerprint) ?? 0) + 1;
		taken.set(fingerprint, count);
		return `f-${fingerprint}${count === 1 ? '' : `-${count}`}`;
	};
	const errors = (own: readonly Finding[]) => own.filter((each) => isRed(each) && !each.accepted).length;
	return byPlace(findings)
		.toReversed()
		.sort(([, one], [, other]) => errors(other) - errors(one))
		.map(([place, own]) => {
			const causes = byCause(own).map((cause): ShownCause => {
				const { fingerprint, severity, accepted } = cause.first;
				return {
					...cause,
					anchor: anchorFor(fingerprint),
					weight: accepted ? 'accepted' : severity,
					party: partyOf(cause.first),
				};
			});
			return [place, byWeight(causes)] as const;
		});
}

function interactionsOf({ interactions }: Report, causes: readonly ShownCause[]): ShownInteraction[] {
	const found = new Map<string, { causes: Set<ShownCause>; findings: Finding[] }>();
	for (const cause of causes) {
		for (const each of cause.findings) {
			if (!each.interaction) continue;
			const key = keyOf(each.interaction);
			const own = found.get(key) ?? { causes: new Set(), findings: [] };
			found.set(key, own);
			own.causes.add(cause);
			own.findings.push(each);
		}
	}
	return interactions.map((each, index): ShownInteraction => {
		const own = found.get(keyOf(each));
		const ofAnswer = own?.findings.filter(({ role }) => role === 'provider') ?? [];
		const exchange: ShownExchange | undefined = ofAnswer.find((one) => one.exchange)?.exchange;
		return {
			...each,
			...(exchange && { exchange }),
			anchor: `i-${index + 1}`,
			causes: [...(own?.causes ?? [])],
			instances: ofAnswer.flatMap(({ instance }) => (instance === undefined ? [] : [instance])),
		};
	});
}

function anchorsOf(extras: PageExtras | undefined): Map<string, string> {
	const anchors = new Map<string, string>();
	for (const [index, { file, lines }] of (extras?.texts ?? []).entries()) {
		for (const { line } of lines) anchors.set(lineKey(file, line), index === 0 ? `L${line}` : `L${line}-${index}`);
	}
	return anchors;
}

function marksOf(
	{ coverage }: Report,
	causes: readonly ShownCause[],
	extras: PageExtras | undefined,
): Map<string, LineMarks> {
	const marks = new Map<string, LineMarks>();
	const at = (file: string, line: number | undefined): LineMarks => {
		const key = lineKey(file, line);
		const own = marks.get(key) ?? { causes: [], places: [], promises: [] };
		marks.set(key, own);
		return own;
	};
	for (const cause of causes)
		if (cause.first.spec?.file) at(cause.first.spec.file, cause.first.spec.line).causes.push(cause);
	for (const place of coverage?.places ?? []) at(place.spec.file, place.spec.line).places.push(place);
	for (const promise of extras?.promises ?? []) at(promise.refines.file, promise.refines.line).promises.push(promise);
	return marks;
}

const keyOf = ({ file, index }: { readonly file: string; readonly index: number }) => JSON.stringify([file, index]);
const lineKey = (file: string, line: number | undefined) => `${line} ${file}`;
