/** Writes `spec/openapi.d.ts`, the TypeScript types of the spec. `--check` writes nothing and exits with 1 if it is stale. */
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';

const spec = join(dirname(fileURLToPath(import.meta.url)), '..', 'spec');

// `contract record` compares the digest with the spec at hand.
const digest = createHash('sha256')
	.update(await readFile(join(spec, 'openapi.yaml')))
	.digest('hex');
const types = `/** Generated from openapi.yaml by \`npm run types\`. Do not edit. */\n// sha256:${digest}\n${astToString(
	await openapiTS(pathToFileURL(join(spec, 'openapi.yaml'))),
)}`;
const target = join(spec, 'openapi.d.ts');
if (process.argv.includes('--check')) {
	const current = await readFile(target, 'utf8').catch(() => '');
	if (current !== types) {
		console.error('spec/openapi.d.ts does not match spec/openapi.yaml. Run `npm run types` and commit the result.');
		process.exitCode = 1;
	}
} else {
	await writeFile(target, types);
}
