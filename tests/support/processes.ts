/** The processes of a run, by their ids. */
import { execFileSync } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';

/** The process `root` and all that it has started, by their ids. */
export function familyOf(root: number): number[] {
	const pairs = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
		.trim()
		.split('\n')
		.map((line) => line.trim().split(/\s+/).map(Number));
	const family = [root];
	for (const member of family)
		family.push(...pairs.flatMap(([id, parent]) => (id !== undefined && parent === member ? [id] : [])));
	return family;
}

function isAlive(id: number): boolean {
	try {
		return process.kill(id, 0);
	} catch {
		return false;
	}
}

/** Those that are still there after a while. */
export async function survivorsOf(family: readonly number[]): Promise<number[]> {
	for (let tries = 0; tries < 300 && family.some(isAlive); tries += 1) await wait(100);
	return family.filter(isAlive);
}
