/** The workflows of `.github/`, as far as the tests look into them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { projectRoot } from '../../support/cli';

export interface Step {
	readonly id?: string;
	readonly if?: string;
	readonly uses?: string;
	readonly run?: string;
	readonly env?: Record<string, string>;
	readonly with?: Record<string, unknown>;
}

export interface Job {
	readonly if?: string;
	readonly needs?: string;
	readonly environment?: string;
	readonly concurrency?: { readonly group: string; readonly 'cancel-in-progress': boolean };
	readonly permissions?: Record<string, string>;
	readonly strategy?: { readonly matrix: Record<string, readonly unknown[]> };
	readonly env?: Record<string, string>;
	readonly steps: readonly Step[];
}

export interface Workflow {
	readonly name: string;
	readonly on: Record<string, unknown>;
	readonly permissions: Record<string, string>;
	readonly concurrency: { readonly group: string; readonly 'cancel-in-progress': boolean };
	readonly env?: Record<string, string>;
	readonly jobs: Record<string, Job>;
}

export const names = ['contract', 'sandbox'] as const;

export const fileOf = (name: (typeof names)[number]) => join(projectRoot, '.github', 'workflows', `${name}.yml`);
export const textOf = (name: (typeof names)[number]) => readFileSync(fileOf(name), 'utf8');
export const workflow = (name: (typeof names)[number]) => parse(textOf(name)) as Workflow;

/** What the step runs, word by word, after `exec` where it begins with that. */
export const wordsOf = (run: string) => run.replace(/^exec /, '').split(' ');
