/**
 * A sandbox in a process of its own, for the tests that ask whether it survives and whether it ends.
 * It prints its address on one line, closes when its input ends, and never calls exit: only no handle left lets it end.
 */
import { startSandbox } from '../../sandbox/sandbox';

startSandbox().then((sandbox) => {
	const { url, apiKey } = sandbox;
	process.stdout.write(`${JSON.stringify({ url, apiKey, customerId: sandbox.addCustomer() })}\n`);
	process.stdin.on('end', () => sandbox.close()).resume();
});
