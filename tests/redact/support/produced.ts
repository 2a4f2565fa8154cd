/** Runs the command in its own folder and collects stdout, stderr and every file. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { formats } from '../../../src/commands/option';
import { type CliResult, contract, projectRoot } from '../../support/cli';
import { contractInProcess } from '../../support/in-process';
import { withProject } from '../../support/temporary';

export interface Produced {
	readonly code: number | null;
	readonly stdout: string;
	readonly stderr: string;
	/** The outputs, and the names and texts of all files. */
	readonly all: string;
	readonly fileCount: number;
}

export interface Setting {
	readonly env?: NodeJS.ProcessEnv;
	/** The text of a `.env` there. */
	readonly envFile?: string;
	/** A copy of the project to run, and to run it in; else it is this one, in a folder without anything. */
	readonly project?: string;
}

export const pact = join(projectRoot, 'pacts', 'imprint-client-imprint.json');

/** `contract` with `args`, in which `{folder}` stands for a folder that is looked through afterwards. */
export function produce(args: readonly string[], { env = {}, envFile, project }: Setting = {}): Promise<Produced> {
	return gather(args, async (given, folder) => {
		const temporary = join(folder, 'temporary');
		await mkdir(temporary);
		if (envFile !== undefined) await writeFile(join(folder, '.env'), envFile);
		return contract(given, {
			...{ cwd: project ?? folder, launcher: join(project ?? projectRoot, 'bin', 'contract.js') },
			env: { TMPDIR: temporary, ...(envFile === undefined ? {} : { CONTRACT_ENV_FILE: undefined }), ...env },
		});
	});
}

/** The same without the start of a process, and the report in every format. What Node itself writes is not part of it. */
export function produceInProcess(
	args: readonly string[],
	{ env = {}, project }: Omit<Setting, 'envFile'> = {},
): Promise<Produced> {
	return gather(args, async (given, folder) => {
		const { as, ...result } = await contractInProcess(given, { env, cwd: project ?? folder });
		const reports = as ? formats.map(async (format) => `as ${format}\n${await as(format)}`) : [];
		return { ...result, stdout: [result.stdout, ...(await Promise.all(reports))].join('\n') };
	});
}

type Use = (args: readonly string[], folder: string) => Promise<CliResult>;

function gather(args: readonly string[], use: Use): Promise<Produced> {
	return withProject(async (folder) => {
		const judges = /^(check|verify)$/.test(args[0] ?? '');
		const spec = judges ? ['--spec', join(projectRoot, 'spec', 'openapi.yaml')] : [];
		const given = args.map((each) => each.replace('{folder}', folder));
		const result = await use([...given, ...spec], folder);
		const entries = await readdir(folder, { recursive: true, withFileTypes: true });
		const files = entries.filter((each) => each.isFile() && each.name !== '.env' && each.name !== 'contract.config.ts');
		const paths = files.map((each) => join(each.parentPath, each.name));
		const texts = await Promise.all(paths.map(async (path) => `${path}\n${await readFile(path, 'utf8')}`));
		const all = [result.stdout, result.stderr, ...texts].join('\n');
		return { ...result, all, fileCount: files.length };
	});
}
