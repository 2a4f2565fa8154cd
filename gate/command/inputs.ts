/** What the commands read before they begin: the description, and the pacts that were named. */
import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { InputError } from '../../spec/input-error';
import { finding } from '../finding';
import { type PactFile, type PactInteraction, readPact } from '../pact-file';
import type { Judged } from '../report/report';

/** The folder of the recorded contracts, relative to where the command runs. */
export const pactFolder = 'pacts';

/** Reads the named pacts, or all of `pacts/`. Throws {@link InputError}; nothing passes empty. */
export async function readPacts(files: readonly string[], filter?: string): Promise<PactFile[]> {
	const pacts: PactFile[] = [];
	for (const file of await pactFiles(files)) pacts.push(await readPact(file));
	if (filter === undefined) return pacts;
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

/** The pacts that were named, folders taken for the pacts in them, or all of `pacts/`. Throws {@link InputError}. */
export function pactFiles(files: readonly string[]): Promise<string[]> {
	return files.length > 0 ? filesBelow(files) : pactsIn(pactFolder);
}

async function filesBelow(files: readonly string[]): Promise<string[]> {
	const found: string[] = [];
	for (const file of files) {
		const isFolder = await stat(file).then(
			(each) => each.isDirectory(),
			() => false,
		);
		found.push(...(isFolder ? await pactsIn(file) : [file]));
	}
	// One file named in two ways is one file.
	return [...new Map(found.reverse().map((file) => [resolve(file), file])).values()].reverse();
}

async function pactsIn(folder: string): Promise<string[]> {
	const names = await readdir(folder).catch(() => []);
	const files = names.filter((name) => name.endsWith('.json') && !name.startsWith('.')).sort();
	if (files.length === 0) {
		throw new InputError(`There is no pact in ${folder}/, so there is nothing to judge. Run \`contract record\`.`);
	}
	return files.map((name) => join(folder, name));
}

/** Interactions that are not over HTTP cannot be judged here, and that is not passed over. */
export function unsupported(pacts: readonly PactFile[]): Judged[] {
	return pacts.flatMap((pact) =>
		pact.interactions.flatMap((interaction) => (interaction.kind === 'http' ? [] : [judgedUnsupported(interaction)])),
	);
}

export function judgedUnsupported({ ref, type }: Extract<PactInteraction, { kind: 'other' }>): Judged {
	const message = `An interaction of type "${type}" has no request and response over HTTP and cannot be judged. Take it out, or into a pact of its own: "${ref.description}"`;
	const at = { file: ref.file, pointer: `/interactions/${ref.index}/type` };
	return {
		ref,
		operation: undefined,
		findings: [finding({ code: 'pact.unsupported', message, interaction: ref, at })],
	};
}
