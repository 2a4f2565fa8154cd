/**
 * Stryker's configuration: `npm run mutants -- FILE[:LINE-LINE][,FILE…]` mutates these sources of the check and names the
 * mutants that no test catches. One that changes nothing that anybody can see is disabled in place, with the reason:
 * `// Stryker disable next-line MUTATOR: …`.
 */
export default {
	testRunner: 'jest',
	plugins: ['@stryker-mutator/jest-runner'],
	coverageAnalysis: 'perTest',
	jest: {
		config: {
			testEnvironment: './tools/mutants-environment.cjs',
			transform: {
				'^.+\\.ts$': [
					'@swc/jest',
					{ jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
				],
			},
			// Tests that judge in their own process: a spawned command runs the build, not the mutant.
			testMatch: ['check', 'exchange', 'json', 'openapi', 'pact'].map(
				(folder) => `<rootDir>/tests/${folder}/*.test.ts`,
			),
			// Those of chance are too slow for hundreds of runs.
			testPathIgnorePatterns: ['/(properties|robustness|unchanged|readings|published|pact-pieces)\\.test\\.ts$'],
		},
	},
	// A mutant on a busy machine is slow, not endless.
	timeoutMS: 60_000,
	ignorePatterns: ['/dist', '/.cache', '/tests/tmp'],
	tempDirName: '.cache/stryker',
	reporters: ['clear-text', 'progress'],
	clearTextReporter: { logTests: false, reportTests: false },
	concurrency: 2,
};
