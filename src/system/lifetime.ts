/** Cleanup before the process exits, however it ends: temporary folders, child processes, and changes at a provider. */
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { codeOf, InputError, reasonAgainstWriting } from '../json/input-error';
import { visible } from '../json/visible';

const endings = new Set<() => void>();
let hasEnded = false;

/** Whether the process is about to exit: nothing may be begun any more. */
export const isEnding = (): boolean => hasEnded;

/** Runs `end` if the process is interrupted. Returns a function that cancels it. */
export function withEnding(end: () => void): () => void {
	endings.add(end);
	return () => endings.delete(end);
}

/** Cleanup outside this machine, such as restoring a customer. */
interface LastWork {
	/** Resolves to a sentence with the outcome. */
	readonly finish: () => Promise<string>;
	/** The sentence to print if the process exits without it. */
	readonly unfinished: () => string;
}

const lastWorks = new Set<LastWork>();

/** Runs `work` if the process is interrupted. Returns a function that cancels it. */
export function withLastWork(work: LastWork): () => void {
	lastWorks.add(work);
	return () => lastWorks.delete(work);
}

export const hasLastWork = (): boolean => lastWorks.size > 0;

export const doLastWorks = async (): Promise<string[]> =>
	(await Promise.all([...lastWorks].map(({ finish }) => finish()))).map(visible);

export const unfinishedWorks = (): string[] => [...lastWorks].map(({ unfinished }) => visible(unfinished()));

/** Runs `use` with a new temporary folder and removes it afterwards. */
export async function withTemporaryFolder<T>(name: string, use: (folder: string) => Promise<T>): Promise<T> {
	// Synchronous, so no signal handler can run between creating and registering the folder.
	const folder = temporaryFolder(name);
	const remove = () => rmSync(folder, { recursive: true, force: true });
	const settled = withEnding(remove);
	try {
		return await use(folder);
	} finally {
		settled();
		await rm(folder, { recursive: true, force: true });
	}
}

function temporaryFolder(name: string): string {
	try {
		return mkdtempSync(join(tmpdir(), `contract-${name}-`));
	} catch (error) {
		const reason = codeOf(error) === 'ENOENT' ? 'there is no such folder' : reasonAgainstWriting(error);
		throw new InputError(
			`No temporary folder can be made in ${tmpdir()}: ${reason}. Set TMPDIR to a folder that can be written.`,
		);
	}
}

/** Kills `child` if this process is interrupted first. */
export function withoutOrphan<C extends ChildProcess>(child: C): C {
	const kill = () => child.kill('SIGKILL');
	child.once('close', withEnding(kill));
	return child;
}

/** Call right before the process exits. */
export function endAll(): void {
	hasEnded = true;
	// Children first: they started last and write into the folders.
	for (const end of [...endings].reverse()) {
		try {
			end();
		} catch {
			// One failure must not keep the rest from cleaning up.
		}
	}
	endings.clear();
}
