/** A file as a git revision has it, named `git:REV:PATH`; the path counts from the working directory. */
import { execFileSync } from 'node:child_process';
import { isAbsolute, relative } from 'node:path';
import { codeOf, InputError } from '../json/input-error';

export interface GitFile {
	readonly revision: string;
	readonly path: string;
}

/** Undefined where the name is one of a plain file. */
export function gitFileIn(name: string): GitFile | undefined {
	const [, revision, path] = /^git:([^:]+):(.+)$/s.exec(name) ?? [];
	return revision === undefined || path === undefined ? undefined : { revision, path };
}

export const gitName = ({ revision, path }: GitFile): string => `git:${revision}:${path}`;

/** The text of the file. Throws {@link InputError} that says why there is none. */
export function readGitFile(file: GitFile): string {
	const { revision, path } = file;
	const refuse = (why: string) => new InputError(`${gitName(file)} cannot be read: ${why}.`);
	if (revision.startsWith('-')) throw refuse(`"${revision}" is no revision of git`);
	const place = (isAbsolute(path) ? relative(process.cwd(), path) : path).replaceAll('\\', '/');
	const text = git('cat-file', 'blob', `${revision}:./${place}`);
	if (text.isFound) return text.output;
	if (text.isMissing) throw refuse('git is not installed');
	const inside = git('rev-parse', '--git-dir');
	if (!inside.isFound) throw refuse(`git reports ${inside.output}`);
	const known = git('rev-parse', '--verify', '--quiet', `${revision}^{tree}`);
	throw refuse(
		known.isFound
			? `the revision "${revision}" has no such file`
			: `git knows no revision "${revision}" (a shallow clone lacks older ones: git fetch)`,
	);
}

interface Answer {
	readonly isFound: boolean;
	readonly isMissing?: true;
	/** What git prints, or the first line of why not. */
	readonly output: string;
}

function git(...args: string[]): Answer {
	try {
		const stdio: ['ignore', 'pipe', 'pipe'] = ['ignore', 'pipe', 'pipe'];
		return { isFound: true, output: execFileSync('git', args, { encoding: 'utf8', maxBuffer: 1 << 29, stdio }) };
	} catch (error) {
		if (codeOf(error) === 'ENOENT') return { isFound: false, isMissing: true, output: '' };
		const { stderr = '' } = error as { readonly stderr?: string };
		const [line = ''] = stderr.split('\n');
		return { isFound: false, output: `"${line.replace(/^fatal: /, '')}"` };
	}
}
