/**
 * Configures Stryker: `npm run mutants -- FILE[:LINE-LINE][,FILE…]` mutates these sources and names the mutants that no test
 * catches. An equivalent mutant is disabled in place, with the reason: `// Stryker disable next-line MUTATOR: …`.
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
			// Only in-process tests: a spawned command runs the build, not the mutant.
			testMatch: ['check', 'exchange', 'json', 'openapi', 'pact'].map(
				(folder) => `<rootDir>/tests/${folder}/*.test.ts`,
			),
			// Property-based tests are too slow for hundreds of runs.
			testPathIgnorePatterns: ['/(properties|robustness|unchanged|readings|published|pact-pieces)\\.test\\.ts$'],
		},
	},
	// On a busy machine a slow mutant must not count as a timeout.
	timeoutMS: 60_000,
	ignorePatterns: ['/dist', '/.cache', '/tests/tmp'],
	tempDirName: '.cache/stryker',
	reporters: ['clear-text', 'progress'],
	clearTextReporter: { logTests: false, reportTests: false },
	concurrency: 2,
};
