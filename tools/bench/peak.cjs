/** Preloaded into every measured process: on exit, writes its peak memory in KiB and its CPU time in µs to file descriptor 3. */
const { writeSync } = require('node:fs');
const { isMainThread } = require('node:worker_threads');

process.on('exit', () => {
	// Threads load this file, too; the figures are those of the whole process.
	if (!isMainThread) return;
	const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
	writeSync(3, `${maxRSS} ${userCPUTime + systemCPUTime}`);
});
