/** Pact's own command line of the broker, as its native binary: what a team without this project publishes with. */
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import type { Broker } from './broker';

/** The package finds its binary so, too. */
function binary(): string {
	const isWindows = process.platform === 'win32';
	const name = `@pact-foundation/pact-cli-${isWindows ? 'windows' : process.platform}-${process.arch}`;
	return join(dirname(require.resolve(`${name}/package.json`)), 'standalone', isWindows ? 'pact.exe' : 'pact');
}

/** Runs `pact broker` with `args`, and the broker's credentials in its environment. All it says is in `text`. */
export function pactBroker({ env }: Pick<Broker, 'env'>, args: readonly string[]) {
	const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('PACT_'));
	return new Promise<{ readonly code: number | null; readonly text: string }>((resolve, reject) => {
		const child = spawn(binary(), ['broker', ...args], {
			env: { ...Object.fromEntries(inherited), PACT_DO_NOT_TRACK: 'true', ...env },
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		let text = '';
		for (const stream of [child.stdout, child.stderr]) {
			stream.setEncoding('utf8').on('data', (chunk: string) => {
				text += chunk;
			});
		}
		child.once('error', reject);
		child.once('close', (code) => resolve({ code, text }));
	});
}
