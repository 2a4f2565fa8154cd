/**
 * Writes a pact of any number of interactions in the layout of Pact's own writer, one at a time, so that its size costs no
 * memory. They are those of `pacts/` by turns, with other identifiers, addresses and texts in each.
 */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';

/** The operation comes first in each description: the floor reads it there. */
const operation = 'post /v2/customers/{customer_id}';

export async function writeSynthetic(file, recorded, count) {
	const { interactions, ...rest } = JSON.parse(await readFile(recorded, 'utf8'));
	const [head, tail] = JSON.stringify({ ...rest, interactions: [] }, undefined, 2).split('[]');
	const stream = createWriteStream(file);
	stream.write(`${head}[`);
	for (let index = 0; index < count; index += 1) {
		// The last is the first again: it has metadata, where the comparator reports errors and so proves that it got there.
		const original = interactions[index === count - 1 ? 0 : index % interactions.length];
		const text = JSON.stringify({ ...original, description: `${operation} ${index}` }, undefined, 2)
			.replaceAll('a1b2c3d4-0000-4000-8000-000000000200', `a1b2c3d4-0000-4000-8000-${String(index).padStart(12, '0')}`)
			.replaceAll('@example.com', `-${index}@example.com`)
			.replaceAll('2 Changed Street', `${index} Changed Street`)
			.replaceAll('-campaign"', `-campaign-${index}"`)
			.replaceAll('\n', '\n    ');
		if (!stream.write(`${index === 0 ? '' : ','}\n    ${text}`)) await once(stream, 'drain');
	}
	stream.end(`\n  ]${tail}`);
	await once(stream, 'finish');
}
