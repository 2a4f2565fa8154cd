#!/usr/bin/env node
/**
 * Starts the compiled command line. Rebuilds it if a source is newer: a stale build could pass what the sources would fail.
 */
const { existsSync, readFileSync, readdirSync, statSync } = require('node:fs');
const { join } = require('node:path');

const root = join(__dirname, '..');
const stamp = join(root, 'dist', '.stamp');
const folders = ['contracts', 'sandbox', 'src'].map((folder) => join(root, folder)).filter(existsSync);

/**
 * The latest ctime, which copying and unpacking do not preserve. A folder's own ctime changes when a file is added, renamed or
 * removed.
 */
const newest = (folder) =>
	readdirSync(folder, { withFileTypes: true }).reduce((latest, entry) => {
		const path = join(folder, entry.name);
		if (entry.isDirectory()) return Math.max(latest, newest(path));
		return entry.name.endsWith('.ts') ? Math.max(latest, statSync(path).ctimeMs) : latest;
	}, statSync(folder).ctimeMs);

const isStale = () => !existsSync(stamp) || Math.max(...folders.map(newest)) > Number(readFileSync(stamp, 'utf8'));

/** With NODE_DEBUG, Node prints the environment when it starts a process, and the redactor is not loaded yet. */
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
