/**
 * What one run of the broker tests needs once, before the first of them: the broker's gems, and PostgreSQL where the run
 * is on it. Rejects, so that the run is red, where one cannot be had.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { projectRoot } from '../../../support/cli';
import { databaseKind } from './database';

let cluster: ChildProcess | undefined;

/** Jest's `globalSetup`. */
export default async function setUp(): Promise<void> {
	const kind = databaseKind();
	const install = fork(join(projectRoot, 'tools', 'broker.mjs'), ['--install']);
	const [code] = await once(install, 'close');
	if (code !== 0) throw new Error('The broker cannot be installed; it has said why.');
	if (kind === 'sqlite') return;
	// A group of its own: who interrupts the run must not end the database before the brokers on it.
	cluster = fork(join(__dirname, 'cluster.mjs'), { detached: true });
	const [told] = (await Promise.race([once(cluster, 'message'), once(cluster, 'close').then(() => [{}])])) as [
		{ readonly port?: number; readonly bin?: string; readonly error?: string },
	];
	if (told.port === undefined || told.bin === undefined) {
		throw new Error(`PostgreSQL cannot be started: ${told.error ?? 'it does not say why'}`);
	}
	process.env.CONTRACT_BROKER_CLUSTER = `${told.port} ${told.bin}`;
	// Jest ends when its tests have.
	cluster.unref();
	cluster.channel?.unref();
}

/** For Jest's `globalTeardown`, in the same process. */
export async function tearDown(): Promise<void> {
	if (cluster === undefined) return;
	const closed = once(cluster, 'close');
	cluster.ref();
	cluster.disconnect();
	await closed;
}
