/** What is mutated here, and which tests judge it. Another project says the same of itself: `--project FILE`. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { equivalents } from './equivalents.mjs';

export default {
	root: join(dirname(fileURLToPath(import.meta.url)), '..', '..'),
	/** The checker, what it reads exchanges from, and all that reads the description. What writes a recording is not among it. */
	sources: /^(spec\/|gate\/check\/|gate\/har\/(?!write\/)|gate\/exchange\b|gate\/pact-)[^.]*\.ts$/,
	/** Tests of data. Left out are those that start processes, and those of chance that are too slow for hundreds of runs. */
	tests: /^tests\/(check|spec|har)\/(?!published|robustness|properties|har|write|verification)[^/]*\.test\.ts$/,
	/** Tests that judge these sources only. */
	slow: [{ tests: /\/readings\.test\.ts$/, sources: /^spec\/schema\/(reading|literal)\.ts$/ }],
	equivalents,
	/** Per cent of the mutants that a test has to catch. */
	threshold: 90,
};
