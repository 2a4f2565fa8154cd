/**
 * Downloads the spec that the provider publishes. Usage: node tools/ci/published-spec.mjs FILE, with its address in SPEC_URL:
 * https only, and no redirect, which may lead anywhere. An error names no part of the address, which may hold a secret.
 */
import { writeFileSync } from 'node:fs';
import { run, UsageError, variables } from './actions.mjs';

const longest = 60_000;
const mostBytes = 64 * 1024 * 1024;

run(async () => {
	const [file] = process.argv.slice(2);
	if (!file) throw new UsageError('A file is missing. Usage: node tools/ci/published-spec.mjs FILE.');
	const [address] = variables('SPEC_URL');
	if (!URL.canParse(address) || new URL(address).protocol !== 'https:') {
		throw new UsageError('SPEC_URL is not an https URL.');
	}
	const bytes = await download(address);
	writeFileSync(file, bytes);
	console.log(`${file}: ${bytes.length} bytes`);
	return 0;
});

async function download(address) {
	const response = await fetch(address, { redirect: 'manual', signal: AbortSignal.timeout(longest) }).catch(
		unreachable,
	);
	if (response.status >= 300 && response.status < 400) {
		throw new UsageError(`SPEC_URL answered ${response.status}, a redirect. Set it to the address that this leads to.`);
	}
	if (!response.ok) throw new UsageError(`SPEC_URL answered ${response.status}.`);
	const parts = [];
	let length = 0;
	try {
		for await (const part of response.body ?? []) {
			length += part.length;
			if (length > mostBytes) throw new UsageError(`SPEC_URL answered more than ${mostBytes} bytes.`);
			parts.push(part);
		}
	} catch (error) {
		if (error instanceof UsageError) throw error;
		unreachable(error);
	}
	if (length === 0) throw new UsageError('SPEC_URL answered without a body.');
	return Buffer.concat(parts);
}

function unreachable(error) {
	const reason = error.cause?.code ?? error.name;
	throw new UsageError(`SPEC_URL could not be read (${reason}). Check the address, or run the job again.`);
}
