/**
 * What the consumer's version is called at the broker: what was said, else what CI says, else what git says. What stands
 * there for good is never guessed: where it cannot be told, whoever runs it has to say it.
 */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { InputError } from '../json/input-error';
import { jsonIn, property } from '../json/json';
import type { Environment } from '../system/environment';

/** What the consumer's version is to be called at the broker; what is undefined comes from CI or git. */
export interface VersionOptions {
	readonly version: string | undefined;
	readonly branch: string | undefined;
	readonly buildUrl: string | undefined;
	readonly tags: readonly string[];
	/** Whether a work tree with changes that are not committed is published all the same. */
	readonly allowDirty: boolean;
}

export interface ConsumerVersion {
	readonly version: string;
	readonly branch: string;
	readonly buildUrl: string | undefined;
}

/** Throws {@link InputError} where version or branch cannot be told. */
export async function consumerVersion(
	options: Omit<VersionOptions, 'tags' | 'allowDirty'>,
	environment: Environment,
): Promise<ConsumerVersion> {
	const ci = await ciOf(environment);
	const version = options.version ?? (await commitOf(ci));
	return { version, branch: options.branch ?? (await branchOf(ci)), buildUrl: options.buildUrl ?? ci.buildUrl };
}

/** What can be told of branch and build without anybody's word, for what does without where it cannot. */
export async function surroundings(environment: Environment) {
	const ci = await ciOf(environment);
	return { branch: await branchOf(ci).catch(() => undefined), buildUrl: ci.buildUrl };
}

/** The version alone. Throws {@link InputError} where it cannot be told. */
export const commitVersion = async (environment: Environment): Promise<string> => commitOf(await ciOf(environment));

/** Throws {@link InputError} where the work tree holds what no commit has. What is no work tree of git's has none. */
export async function refuseDirty(): Promise<void> {
	if ((await git('rev-parse', '--is-inside-work-tree'))?.trim() !== 'true') return;
	const status = await git('status', '--porcelain=v1', '-z', '--untracked-files=normal');
	if (status === undefined) {
		throw new InputError('git cannot say whether all is committed. See what `git status` says, or say --allow-dirty.');
	}
	// Behind a renamed file follows what it was called before.
	const files = status.split('\0').flatMap((entry) => (/^[ MTADRCU?!]{2} ./.test(entry) ? [entry.slice(3)] : []));
	if (files.length === 0) return;
	const more = files.length > 3 ? ` and ${files.length - 3} more` : '';
	throw new InputError(
		`The work tree has changes that are not committed, so the commit does not say what would be published: ` +
			`${files.slice(0, 3).join(', ')}${more}. Commit or ignore them, or say --allow-dirty.`,
	);
}

/** What CI says; undefined is what it does not say. */
interface Ci {
	readonly commit?: string | undefined;
	readonly branch?: string | undefined;
	readonly buildUrl: string | undefined;
	/** Whether what is checked out may be a merge that nobody else has, so that git cannot say it either. */
	readonly isMerged: boolean;
}

async function ciOf({ variables }: Environment): Promise<Ci> {
	const { default: envCi } = await import('env-ci');
	const { service, commit, branch, isPr, prBranch, tag, ...ci } = envCi({ env: { ...variables }, cwd: process.cwd() });
	const buildUrl = ci.buildUrl !== undefined && isWhole(ci.buildUrl) ? ci.buildUrl : undefined;
	// A workflow for pull requests from elsewhere: what is checked out is its own choice, and only git knows.
	const isUnknown = service === undefined || variables.GITHUB_EVENT_NAME === 'pull_request_target';
	if (isUnknown) return { buildUrl, isMerged: false };
	// Jenkins alone names branches as its remote does.
	const own = service === 'jenkins' ? branch?.replace(/^origin\//, '') : branch;
	if (!isPr) return { buildUrl, commit, branch: tag ? undefined : branchName(own), isMerged: false };
	// Where a CI checks out what would be merged, it names that merge, and the pull request's newest commit elsewhere.
	const heads = new Map([
		['github', await headOfEvent(variables.GITHUB_EVENT_PATH)],
		['gitlab', variables.CI_MERGE_REQUEST_SOURCE_BRANCH_SHA || commit],
		['azurePipelines', variables.SYSTEM_PULLREQUEST_SOURCECOMMITID],
		['travis', variables.TRAVIS_PULL_REQUEST_SHA],
	]);
	return {
		...{ buildUrl, isMerged: true, commit: heads.has(service) ? heads.get(service) : commit },
		branch: branchName(service === 'github' ? variables.GITHUB_HEAD_REF : prBranch),
	};
}

async function headOfEvent(file = ''): Promise<string | undefined> {
	const event = jsonIn(await readFile(file, 'utf8').catch(() => ''));
	const sha = property(property(property(event, 'pull_request'), 'head'), 'sha');
	return typeof sha === 'string' ? sha : undefined;
}

/** Undefined for what is no branch, such as a tag. */
function branchName(name: string | undefined): string | undefined {
	const short = name?.replace(/^refs\/heads\//, '');
	return short === undefined || short === '' || short.startsWith('refs/') ? undefined : short;
}

/** Whether no variable was missing where it was put together. */
const isWhole = (url: string) => URL.canParse(url) && !url.split(/[/?#=&]/).includes('undefined');

async function commitOf(ci: Ci): Promise<string> {
	const commit = ci.commit ?? (ci.isMerged ? undefined : await git('rev-parse', 'HEAD'));
	if (commit) return commit.trim();
	throw new InputError(
		ci.isMerged
			? 'CI does not say which commit the pull request ends in. Say --version.'
			: 'Neither CI nor git says which version this is. Say --version and, to publish, --branch.',
	);
}

async function branchOf(ci: Ci): Promise<string> {
	const branch = ci.branch ?? (ci.isMerged ? undefined : await gitBranch());
	if (branch !== undefined) return branch;
	throw new InputError('Neither CI nor git says which branch this is. Say --branch.');
}

/** The branch that is checked out, or where none is, the only one that points at the same commit. */
async function gitBranch(): Promise<string | undefined> {
	const own = (await git('symbolic-ref', '--short', '--quiet', 'HEAD'))?.trim();
	if (own) return own;
	const refs = await git('for-each-ref', '--points-at=HEAD', '--format=%(refname)', 'refs/heads', 'refs/remotes');
	const names = (refs ?? '').split('\n').map((ref) => ref.replace(/^refs\/(heads|remotes\/[^/]+)\//, ''));
	const branches = new Set(names.filter((name) => name !== '' && name !== 'HEAD'));
	if (branches.size > 1) {
		throw new InputError(
			`No branch is checked out, and several point at the same commit: ${[...branches].join(', ')}. Say --branch.`,
		);
	}
	return [...branches][0];
}

/** What git says here; undefined where there is no git, no work tree of its, or no such thing in it. */
async function git(...args: string[]): Promise<string | undefined> {
	try {
		return (await promisify(execFile)('git', args, { encoding: 'utf8', maxBuffer: 1 << 26 })).stdout;
	} catch (error) {
		// It is there and will not say, which is not the same as nothing to say.
		if (!/safe\.directory/.test(String(property(error, 'stderr')))) return undefined;
		const next = 'Do what git says about safe.directory, or run it as the owner';
		throw new InputError(`git does not trust the work tree, for it belongs to somebody else. ${next}.`);
	}
}
