/** env-ci for tests in this process: it is an ES module, which Jest cannot load, so it is bundled as CommonJS. */
import { createRequire } from 'node:module';
import { buildSync } from 'esbuild';
import { projectRoot } from '../support/cli';

const { outputFiles } = buildSync({
	stdin: { contents: "export { default } from 'env-ci';", resolveDir: projectRoot },
	bundle: true,
	write: false,
	format: 'cjs',
	platform: 'node',
});

/** As `import * from 'env-ci'`. */
export function envCi(): { default: unknown } {
	const bundled = { exports: { default: undefined as unknown } };
	new Function('module', 'exports', 'require', outputFiles[0]?.text ?? '')(
		bundled,
		bundled.exports,
		createRequire(__filename),
	);
	return bundled.exports;
}
