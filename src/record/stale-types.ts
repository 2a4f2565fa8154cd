/** Types that were generated from another state of the spec than the one at hand. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Settings } from '../config/settings';
import { type Finding, finding } from '../exchange/finding';

/**
 * A warning if the file of types holds `sha256:DIGEST` of another spec file than `spec`; none where the config names no
 * types, or they name no digest.
 */
export async function staleTypes({ types }: Settings, spec: string): Promise<Finding[]> {
	if (!types) return [];
	const [text, bytes] = await Promise.all([
		readFile(types.file, 'utf8').catch(() => ''),
		readFile(spec).catch(() => ''),
	]);
	const digest = /sha256:([\da-f]{64})/.exec(text)?.[1];
	if (digest === undefined || digest === createHash('sha256').update(bytes).digest('hex')) return [];
	const title = `${types.file} was generated from another state of ${spec}.`;
	return [finding({ code: 'spec.types.stale', title, fix: [`Run \`${types.command}\`.`], detail: types.file })];
}
