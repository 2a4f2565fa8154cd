/** What the engine has to know of this project: our client, Imprint's spec, and how Imprint meets a provider state. */
import { ImprintClient } from './contracts/client';
import { startSandbox } from './sandbox/sandbox';
import { defineConfig } from './src/config/config';

/** At Imprint an update of no field changes nothing, and its status shows whether the customer exists. */
const proof = { operationId: 'updateCustomer', body: {} };

export default defineConfig({
	consumer: 'imprint-client',
	spec: 'spec/openapi.yaml',
	overlays: ['spec/promises.overlay.yaml'],
	types: { file: 'spec/openapi.d.ts', command: 'npm run types' },
	// A status that Imprint documents and no test expects is a gap.
	minCoverage: { responses: 100 },
	client: (options) => new ImprintClient(options),
	provider: {
		name: 'imprint',
		variables: 'IMPRINT',
		local: startSandbox,
		localHandlers: 'sandbox/answer.ts',
		states: {
			// Imprint knows a customer that is open to updates; customer_id is its id.
			'a customer exists': {
				local: (sandbox) => ({ customer_id: sandbox.addCustomer() }),
				remote: { customer_id: { from: 'IMPRINT_CUSTOMER_ID' } },
				proof: { ...proof, status: 200 },
			},
			// Imprint knows no customer whose id is customer_id.
			'no customer has the id': {
				local: (sandbox) => ({ customer_id: sandbox.unusedCustomerId() }),
				remote: { customer_id: { unusedLike: 'IMPRINT_CUSTOMER_ID' } },
				proof: { ...proof, status: 404 },
			},
		},
		// Imprint's sandbox finds applications by phone, and last names decide their outcome.
		leaveAlone: ['phone', 'last_name'],
	},
});
