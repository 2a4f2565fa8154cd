/** How we use the operation `updateCustomer`. What we rely on in its answers, the consumer test says. */
import type { OperationUse } from '../src/config/config';
import type { CustomerUpdate, ImprintClient } from './client';
import { CustomerNotFound, InvalidRequest } from './errors';

export const updateCustomer: OperationUse<ImprintClient, { customerId: string; update: CustomerUpdate }> = {
	operationId: 'updateCustomer',
	example: { customerId: 'a1b2c3d4-0000-4000-8000-000000000200', update: { email: 'changed@example.com' } },
	call: (client, { customerId, update }) => client.updateCustomer(customerId, update),
	outcomes: { 200: 'returns', 400: InvalidRequest, 404: CustomerNotFound },
};
