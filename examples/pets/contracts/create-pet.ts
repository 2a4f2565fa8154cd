import type { OperationUse } from 'pact-openapi-gate';
import { InvalidPet, type Pet, type PetsClient } from './client';

export const createPet: OperationUse<PetsClient, Omit<Pet, 'id'>> = {
  operationId: 'createPet',
  example: { name: 'Example', status: 'available' },
  call: (client, pet) => client.createPet(pet),
  outcomes: { 201: 'returns', 422: InvalidPet },
};
