/**
 * Finds flaky tests and leaks: repeats the consumer tests under full CPU load, and verifications of a remote provider, each of
 * which must restore the customer and leak nothing. Each part ends with `N passed, N failed`.
 * Usage: node tools/soak.mjs [CONSUMER RUNS, default 50] [VERIFICATIONS, default 200]. Verifications need the build.
 */
import { consumerRuns } from './soak/consumer.mjs';
import { verifications } from './soak/verifications.mjs';

const [runs = 50, inRow = 200] = process.argv.slice(2).map(Number);
if (![runs, inRow].every((count) => Number.isInteger(count) && count > 0)) {
	console.error('soak: usage: CONSUMER_RUNS VERIFICATIONS, two whole numbers above 0.');
	process.exit(2);
}
const parts = [await consumerRuns(runs), ...(await verifications(inRow))];
for (const { name, passed, failed } of parts) console.log(`${name}: ${passed} passed, ${failed} failed`);
process.exitCode = parts.every(({ failed }) => failed === 0) ? 0 : 1;
