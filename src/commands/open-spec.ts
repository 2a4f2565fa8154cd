/** Opens the spec that a name stands for: a file, or `git:REV:PATH`. */
import { resolve } from 'node:path';
import type { Settings } from '../config/settings';
import { revisionOf } from '../openapi/document/disk';
import { loadSpec, type Spec } from '../openapi/spec';
import { gitFileIn, readGitFile } from '../system/git-file';
import type { SpecFiles } from './spec-files';

/** Throws `InputError`. */
export async function openSpec(name: string, overlays: readonly string[]): Promise<Spec> {
	const file = gitFileIn(name);
	if (!file) return loadSpec(name, { overlays });
	return loadSpec(file.path, { overlays, text: readGitFile(file), disk: revisionOf(file.revision) });
}

/**
 * The new one of two specs. Overlays apply to both or to none, or they would count as changes: those of the config where
 * both are the config's spec, in whichever revision.
 */
export function comparedSpec(
	{
		files: [old = '', next = ''],
		overlays,
	}: { readonly files: readonly string[]; readonly overlays: readonly string[] },
	settings: Settings,
): SpecFiles {
	const isOwn = [old, next].every((each) => resolve(gitFileIn(each)?.path ?? each) === resolve(settings.spec));
	return { file: next, overlays: overlays.length > 0 ? overlays : isOwn ? settings.overlays : [], isOwn: false };
}
