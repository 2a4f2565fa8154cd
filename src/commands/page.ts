/** Gathers what the HTML report shows beside the report: provider, commit, time, and the text of the spec. */
import { commitVersion } from '../broker/version';
import type { Settings } from '../config/settings';
import { property } from '../json/json';
import { child } from '../json/pointer';
import type { SpecDocument } from '../openapi/document/document';
import { parseSource } from '../openapi/document/source';
import { excerptOf } from '../report/html/excerpt';
import type { PageExtras, PromiseInOverlay } from '../report/html/extras';
import type { Report } from '../report/report';
import type { Environment } from '../system/environment';
import { readText } from '../system/source';

/** `now` is when the run began. What cannot be found out is absent. */
export async function pageExtras(
	report: Report,
	document: SpecDocument,
	{ provider }: Settings,
	environment: Environment,
	now: Date,
): Promise<PageExtras> {
	const commit = await commitVersion(environment).catch(() => undefined);
	const texts = await textsOf(report, document);
	const promises = promisesOf(document, texts);
	const wanted = wantedLines(report, promises);
	return {
		...(provider.name !== undefined && { provider: provider.name }),
		...(commit !== undefined && { commit: commit.slice(0, 10) }),
		time: now.toISOString(),
		texts: [...texts].map(([file, text]) => excerptOf(file, text, wanted.get(file) ?? [])),
		promises,
	};
}

/** The spec first, then its overlays and the files that findings and coverage lead to; one that cannot be read is left out. */
async function textsOf(report: Report, { file, text, overlays }: SpecDocument): Promise<Map<string, string>> {
	const texts = new Map([[file, text]]);
	const named = [...report.findings, ...(report.coverage?.places ?? [])].map(({ spec }) => spec?.file);
	for (const each of new Set([...overlays, ...named])) {
		if (each === undefined || texts.has(each)) continue;
		const found = await readText(each).catch(() => undefined);
		if (found !== undefined) texts.set(each, found);
	}
	return texts;
}

/** So many are shown beside what they refine. */
const mostPromises = 500;

function promisesOf(document: SpecDocument, texts: ReadonlyMap<string, string>): PromiseInOverlay[] {
	const refinements = document.refinements.slice(0, mostPromises);
	if (refinements.length === 0) return [];
	const refined = document.locateAll(refinements.map(({ target }) => target));
	const ranges = new Map(document.overlays.map((file) => [file, rangesOf(file, texts.get(file))]));
	return refinements.flatMap(({ file, pointer, target }) => {
		const line = refined.get(target)?.line;
		const range = ranges.get(file)?.get(pointer);
		if (line === undefined || !range) return [];
		return [{ overlay: { file, ...range }, refines: { file: document.home(target).file, line } }];
	});
}

type Range = Omit<PromiseInOverlay['overlay'], 'file'>;

/** The lines of each action, by its pointer: it ends where the next one begins. */
function rangesOf(file: string, text: string | undefined): ReadonlyMap<string, Range> {
	if (text === undefined) return new Map();
	const { root, locate } = parseSource(file, text, file);
	const actions = property(root, 'actions');
	const pointers = Array.isArray(actions) ? actions.map((_, index) => child('/actions', index)) : [];
	const update = (pointer: string) => child(pointer, 'update');
	// One without an update is found at its own line.
	const positions = locate([...pointers, ...pointers.map(update)]);
	const lineOf = (pointer: string | undefined) => (pointer === undefined ? undefined : positions.get(pointer)?.line);
	const last = text.trimEnd().split('\n').length;
	return new Map(
		pointers.map((pointer, index) => {
			const line = lineOf(pointer) ?? 1;
			const end = (lineOf(pointers[index + 1]) ?? last + 1) - 1;
			return [pointer, { line, update: lineOf(update(pointer)) ?? line, end: Math.max(end, line) }];
		}),
	);
}

/** Of each file, the lines that matter, those of findings first. Of operations that nobody uses none does. */
function wantedLines(report: Report, promises: readonly PromiseInOverlay[]): Map<string, Set<number>> {
	const wanted = new Map<string, Set<number>>();
	const add = (file: string | undefined, line: number | undefined) => {
		if (file === undefined || line === undefined) return;
		const lines = wanted.get(file) ?? new Set();
		wanted.set(file, lines.add(line));
	};
	for (const { spec } of report.findings) add(spec?.file, spec?.line);
	for (const { overlay, refines } of promises) {
		add(refines.file, refines.line);
		for (let line = overlay.line; line <= overlay.end; line += 1) add(overlay.file, line);
	}
	for (const { kind, state, spec } of report.coverage?.places ?? []) {
		if (kind !== 'operation' || state !== 'unused') add(spec.file, spec.line);
	}
	return wanted;
}
