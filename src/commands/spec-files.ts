/** The files of the spec that a run judges by: those of the config, unless options name others. */
import { resolve } from 'node:path';
import type { Settings } from '../config/settings';

export interface SpecFiles {
	readonly file: string;
	/** `--overlay` replaces those of the config, which apply to the config's spec alone. */
	readonly overlays: readonly string[];
	/** Whether it is the spec of the config. */
	readonly isOwn: boolean;
}

export function specFiles(
	{ spec: file, overlays }: { readonly spec: string | undefined; readonly overlays: readonly string[] },
	settings: Settings,
): SpecFiles {
	const isOwn = file === undefined || resolve(file) === resolve(settings.spec);
	const own = isOwn ? settings.overlays : [];
	return { file: file ?? settings.spec, overlays: overlays.length > 0 ? overlays : own, isOwn };
}
