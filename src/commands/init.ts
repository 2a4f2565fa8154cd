/** `contract init`: begins a project in the working directory. */
import { initProject } from '../scaffold/init';
import type { Invoked } from './command-table';

/** Returns what to print. Throws `InputError`. */
export const runInit = ({ spec }: Invoked<'init'>): Promise<string> => initProject(process.cwd(), spec);
