/** The first place of a stack that is the project's own code. */
import { isAbsolute, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Frame } from './protocol';

export function placeIn(stack: string | undefined, root: string): Frame | undefined {
	for (const [, path = '', line = ''] of (stack ?? '').matchAll(/^\s+at (?:.*\()?(.+?):(\d+):\d+\)?$/gm)) {
		if (path.startsWith('node:')) continue;
		const file = relative(root, path.startsWith('file:') ? fileURLToPath(path) : path).replaceAll('\\', '/');
		if (!file.startsWith('..') && !isAbsolute(file) && !/(^|\/)node_modules\//.test(file)) {
			return { file, line: Number(line) };
		}
	}
	return undefined;
}
