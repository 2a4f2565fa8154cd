/**
 * A recording that is written judges as the exchange did when it came, to the word, and holds nothing that the provider
 * said: over every exchange of the fixtures.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadSpec } from '../../src/openapi/spec';
import { answered, judgedAgain, judgedLive, saying, written } from './support/written';

const root = join(__dirname, '..', 'check', 'fixtures');
const folders = readdirSync(root).filter((each) => readdirSync(join(root, each)).includes('exchanges.json'));

interface Listed {
	readonly description: string;
	readonly request: { readonly method: string; readonly path: string };
	readonly response: { readonly status: number; readonly headers?: Record<string, string>; readonly body?: unknown };
}

describe.each(folders)('%s', (folder) => {
	const exchanges = (JSON.parse(readFileSync(join(root, folder, 'exchanges.json'), 'utf8')) as Listed[]).map(
		({ description, request, response }) =>
			answered({ ...response, comment: description, method: request.method, target: request.path }),
	);

	test('is judged as it was', async () => {
		const spec = await loadSpec(join(root, folder, 'spec.yaml'));
		const har = written(exchanges, spec);
		const again = await judgedAgain(har, spec);
		expect(again.map(saying)).toEqual(exchanges.flatMap((each) => judgedLive(each, spec)).map(saying));
		expect(har.log.entries.filter(({ response }) => response.comment !== undefined)).toEqual([]);
	});

	test('holds nothing that the provider sent', async () => {
		const spec = await loadSpec(join(root, folder, 'spec.yaml'));
		const har = written(exchanges, spec);
		const sent = har.log.entries.map(({ response }) => response);
		const texts = [JSON.stringify(sent), ...sent.map(({ content }) => decodedContent(content))];
		// What the description itself lists is nobody's.
		expect(texts.join('\n').replaceAll('planted transfer', '')).not.toMatch(/planted|86420/i);
	});
});

const decodedContent = ({ text = '', encoding }: { text?: string; encoding?: string }) =>
	encoding === 'base64' ? Buffer.from(text, 'base64').toString('latin1') : text;
