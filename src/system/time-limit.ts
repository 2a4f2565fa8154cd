/** Ends work that does not end by itself, such as a pattern that backtracks. */
import { closeSync, openSync } from 'node:fs';
import { devNull } from 'node:os';
import { createContext, Script } from 'node:vm';
import { codeOf } from '../json/input-error';

let runs: ((milliseconds: number, work: () => void) => void) | undefined;

/** Node aborts the process where its clock cannot open the files that it needs; it needs fewer than this. */
const files = 8;

/** Only what runs as a script can be stopped from outside; made when it is needed first. Throws what `fs` throws. */
function makeRuns() {
	for (const file of Array.from({ length: files }, () => openSync(devNull, 'r'))) closeSync(file);
	const sandbox: { work?: () => void } = {};
	const context = createContext(sandbox);
	const script = new Script('work()');
	return (milliseconds: number, work: () => void) => {
		sandbox.work = work;
		script.runInContext(context, { timeout: milliseconds });
	};
}

/**
 * Runs `work`; false where it was stopped after so many milliseconds. A `finally` that was left open does not run then.
 */
export function endsWithin(milliseconds: number, work: () => void): boolean {
	runs ??= makeRuns();
	try {
		runs(milliseconds, work);
		return true;
	} catch (error) {
		if (codeOf(error) === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return false;
		throw error;
	}
}
