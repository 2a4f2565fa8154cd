import type { OperationUse } from 'pact-openapi-gate';
import { PetNotFound, type PetsClient } from './client';

export const getPet: OperationUse<PetsClient, { id: number }> = {
  operationId: 'getPet',
  example: { id: 1 },
  call: (client, { id }) => client.getPet(id),
  outcomes: { 200: 'returns', 404: PetNotFound },
};
