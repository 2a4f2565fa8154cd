/** @jest-config-loader esbuild-register */
import { availableParallelism } from 'node:os';
import type { Config } from 'jest';

/**
 * Two projects: `consumer` holds the consumer Pact tests (what `contract record` runs), `suite` everything else.
 * A third, `broker`, needs Ruby and joins when the variable says which database: `npm run test:broker` runs it on both.
 * Sources are TypeScript and run through swc, which does not check types: `npm run typecheck` does.
 */
const shared = {
	testEnvironment: 'node',
	transform: {
		'^.+\\.ts$': [
			'@swc/jest',
			{ jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
		],
	},
	modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/tests/tmp/', '<rootDir>/.cache/'],
} satisfies Config;

const broker = {
	...shared,
	displayName: 'broker',
	testMatch: ['<rootDir>/tests/broker/real/**/*.test.ts'],
	globalSetup: '<rootDir>/tests/broker/real/support/run.ts',
	globalTeardown: '<rootDir>/tests/broker/real/support/run-end.ts',
};

// Each of the hundreds of processes that tests start would read further certificates of the machine first: no test needs them.
delete process.env.NODE_EXTRA_CA_CERTS;

const config: Config = {
	// For the tests that run whole commands; nothing is measured by it.
	testTimeout: 120_000,
	// Most tests wait for servers and processes, so there are more of them at a time than there are cores.
	maxWorkers: 2 * availableParallelism(),
	projects: [
		{
			...shared,
			displayName: 'consumer',
			testMatch: ['<rootDir>/tests/consumer/**/*.pact.test.ts'],
			// With CONTRACT_RECORD_DIR set, a shard records what `contract record` would.
			testEnvironment: '<rootDir>/dist/jest-environment.js',
		},
		{
			...shared,
			displayName: 'suite',
			testMatch: ['<rootDir>/tests/**/*.test.ts'],
			testPathIgnorePatterns: ['\\.pact\\.test\\.ts$', '<rootDir>/tests/broker/real/', '<rootDir>/node_modules/'],
		},
		...(process.env.CONTRACT_BROKER_DATABASE ? [broker] : []),
	],
};

export default config;
