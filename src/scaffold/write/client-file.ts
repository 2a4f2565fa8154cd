/** `client.ts`: the client that the generated tests call. */
import type { Credentials } from '../draft/credentials';
import { keyText } from './literal';

/** The header that carries the key, as TypeScript; undefined where none does. */
export function keyLine(credentials: Credentials): string | undefined {
	switch (credentials.kind) {
		case 'bearer':
			return `Authorization: \`Bearer \${apiKey}\``;
		case 'basic':
			return `Authorization: \`Basic \${btoa(\`\${apiKey}:\`)}\``;
		case 'header': {
			const key = keyText(credentials.header);
			return key === 'apiKey' ? key : `${key}: apiKey`;
		}
		case 'none':
			return undefined;
		default:
			return credentials satisfies never;
	}
}

export function clientFile(title: string, credentials: Credentials): string {
	const header = keyLine(credentials);
	return `/**
 * The client of ${title.replace(/\s+/g, ' ').replaceAll('*/', '* /')}: one \`call\` for every operation. The other files of this folder
 * say how we use each of them.
 */

export interface ClientOptions {
  /** \`https://host[:port]\`, with the base path of the API if there is one. */
  readonly baseUrl: string;
${header === undefined ? '' : '  readonly apiKey: string;\n'}  /** Milliseconds until a request is given up; 10 000 by default. */
  readonly timeout?: number;
}

/** An operation of the spec, its path with the parameters in braces. */
export interface Operation {
  readonly operationId: string;
  readonly method: string;
  readonly path: string;
  /** The media type of its request body; JSON by default. */
  readonly contentType?: string;
}

type Value = string | number | boolean | null | undefined;

export interface Input {
  readonly path?: Readonly<Record<string, Value>>;
  /** The values of a list are sent one by one, under the same name. */
  readonly query?: Readonly<Record<string, Value | readonly Value[]>>;
  readonly headers?: Readonly<Record<string, Value>>;
  readonly body?: unknown;
}

/** A response with a status 2xx. */
export interface Answer {
  readonly status: number;
  /** The parsed JSON, the text of anything else, or undefined where there is none. */
  readonly body: unknown;
}

/** A response with any other status. The message leaves the body out: messages end up in logs. */
export class UnexpectedStatus extends Error {
  override readonly name = 'UnexpectedStatus';
  readonly status: number;
  readonly body: unknown;

  constructor(operationId: string, { status, body }: Answer) {
    super(\`\${operationId} answered with status \${status}.\`);
    this.status = status;
    this.body = body;
  }
}

export class Client {
  private readonly options: ClientOptions;

  constructor(options: ClientOptions) {
    this.options = options;
  }

  /**
   * Sends one request. Throws {@link UnexpectedStatus}, a \`TypeError\` for a value that cannot stand in
   * a path, and what \`fetch\` throws if no response came.
   */
  async call<Expected extends Answer>(
    operation: Operation,
    input: Input = {},
  ): Promise<Expected> {
    const { ${header === undefined ? '' : 'apiKey, '}timeout = 10_000 } = this.options;
    const { method, contentType = 'application/json' } = operation;
    const hasBody = input.body !== undefined;
    const response = await fetch(this.urlOf(operation, input), {
      method,
      headers: {
        Accept: 'application/json',
${header === undefined ? '' : `        ${header},\n`}        ...(hasBody ? { 'Content-Type': contentType } : {}),
        ...headersOf(input),
      },
      ...(hasBody ? { body: JSON.stringify(input.body) } : {}),
      redirect: 'manual',
      signal: AbortSignal.timeout(timeout),
    });
    const body = read(await response.text());
    const answer: Answer = { status: response.status, body };
    if (response.ok) return answer as Expected;
    throw new UnexpectedStatus(operation.operationId, answer);
  }

  private urlOf(operation: Operation, { path = {}, query = {} }: Input): URL {
    const filled = operation.path.replace(/\\{([^{}]+)\\}/g, (_, name: string) =>
      segment(name, path[name]),
    );
    const url = new URL(this.options.baseUrl.replace(/\\/+$/, '') + filled);
    for (const [name, value] of Object.entries(query)) {
      for (const each of [value].flat()) {
        if (each !== undefined) url.searchParams.append(name, String(each));
      }
    }
    return url;
  }
}

/** One segment of a path. An empty one or a dot would lead to another path. */
function segment(name: string, value: Value): string {
  const text = String(value ?? '');
  if (!/^\\.{0,2}$/.test(text)) return encodeURIComponent(text);
  throw new TypeError(\`\${name} cannot stand in a path.\`);
}

function headersOf({ headers = {} }: Input): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) texts[name] = String(value);
  }
  return texts;
}

function read(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
`;
}

/** The options that the generated tests make a client of. */
export const clientArguments = (credentials: Credentials): string =>
	credentials.kind === 'none' ? '{ baseUrl }' : '{ baseUrl, apiKey }';
