/** `contract sandbox`: the local provider by itself, until it is interrupted. */
import type { Settings } from '../config/settings';
import { InputError } from '../json/input-error';
import { providerVariables } from '../system/environment';

/** Throws {@link InputError} where the config has no local provider, or it cannot listen on the port. */
export async function runSandbox(
	port: number | undefined,
	{ provider, file }: Settings,
	print: (text: string) => void,
): Promise<void> {
	const { local, states = {}, variables } = provider;
	if (!local) throw new InputError(`${file} has no local provider. Add provider.local.`);
	const sandbox = await local({ port: port ?? 0 }).catch((error: NodeJS.ErrnoException) => {
		if (error.code !== 'EADDRINUSE' && error.code !== 'EACCES') throw error;
		throw new InputError(`Port ${port} cannot be used (${error.code}). Choose another with --port, or leave it out.`);
	});
	const names = providerVariables(variables);
	const lines = [`export ${names.baseUrl}=${sandbox.url}`];
	if (sandbox.apiKey !== undefined) lines.push(`export ${names.apiKey}=${sandbox.apiKey}`);
	for (const { local: meet, remote = {} } of Object.values(states)) {
		const values = (await meet?.(sandbox, {})) ?? {};
		for (const [parameter, value] of Object.entries(remote)) {
			const supplied = values[parameter];
			if ('from' in value && supplied !== undefined) lines.push(`export ${value.from}=${supplied}`);
		}
	}
	const begin = `The local provider listens on ${sandbox.url} until you press Ctrl-C. To verify against it:`;
	print([begin, '', ...new Set(lines), ''].join('\n'));
	await new Promise<void>((resolve) => {
		process.once('SIGINT', resolve);
		process.once('SIGTERM', resolve);
	});
	await sandbox.close();
}
