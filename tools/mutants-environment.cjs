/** Jest's environment under Stryker: after the first failure of a file the mutant is caught, and its other tests are skipped. */
const environment = require('@stryker-mutator/jest-runner/jest-env/node');

module.exports = class extends environment {
	handleTestEvent({ name, test }) {
		if (name === 'test_fn_failure') this.isCaught = true;
		if (name === 'test_start' && this.isCaught) test.mode = 'skip';
	}
};
