/**
 * What must not outlive a run, however it ends: temporary folders, child processes, and what it changed elsewhere.
 */
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const endings = new Set<() => void>();

/** What is still to be done elsewhere. */
interface LastWork {
	/** Does it, and says in a sentence how it went. */
	readonly finish: () => Promise<string>;
	/** Says in a sentence what is not done where it is given up. */
	readonly unfinished: () => string;
}

const lastWorks = new Set<LastWork>();

/** Has `work` done before the process exits, also when it is interrupted. Returns what calls it off. */
export function withLastWork(work: LastWork): () => void {
	lastWorks.add(work);
	return () => lastWorks.delete(work);
}

export const hasLastWork = (): boolean => lastWorks.size > 0;

/** Does what is still to be done elsewhere; the sentences that say how it went. */
export const doLastWorks = async (): Promise<string[]> => Promise.all([...lastWorks].map(({ finish }) => finish()));

/** The sentences that say what is not done. */
export const unfinishedWorks = (): string[] => [...lastWorks].map(({ unfinished }) => unfinished());

/** Runs `use` with a fresh folder below the system's temporary one, and removes it afterwards. */
export async function withTemporaryFolder<T>(name: string, use: (folder: string) => Promise<T>): Promise<T> {
	// At once: no signal can come between the folder and the note that it has to go.
	const folder = mkdtempSync(join(tmpdir(), `contract-${name}-`));
	const remove = () => rmSync(folder, { recursive: true, force: true });
	endings.add(remove);
	try {
		return await use(folder);
	} finally {
		endings.delete(remove);
		await rm(folder, { recursive: true, force: true });
	}
}

/** Has `child` killed if this process is interrupted before it ends. */
export function withoutOrphan<C extends ChildProcess>(child: C): C {
	const kill = () => child.kill('SIGKILL');
	endings.add(kill);
	child.once('close', () => endings.delete(kill));
	return child;
}

/** Ends what is still open; for the moment before the process exits. */
export function endAll(): void {
	// Children first: they began last, and write into the folders.
	for (const end of [...endings].reverse()) {
		try {
			end();
		} catch {
			// What cannot be removed must not keep the rest from ending.
		}
	}
	endings.clear();
}
