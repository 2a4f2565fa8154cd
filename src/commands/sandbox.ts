/** `contract sandbox`: the local provider by itself, until it is interrupted. */
import { InputError } from '../json/input-error';

export async function runSandbox(port: number | undefined, print: (text: string) => void): Promise<void> {
	const { startSandbox } = await import('../../sandbox/sandbox');
	const sandbox = await startSandbox({ port: port ?? 0 }).catch((error: NodeJS.ErrnoException) => {
		if (error.code !== 'EADDRINUSE' && error.code !== 'EACCES') throw error;
		throw new InputError(`Port ${port} cannot be used (${error.code}). Choose another with --port, or leave it out.`);
	});
	print(
		[
			`The local Imprint listens on ${sandbox.url} until you press Ctrl-C. To verify against it:`,
			'',
			`export IMPRINT_BASE_URL=${sandbox.url}`,
			`export IMPRINT_API_KEY=${sandbox.apiKey}`,
			`export IMPRINT_CUSTOMER_ID=${sandbox.addCustomer()}`,
			'',
		].join('\n'),
	);
	await new Promise<void>((resolve) => {
		process.once('SIGINT', resolve);
		process.once('SIGTERM', resolve);
	});
	await sandbox.close();
}
