/** How we use the operation `updateCustomer`. What we rely on in its answers, the consumer test says. */
import type { OperationUse } from '../src/config/config';
import type { CustomerUpdate, ImprintClient } from './client';
import { CustomerNotFound, InvalidRequest } from './errors';

export const updateCustomer: OperationUse<ImprintClient, { customerId: string; update: CustomerUpdate }> = {
	operationId: 'updateCustomer',
	call: (client, { customerId, update }) => client.updateCustomer(customerId, update),
	outcomes: { 200: 'returns', 400: InvalidRequest, 404: CustomerNotFound },
};
