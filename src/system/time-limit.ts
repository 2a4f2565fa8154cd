/** Ends work that does not end by itself, such as a pattern that backtracks. */
import { createContext, Script } from 'node:vm';
import { codeOf } from '../json/input-error';

let runs: ((milliseconds: number, work: () => void) => void) | undefined;

/** Only what runs as a script can be stopped from outside; made when it is needed first. */
function makeRuns() {
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
