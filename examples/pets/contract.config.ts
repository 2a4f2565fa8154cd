import { defineConfig } from 'pact-openapi-gate';
import { PetsClient } from './contracts/client';
import { startPets } from './provider/pets';

/** Reading the pet shows whether it exists, and how it was before the run. */
const proof = { operationId: 'getPet', headers: { 'X-Tenant': 'acme' } };

export default defineConfig({
  consumer: 'pets-client',
  spec: 'spec/pets.yaml',
  client: (options) => new PetsClient(options),
  provider: {
    name: 'pets',
    // PETS_BASE_URL, PETS_API_KEY … name a provider that is not the local one.
    variables: 'PETS',
    apiKeyHeader: 'X-API-Key',
    local: startPets,
    localHandlers: 'provider/pets.ts',
    states: {
      'a pet is available': {
        local: (pets) => ({ pet_id: pets.add({ name: 'Example', status: 'available' }) }),
        remote: { pet_id: { from: 'PETS_PET_ID' } },
        proof: { ...proof, status: 200 },
      },
      'no pet has the id': {
        local: () => ({ pet_id: '404404' }),
        remote: { pet_id: { unusedLike: 'PETS_PET_ID' } },
        proof: { ...proof, status: 404 },
      },
    },
  },
});
