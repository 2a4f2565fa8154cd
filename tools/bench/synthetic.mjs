/**
 * Writes a pact with `count` interactions in the layout of Pact's writer, as a stream. They repeat those of `pacts/` with
 * different ids, addresses and texts.
 */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';

/** Each description begins with it: floor.mjs reads it there. */
const operation = 'post /v2/customers/{customer_id}';

export async function writeSynthetic(file, recorded, count) {
	const { interactions, ...rest } = JSON.parse(await readFile(recorded, 'utf8'));
	const [head, tail] = JSON.stringify({ ...rest, interactions: [] }, undefined, 2).split('[]');
	const stream = createWriteStream(file);
	stream.write(`${head}[`);
	for (let index = 0; index < count; index += 1) {
		// The last repeats the first, which has metadata: the error that the comparator reports there proves that it got there.
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
