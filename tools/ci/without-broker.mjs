/** Adds a notice to the job that no Pact Broker is configured. */
import { annotate, run, summarize, variables } from './actions.mjs';

run(async () => {
	const [summary] = variables('GITHUB_STEP_SUMMARY');
	const sentence =
		'No Pact Broker is configured, so nothing was published and can-i-deploy did not run. ' +
		'Set the repository variable PACT_BROKER_BASE_URL to use one (see docs/ci.md).';
	annotate('notice', 'contract', sentence);
	summarize(summary, 'Pact Broker', sentence);
	return 0;
});
