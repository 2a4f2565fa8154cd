/** What the commands read before they begin: the pacts, and the recordings, that were named. */
import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Settings } from '../config/settings';
import type { InteractionRef } from '../exchange/exchange';
import { type Finding, finding } from '../exchange/finding';
import { beginsAsHar, isHarName } from '../har/har-file';
import { InputError, namesIn } from '../json/input-error';
import { type PactFile, readPact } from '../pact/pact-file';
import type { OtherInteraction, PactInteraction } from '../pact/pact-interaction';
import { otherParties } from '../record/other-parties';
import type { Judged } from '../report/report';
import { openSource, type Source } from '../system/source';

/** Reads the named pacts, or all of `folder`. Throws {@link InputError} if there is none. */
export async function readPacts(files: readonly string[], folder: string): Promise<PactFile[]> {
	const pacts: PactFile[] = [];
	for (const file of await pactFiles(files, folder)) pacts.push(await readPact(file));
	return pacts;
}

/**
 * As {@link readPacts}; of pacts that were not named, those of other parties than the config's are left out, each with a
 * finding.
 */
export async function readOwnPacts(
	files: readonly string[],
	settings: Settings,
	filter?: string,
): Promise<{ readonly pacts: PactFile[]; readonly findings: readonly Finding[] }> {
	const all = await readPacts(files, settings.pacts);
	const skipped = files.length > 0 ? [] : all.map((pact) => otherParties(pact, settings));
	const pacts = all.filter((_, index) => skipped[index] === undefined);
	return { pacts: matching(pacts, filter), findings: skipped.filter((each) => each !== undefined) };
}

/** The pacts with the interactions alone that the filter matches. Throws {@link InputError}. */
export function matching(pacts: readonly PactFile[], filter: string | undefined): PactFile[] {
	if (filter === undefined) return [...pacts];
	const matches = ({ ref }: PactInteraction) => ref.description.includes(filter);
	const chosen = pacts.map((pact) => ({ ...pact, interactions: pact.interactions.filter(matches) }));
	if (chosen.every((pact) => pact.interactions.length === 0)) throw matchesNothing(filter);
	return chosen;
}

export function matchesNothing(filter: string): InputError {
	return new InputError(
		`--filter "${filter}" matches no interaction, so nothing would be judged. Correct it, or leave it out.`,
	);
}

/** The pacts that were named, folders taken for the pacts in them, or all of `folder`. Throws {@link InputError}. */
export const pactFiles = (files: readonly string[], folder: string): Promise<string[]> =>
	files.length > 0 ? filesBelow(files, isPactName) : filesIn(folder, isPactName);

/** Whether the folder of the pacts holds any. */
export const hasPacts = ({ pacts }: Settings): Promise<boolean> =>
	pactFiles([], pacts).then(
		() => true,
		() => false,
	);

/** A file to check, which is opened when its turn comes. What cannot be read twice was read already. */
export interface Input {
	readonly file: string;
	open(): Promise<Source>;
}

/** The pacts and the recordings that were named, or all pacts of `folder`. Throws {@link InputError}. */
export async function checkedFiles(
	files: readonly string[],
	folder: string,
): Promise<{ pacts: Input[]; recordings: Input[] }> {
	const [pacts, recordings]: [Input[], Input[]] = [[], []];
	if (files.length === 0) {
		const own = await pactFiles(files, folder);
		return { pacts: own.map((file) => ({ file, open: () => openSource(file) })), recordings };
	}
	for (const file of await filesBelow(files, isCheckedName)) {
		const source = await openSource(file).catch(() => undefined);
		const isRecording = isHarName(file) || (source !== undefined && beginsAsHar(await beginningOf(source)));
		const input = { file, open: source?.isHeld ? async () => source : () => openSource(file) };
		(isRecording ? recordings : pacts).push(input);
		await source?.close();
	}
	return { pacts, recordings };
}

/** The first few hundred characters; empty if the file cannot be read, which is reported when it is. */
async function beginningOf(source: Source): Promise<string> {
	const bytes = Buffer.alloc(512);
	const length = await source.read(bytes, 0, 0).catch(() => 0);
	return bytes.toString('utf8', 0, length);
}

const isPactName = (name: string) => name.endsWith('.json');
const isCheckedName = (name: string) => isPactName(name) || isHarName(name);

async function filesBelow(files: readonly string[], isWanted: (name: string) => boolean): Promise<string[]> {
	const found: string[] = [];
	for (const file of files) {
		const isFolder = (await stat(file).catch(() => undefined))?.isDirectory();
		found.push(...(isFolder ? await filesIn(file, isWanted) : [file]));
	}
	// One file named in two ways is one file.
	return [...new Map(found.reverse().map((file) => [resolve(file), file])).values()].reverse();
}

async function filesIn(folder: string, isWanted: (name: string) => boolean): Promise<string[]> {
	const names = await namesIn(folder, readdir(folder));
	const files = names.filter((name) => isWanted(name) && !name.startsWith('.')).sort();
	if (files.length === 0) {
		throw new InputError(
			isWanted === isCheckedName
				? `There is neither a pact nor a recording in ${folder}/, so there is nothing to judge. Name another folder.`
				: `There is no pact in ${folder}/, so there is nothing to judge. Run \`contract record\`.`,
		);
	}
	return files.map((name) => join(folder, name));
}

/** The interactions of a file that are not over HTTP: a note for each, and unjudged where the file has no others. */
export function unsupported(
	others: readonly OtherInteraction[],
	isAll: boolean,
): { readonly judged: readonly Judged[]; readonly findings: readonly Finding[] } {
	const noted = others.map((each): Judged => ({ ref: each.ref, operation: undefined, findings: [noteAbout(each)] }));
	if (!isAll) return { judged: [], findings: noted.flatMap(({ findings }) => findings) };
	return {
		judged: noted.map((each) => ({ ...each, findings: [...each.findings, nothingIn(each.ref)] })),
		findings: [],
	};
}

function noteAbout({ ref, type, pointer }: OtherInteraction): Finding {
	const title = `Interaction of type "${type}" was skipped: only requests and responses over HTTP can be judged.`;
	const at = { file: ref.file, pointer };
	return finding({ code: 'pact.unsupported', title, interaction: ref, at, detail: type });
}

function nothingIn(ref: InteractionRef): Finding {
	const title = `${ref.file} has no interaction over HTTP, so nothing in it was judged.`;
	return finding({ code: 'input.unusable', title, fix: ['Name another pact.'], interaction: ref, detail: ref.file });
}
