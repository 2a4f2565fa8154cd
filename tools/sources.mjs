/** Loads the TypeScript sources as they stand, for programs beside the command line. */
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
require('esbuild-register/dist/node').register({
	target: 'node20',
	// As in the build: a lazy import of one of our files is a lazy require.
	supported: { 'dynamic-import': false },
});

/** The exports of a file, named from the root. */
export const load = (file) => require(`../${file}`);
