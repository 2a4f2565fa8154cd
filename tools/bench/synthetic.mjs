/**
 * Writes a pact with `count` interactions as a stream, indented as Pact's writer does (`space` 2) or without line ends (0). They
 * repeat those of `pacts/` with different ids, addresses and texts.
 */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';

/** Each description begins with it: floor.mjs reads it there. */
const operation = 'post /v2/customers/{customer_id}';

export async function writeSynthetic(file, recorded, count, space = 2) {
	const { interactions, ...rest } = JSON.parse(await readFile(recorded, 'utf8'));
	const [head, tail] = JSON.stringify({ ...rest, interactions: [] }, undefined, space).split('[]');
	const indent = space === 0 ? '' : '\n    ';
	const stream = createWriteStream(file);
	stream.write(`${head}[`);
	for (let index = 0; index < count; index += 1) {
		// The last repeats the first, which has metadata: the error that the comparator reports there proves that it got there.
		const original = interactions[index === count - 1 ? 0 : index % interactions.length];
		const text = JSON.stringify({ ...original, description: `${operation} ${index}` }, undefined, space)
			.replaceAll('a1b2c3d4-0000-4000-8000-000000000200', `a1b2c3d4-0000-4000-8000-${String(index).padStart(12, '0')}`)
			.replaceAll('@example.com', `-${index}@example.com`)
			.replaceAll('2 Changed Street', `${index} Changed Street`)
			.replaceAll('-campaign"', `-campaign-${index}"`)
			.replaceAll('\n', indent);
		if (!stream.write(`${index === 0 ? '' : ','}${indent}${text}`)) await once(stream, 'drain');
	}
	stream.end(`${space === 0 ? '' : '\n  '}]${tail}`);
	await once(stream, 'finish');
}
