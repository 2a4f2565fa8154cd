/** Files that are only held: to read as a stream, and to find places in. */
import { streamHar } from '../../src/har/har-file';
import type { Json } from '../../src/json/json';
import { itemAt } from '../../src/json/list-file';
import { locateInJson } from '../../src/json/position';
import type { FileText, Locate } from '../../src/report/positions';
import { heldSource, type Source } from '../../src/system/source';

export const sourceOf = (file: string, text: string): Source => heldSource(file, Buffer.from(text));

/** The places in these files, and in no other. */
export const locatedIn =
	(texts: readonly FileText[]): Locate =>
	async (file, pointers) => {
		const found = texts.find((each) => each.file === file);
		return found ? locateInJson(found.text, pointers) : new Map();
	};

/** The entries of a recording, and whether it is our own. */
export async function entriesOf(source: Source): Promise<{ entries: Json[]; isOwn: boolean }> {
	let read = { entries: [] as Json[], isOwn: false };
	await streamHar(source, ({ isOwn }) => {
		const entries: Json[] = [];
		read = { entries, isOwn };
		return async (batch) => {
			for (const at of batch.ends.keys()) entries.push(itemAt(batch, at));
		};
	});
	return read;
}
