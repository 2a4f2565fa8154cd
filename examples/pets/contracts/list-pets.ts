import type { OperationUse } from 'pact-openapi-gate';
import type { Pet, PetsClient } from './client';

export const listPets: OperationUse<PetsClient, { status: Pet['status']; limit: number }> = {
  operationId: 'listPets',
  example: { status: 'available', limit: 10 },
  call: (client, { status, limit }) => client.listPets(status, limit),
  outcomes: { 200: 'returns' },
};
