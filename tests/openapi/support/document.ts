/** Loads a spec that a test writes itself. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Pointer } from '../../../src/json/pointer';
import type { Position } from '../../../src/json/position';
import { loadDocument, type SpecDocument } from '../../../src/openapi/document/document';
import { loadSpec, type Spec } from '../../../src/openapi/spec';
import { withFolder } from '../../support/temporary';

/** The document in `text`, as if it stood in a file called `name`. */
export function documentOf(text: string, name = 'spec.yaml'): Promise<SpecDocument> {
	return withFolder(async (folder) => loadDocument(await written(folder, name, text)));
}

/** The spec in `contents`. */
export function specOf(contents: object): Promise<Spec> {
	return withFolder(async (folder) => loadSpec(await written(folder, 'spec.json', JSON.stringify(contents))));
}

/** Where a value of the document stands. */
export const positionIn = (document: SpecDocument, pointer: Pointer): Position | undefined =>
	document.locateAll([pointer]).get(pointer);

async function written(folder: string, name: string, text: string): Promise<string> {
	const file = join(folder, name);
	await writeFile(file, text);
	return file;
}
