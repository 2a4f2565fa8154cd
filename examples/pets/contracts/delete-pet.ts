import type { OperationUse } from 'pact-openapi-gate';
import { PetNotFound, type PetsClient } from './client';

export const deletePet: OperationUse<PetsClient, { id: number }> = {
  operationId: 'deletePet',
  example: { id: 1 },
  call: (client, { id }) => client.deletePet(id),
  outcomes: { 204: 'returns', 404: PetNotFound },
};
