/** The database that the broker tests run on: a file of SQLite's or a database of the run's PostgreSQL, per broker. */
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';

export type DatabaseKind = 'sqlite' | 'postgresql';

export interface Database {
	/** What names it to the broker. */
	readonly env: Readonly<Record<string, string>>;
	remove(): Promise<void>;
}

/** `CONTRACT_BROKER_DATABASE`, which `npm run test:broker` sets. */
export function databaseKind(): DatabaseKind {
	const named = process.env.CONTRACT_BROKER_DATABASE;
	if (named === 'sqlite' || named === 'postgresql') return named;
	throw new Error(
		`CONTRACT_BROKER_DATABASE is ${named ?? 'not set'}. Set it to sqlite or postgresql, or run npm run test:broker.`,
	);
}

/** An empty database; a file's goes with `folder`. */
export async function createDatabase(folder: string): Promise<Database> {
	if (databaseKind() === 'sqlite') {
		return { env: { PACT_BROKER_DATABASE_NAME: join(folder, 'broker.sqlite') }, remove: async () => {} };
	}
	const { port, bin } = cluster();
	const name = `broker_${randomUUID().replaceAll('-', '')}`;
	const run = (program: string, ...options: string[]) =>
		promisify(execFile)(join(bin, program), [...options, '-h', '127.0.0.1', '-p', port, '-U', 'pact', name]);
	await run('createdb');
	return {
		env: { PACT_BROKER_DATABASE_URL: `postgres://pact@127.0.0.1:${port}/${name}` },
		remove: async () => {
			await run('dropdb', '--force', '--if-exists');
		},
	};
}

/** The run's PostgreSQL, as the set-up of the run has left it. */
function cluster(): { readonly port: string; readonly bin: string } {
	const [port, bin] = process.env.CONTRACT_BROKER_CLUSTER?.split(' ') ?? [];
	if (port === undefined || bin === undefined) throw new Error('No PostgreSQL was started for this run of the tests.');
	return { port, bin };
}
