/** What we rely on when we use Pets. */
import { MatchersV3 } from '@pact-foundation/pact';
import { pactTest } from 'pact-openapi-gate/pact-test';
import config from '../../contract.config';
import { InvalidPet, PetNotFound, PetsClient } from '../../contracts/client';

const { eachLike, integer, like, regex } = MatchersV3;

const pact = pactTest(config);
/** An example, which a verification replaces by its own key. */
const apiKey = 'example-api-key';
const headers = { 'X-API-Key': apiKey, 'X-Tenant': 'acme' };
const json = { 'Content-Type': 'application/json' };
const problem = { 'Content-Type': 'application/problem+json' };
const clientAt = (baseUrl: string) => new PetsClient({ baseUrl, apiKey });

const pet = { id: integer(1), name: like('Example'), status: regex('^(available|adopted)$', 'available') };

test('lists pets by their status', async () => {
  await pact
    .addInteraction()
    .given('a pet is available')
    .uponReceiving('lists pets by their status')
    .withRequest(...(await pact.operation('listPets')), (request) =>
      request.query({ status: 'available', limit: '10' }).headers(headers),
    )
    .willRespondWith(200, (response) => response.headers(json).jsonBody(eachLike(pet)))
    .executeTest(async ({ url }) => {
      const pets = await clientAt(url).listPets('available', 10);
      expect(pets).toEqual([{ id: 1, name: 'Example', status: 'available' }]);
    });
});

test('creates a pet', async () => {
  const created = { name: 'Newcomer', status: 'available' } as const;
  await pact
    .addInteraction()
    .uponReceiving('creates a pet')
    .withRequest(...(await pact.operation('createPet')), (request) =>
      request.headers({ ...headers, ...json }).jsonBody(created),
    )
    .willRespondWith(201, (response) => response.headers(json).jsonBody({ ...created, id: integer(1) }))
    .executeTest(async ({ url }) => {
      expect(await clientAt(url).createPet(created)).toMatchObject(created);
    });
});

test('is refused for a pet without a name', async () => {
  const nameless = { name: '', status: 'available' } as const;
  await pact
    .addInteraction()
    .uponReceiving('is refused for a pet without a name')
    .withRequest(...(await pact.operation('createPet')), (request) =>
      request.headers({ ...headers, ...json }).jsonBody(nameless),
    )
    .willRespondWith(422, (response) =>
      response.headers(problem).jsonBody({ title: like('name must not be empty'), status: 422 }),
    )
    .executeTest(async ({ url }) => {
      await expect(clientAt(url).createPet(nameless)).rejects.toThrow(InvalidPet);
    });
});

test('reads a pet', async () => {
  await pact
    .addInteraction()
    .given('a pet is available')
    .uponReceiving('reads a pet')
    .withRequest(...(await pact.operation('getPet', { pet_id: '1' })), (request) => request.headers(headers))
    .willRespondWith(200, (response) => response.headers(json).jsonBody(pet))
    .executeTest(async ({ url }) => {
      expect(await clientAt(url).getPet(1)).toMatchObject({ name: 'Example' });
    });
});

test('is refused for a pet that does not exist', async () => {
  await pact
    .addInteraction()
    .given('no pet has the id')
    .uponReceiving('is refused for a pet that does not exist')
    .withRequest(...(await pact.operation('getPet', { pet_id: '404404' })), (request) => request.headers(headers))
    .willRespondWith(404, (response) =>
      response.headers(problem).jsonBody({ title: like('no such pet'), status: 404 }),
    )
    .executeTest(async ({ url }) => {
      await expect(clientAt(url).getPet(404404)).rejects.toThrow(PetNotFound);
    });
});

test('deletes a pet', async () => {
  await pact
    .addInteraction()
    .given('a pet is available')
    .uponReceiving('deletes a pet')
    .withRequest(...(await pact.operation('deletePet', { pet_id: '1' })), (request) => request.headers(headers))
    .willRespondWith(204)
    .executeTest(async ({ url }) => {
      await clientAt(url).deletePet(1);
    });
});
