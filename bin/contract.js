#!/usr/bin/env node
/**
 * Starts the compiled command line. Where a source is newer than the build it builds first:
 * a gate that judged yesterday's code could be green on the wrong thing.
 */
const { existsSync, readFileSync, readdirSync, statSync } = require('node:fs');
const { join } = require('node:path');

const root = join(__dirname, '..');
const stamp = join(root, 'dist', '.stamp');
const folders = ['contracts', 'sandbox', 'src'].map((folder) => join(root, folder)).filter(existsSync);

/**
 * The time of the last change of any kind, which no copying or unpacking sets back.
 * A folder's own time counts too: it changes when a file is added, renamed or removed.
 */
const newest = (folder) =>
	readdirSync(folder, { withFileTypes: true }).reduce((latest, entry) => {
		const path = join(folder, entry.name);
		if (entry.isDirectory()) return Math.max(latest, newest(path));
		return entry.name.endsWith('.ts') ? Math.max(latest, statSync(path).ctimeMs) : latest;
	}, statSync(folder).ctimeMs);

const isStale = () => !existsSync(stamp) || Math.max(...folders.map(newest)) > Number(readFileSync(stamp, 'utf8'));

/** What Node tells of its work where NODE_DEBUG asks for it has the whole environment in it, and the redactor is not there yet. */
async function inSilence(work) {
	const { write } = process.stderr;
	process.stderr.write = () => true;
	try {
		await work();
	} finally {
		process.stderr.write = write;
	}
}

async function start() {
	if (folders.length > 0 && isStale()) await inSilence(async () => (await import('../tools/build.mjs')).compile());
	await require('../dist/contract.js').main(process.argv.slice(2));
}

start().catch((error) => {
	process.stderr.write(`contract: ${error.message}\n`);
	process.exitCode = 2;
});
