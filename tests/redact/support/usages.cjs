/**
 * Runs the command several times in this process, one after another, and ends what each has written with a line that bears
 * its number. Usage: node usages.cjs JSON, a list of lists of arguments
 */
const { main } = require('../../../dist/contract.js');

async function runAll(usages) {
	for (const [index, args] of usages.entries()) {
		await main(args);
		for (const stream of [process.stdout, process.stderr]) stream.write(`--- ${index}\n`);
	}
	process.exitCode = 0;
}

runAll(JSON.parse(process.argv[2]));
