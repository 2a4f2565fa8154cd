/** Jest's environment under Stryker: the first failing test of a file has caught the mutant, and the rest is skipped. */
const environment = require('@stryker-mutator/jest-runner/jest-env/node');

module.exports = class extends environment {
	handleTestEvent({ name, test }) {
		if (name === 'test_fn_failure') this.isCaught = true;
		if (name === 'test_start' && this.isCaught) test.mode = 'skip';
	}
};
