/** Where the files of a spec are: the working tree, or a revision of git. */
import { readFileSync, statSync } from 'node:fs';
import { gitName, readGitFile } from '../../system/git-file';

export interface Disk {
	/** The text of a file that the spec refers to. Throws what says why there is none. */
	read(path: string): string;
	/** The file as messages name it. */
	named(path: string): string;
}

export const workTree: Disk = {
	read(path) {
		// Reading a pipe might never end.
		if (!statSync(path).isFile()) throw new NotAFile();
		return readFileSync(path, 'utf8');
	},
	named: (path) => path,
};

export class NotAFile extends Error {}

export const revisionOf = (revision: string): Disk => ({
	read: (path) => readGitFile({ revision, path }),
	named: (path) => gitName({ revision, path }),
});
