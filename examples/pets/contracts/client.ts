/** The client under test: what this company uses to talk to Pets. */
export interface Pet {
  readonly id: number;
  readonly name: string;
  readonly status: 'available' | 'adopted';
  readonly born?: string;
}

/** 404: there is no such pet. */
export class PetNotFound extends Error {
  override readonly name = 'PetNotFound';
}

/** 422: the pet cannot be stored as it is; the message says why. */
export class InvalidPet extends Error {
  override readonly name = 'InvalidPet';
}

/** Any answer that the spec does not document. */
export class UnexpectedStatus extends Error {
  override readonly name = 'UnexpectedStatus';
}

export interface PetsOptions {
  /** `http(s)://HOST[:PORT]`, without a path. */
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly tenant?: string;
}

export class PetsClient {
  constructor(private readonly options: PetsOptions) {}

  async listPets(status: Pet['status'], limit: number): Promise<readonly Pet[]> {
    const query = new URLSearchParams({ status, limit: String(limit) });
    return this.send<Pet[]>('GET', `/pets?${query}`);
  }

  createPet(pet: Omit<Pet, 'id'>): Promise<Pet> {
    return this.send<Pet>('POST', '/pets', pet);
  }

  getPet(id: number): Promise<Pet> {
    return this.send<Pet>('GET', `/pets/${id}`);
  }

  deletePet(id: number): Promise<void> {
    return this.send<void>('DELETE', `/pets/${id}`);
  }

  private async send<Result>(method: string, path: string, body?: object): Promise<Result> {
    const { baseUrl, apiKey, tenant = 'acme' } = this.options;
    const response = await fetch(baseUrl + path, {
      method,
      headers: {
        'X-API-Key': apiKey,
        'X-Tenant': tenant,
        ...(body ? { 'Content-Type': 'application/json' } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
      signal: AbortSignal.timeout(10_000),
    });
    switch (response.status) {
      case 200:
      case 201:
        return (await response.json()) as Result;
      case 204:
        return undefined as Result;
      case 404:
        throw new PetNotFound(path);
      case 422:
        throw new InvalidPet(((await response.json()) as { title: string }).title);
      default:
        throw new UnexpectedStatus(`${method} ${path}: ${response.status}`);
    }
  }
}
