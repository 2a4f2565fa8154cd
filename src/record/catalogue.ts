/** Finds the interactions of `contracts/`: every file that exports a list called `interactions`. */
import { readdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { Interaction } from '../../contracts/interaction';
import { projectRoot } from '../system/project';

/** An interaction, and where it stands. */
export interface Catalogued {
	/** `contracts/update-customer.ts` */
	readonly file: string;
	/** In the list of the file. */
	readonly index: number;
	readonly interaction: Interaction;
}

/** All interactions, in the order of their files' names. */
export const catalogued = (): Catalogued[] =>
	[...loadCatalogue()].flatMap(([name, interactions]) =>
		interactions.map((interaction, index) => {
			return { file: `contracts/${name.replace(/\.js$/, '.ts')}`, index, interaction };
		}),
	);

/** The interactions by file name, in the order of the names. */
export function loadCatalogue(): Map<string, readonly Interaction[]> {
	// Sources under Jest, compiled files in the command.
	const extension = extname(__filename);
	const folder = join(projectRoot, extension === '.js' ? 'dist' : '', 'contracts');
	const catalogue = new Map<string, readonly Interaction[]>();
	for (const file of readdirSync(folder).sort()) {
		if (extname(file) !== extension || file.endsWith('.d.ts')) continue;
		const contents: unknown = require(join(folder, file));
		if (typeof contents !== 'object' || contents === null || !('interactions' in contents)) continue;
		catalogue.set(file, contents.interactions as readonly Interaction[]);
	}
	return catalogue;
}
