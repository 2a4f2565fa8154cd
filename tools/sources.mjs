/** Loads TypeScript sources without a build, for the tools. */
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
require('esbuild-register/dist/node').register({
	target: 'node20',
	// As in tools/build.mjs.
	supported: { 'dynamic-import': false },
});

/** `file`: relative to the root. */
export const load = (file) => require(`../${file}`);
