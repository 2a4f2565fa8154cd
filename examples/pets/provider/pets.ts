/** A small local Pets: what `contract verify` asks when no other provider is named. */
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import type { LocalProvider } from 'pact-openapi-gate';
import type { Pet } from '../contracts/client';

export interface LocalPets extends LocalProvider {
  /** Adds a pet and returns its id. */
  add(pet: Omit<Pet, 'id'>): string;
}

interface Answer {
  readonly status: number;
  readonly body?: object;
}

type Handler = (request: IncomingMessage, pets: Map<string, Pet>, url: URL) => Answer | Promise<Answer>;

let last = 0;

function add(pets: Map<string, Pet>, given: Omit<Pet, 'id'>): Pet {
  last += 1;
  const pet = { ...given, id: last };
  pets.set(String(last), pet);
  return pet;
}

const problem = (status: number, title: string): Answer => ({ status, body: { title, status } });
const idIn = (url: URL) => url.pathname.split('/')[2] ?? '';

const handlers: Record<string, Handler> = {
  'GET /pets': (_, pets, { searchParams }) => {
    const status = searchParams.get('status');
    const found = [...pets.values()].filter((pet) => status === null || pet.status === status);
    return { status: 200, body: found.slice(0, Number(searchParams.get('limit') ?? 100)) };
  },
  'POST /pets': async (request, pets) => {
    const given = (await json(request)) as Omit<Pet, 'id'>;
    if (!given.name) return problem(422, 'name must not be empty');
    return { status: 201, body: add(pets, given) };
  },
  'GET /pets/{pet_id}': (_, pets, url) => {
    const pet = pets.get(idIn(url));
    return pet ? { status: 200, body: pet } : problem(404, 'no such pet');
  },
  'DELETE /pets/{pet_id}': (_, pets, url) =>
    pets.delete(idIn(url)) ? { status: 204 } : problem(404, 'no such pet'),
};

const handlerOf = (method: string, path: string) =>
  handlers[`${method} ${path.replace(/^\/pets\/[^/]+$/, '/pets/{pet_id}')}`];

export async function startPets({ port = 0 } = {}): Promise<LocalPets> {
  const apiKey = 'local-key-of-pets';
  const pets = new Map<string, Pet>();
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const handler = handlerOf(request.method ?? '', url.pathname);
    const isKnown = request.headers['x-api-key'] === apiKey;
    const { status, body } = !isKnown
      ? problem(401, 'the key is missing or unknown')
      : ((await handler?.(request, pets, url)) ?? problem(404, 'no such endpoint'));
    const type = status < 400 ? 'application/json' : 'application/problem+json';
    response.writeHead(status, body ? { 'Content-Type': type } : {});
    response.end(body ? JSON.stringify(body) : undefined);
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    apiKey,
    add: (pet) => String(add(pets, pet).id),
    handles: (method, path) => handlerOf(method, path) !== undefined,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
