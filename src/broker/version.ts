/**
 * The consumer's version, branch and build URL at the broker: from the options, else from CI, else from git. They stay
 * there for good and are never guessed: where none of the three names one, the option is required.
 */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { InputError } from '../json/input-error';
import { jsonIn, property } from '../json/json';
import type { Environment } from '../system/environment';

/** What the options name; anything undefined comes from CI or git. */
export interface VersionOptions {
	readonly version: string | undefined;
	readonly branch: string | undefined;
	readonly buildUrl: string | undefined;
	readonly tags: readonly string[];
	/** Whether a work tree with uncommitted changes is published too. */
	readonly allowDirty: boolean;
}

export interface ConsumerVersion {
	readonly version: string;
	readonly branch: string;
	readonly buildUrl: string | undefined;
}

/** Throws {@link InputError} if version or branch is unknown. */
export async function consumerVersion(
	options: Omit<VersionOptions, 'tags' | 'allowDirty'>,
	environment: Environment,
): Promise<ConsumerVersion> {
	const ci = await ciOf(environment);
	const version = options.version ?? (await commitOf(ci));
	return { version, branch: options.branch ?? (await branchOf(ci)), buildUrl: options.buildUrl ?? ci.buildUrl };
}

/** Branch and build URL without the options, for callers that can do without either. */
export async function surroundings(environment: Environment) {
	const ci = await ciOf(environment);
	return { branch: await branchOf(ci).catch(() => undefined), buildUrl: ci.buildUrl };
}

/** The version alone. Throws {@link InputError} if it is unknown. */
export const commitVersion = async (environment: Environment): Promise<string> => commitOf(await ciOf(environment));

/** Throws {@link InputError} if the work tree has uncommitted changes. A folder outside of git has none. */
export async function refuseDirty({ variables }: Pick<Environment, 'variables'>): Promise<void> {
	if ((await git(variables, 'rev-parse', '--is-inside-work-tree'))?.trim() !== 'true') return;
	const status = await git(variables, 'status', '--porcelain=v1', '-z', '--untracked-files=normal');
	if (status === undefined) {
		throw new InputError(
			'`git status` failed, so uncommitted changes cannot be ruled out. Run it, or add --allow-dirty.',
		);
	}
	// After a renamed file follows an entry with its former name.
	const files = status.split('\0').flatMap((entry) => (/^[ MTADRCU?!]{2} ./.test(entry) ? [entry.slice(3)] : []));
	if (files.length === 0) return;
	const more = files.length > 3 ? ` and ${files.length - 3} more` : '';
	throw new InputError(
		`The work tree has uncommitted changes (${files.slice(0, 3).join(', ')}${more}), so the commit does not identify ` +
			'what would be published. Commit or ignore them, or add --allow-dirty.',
	);
}

interface Ci {
	readonly commit?: string | undefined;
	readonly branch?: string | undefined;
	readonly buildUrl: string | undefined;
	/** Whether a merge that exists only in this CI run may be checked out: then git does not know the commit either. */
	readonly isMerged: boolean;
	/** The variables that git runs with. */
	readonly variables: NodeJS.ProcessEnv;
}

async function ciOf({ variables }: Environment): Promise<Ci> {
	const { default: envCi } = await import('env-ci');
	const { service, commit, branch, isPr, prBranch, tag, ...ci } = envCi({ env: { ...variables }, cwd: process.cwd() });
	const buildUrl = ci.buildUrl !== undefined && isWhole(ci.buildUrl) ? ci.buildUrl : undefined;
	// `pull_request_target` checks out what the workflow names, and only git knows what that is.
	const isUnknown = service === undefined || variables.GITHUB_EVENT_NAME === 'pull_request_target';
	if (isUnknown) return { buildUrl, variables, isMerged: false };
	// Jenkins alone puts the remote before the branch.
	const own = service === 'jenkins' ? branch?.replace(/^origin\//, '') : branch;
	if (!isPr) return { buildUrl, variables, commit, branch: tag ? undefined : branchName(own), isMerged: false };
	// These check out the merge and name it as the commit; the newest commit of the pull request stands elsewhere.
	const heads = new Map([
		['github', await headOfEvent(variables.GITHUB_EVENT_PATH)],
		['gitlab', variables.CI_MERGE_REQUEST_SOURCE_BRANCH_SHA || commit],
		['azurePipelines', variables.SYSTEM_PULLREQUEST_SOURCECOMMITID],
		['travis', variables.TRAVIS_PULL_REQUEST_SHA],
		['jenkins', service === 'jenkins' ? await headInJenkins(variables, commit) : undefined],
	]);
	// Jenkins calls the branch of a pull request `PR-12`, and env-ci repeats it.
	const inJenkins = variables.CHANGE_BRANCH || variables.ghprbSourceBranch || variables.gitlabSourceBranch;
	const sources = new Map([
		['github', variables.GITHUB_HEAD_REF],
		['jenkins', inJenkins],
	]);
	return {
		...{ buildUrl, variables, isMerged: true, commit: heads.has(service) ? heads.get(service) : commit },
		branch: branchName(sources.has(service) ? sources.get(service) : prBranch),
	};
}

/**
 * The newest commit of a pull request in Jenkins: as a plugin names it, else what is checked out, unless that is a merge,
 * which may be one of this run alone.
 */
async function headInJenkins(variables: NodeJS.ProcessEnv, commit: string | undefined): Promise<string | undefined> {
	const named = variables.ghprbActualCommit || variables.gitlabMergeRequestLastCommit;
	if (named) return named;
	const head = await git(variables, 'cat-file', '-p', commit ?? 'HEAD');
	const parents = head?.split('\n\n', 1)[0]?.match(/^parent /gm) ?? [];
	return head === undefined || parents.length > 1 ? undefined : commit;
}

async function headOfEvent(file = ''): Promise<string | undefined> {
	const event = jsonIn(await readFile(file, 'utf8').catch(() => ''));
	const sha = property(property(property(event, 'pull_request'), 'head'), 'sha');
	return typeof sha === 'string' ? sha : undefined;
}

/** Undefined for another kind of ref, such as a tag. */
function branchName(name: string | undefined): string | undefined {
	const short = name?.replace(/^refs\/heads\//, '');
	return short === undefined || short === '' || short.startsWith('refs/') ? undefined : short;
}

/** env-ci writes "undefined" for a variable that is missing. */
const isWhole = (url: string) => URL.canParse(url) && !url.split(/[/?#=&]/).includes('undefined');

async function commitOf(ci: Ci): Promise<string> {
	const commit = ci.commit ?? (ci.isMerged ? undefined : await git(ci.variables, 'rev-parse', 'HEAD'));
	if (commit) return commit.trim();
	throw new InputError(
		ci.isMerged
			? 'CI does not name the newest commit of the pull request. Add --version.'
			: 'Neither CI nor git names the version. Add --version and, to publish, --branch.',
	);
}

async function branchOf(ci: Ci): Promise<string> {
	const branch = ci.branch ?? (ci.isMerged ? undefined : await gitBranch(ci.variables));
	if (branch !== undefined) return branch;
	throw new InputError('Neither CI nor git names the branch. Add --branch.');
}

/** The branch that is checked out; with a detached HEAD the only branch at that commit. */
async function gitBranch(variables: NodeJS.ProcessEnv): Promise<string | undefined> {
	const own = (await git(variables, 'symbolic-ref', '--short', '--quiet', 'HEAD'))?.trim();
	if (own) return own;
	const where = ['--points-at=HEAD', '--format=%(refname)', 'refs/heads', 'refs/remotes'];
	const refs = await git(variables, 'for-each-ref', ...where);
	const names = (refs ?? '').split('\n').map((ref) => ref.replace(/^refs\/(heads|remotes\/[^/]+)\//, ''));
	const branches = new Set(names.filter((name) => name !== '' && name !== 'HEAD'));
	if (branches.size > 1) {
		throw new InputError(
			`No branch is checked out, and several are at this commit (${[...branches].join(', ')}). Add --branch.`,
		);
	}
	return [...branches][0];
}

/** What git prints; undefined if there is no git or no repository, or the command fails. */
async function git(env: NodeJS.ProcessEnv, ...args: string[]): Promise<string | undefined> {
	try {
		return (await promisify(execFile)('git', args, { env, encoding: 'utf8', maxBuffer: 1 << 26 })).stdout;
	} catch (error) {
		// git refuses to answer here, which must not count as an answer.
		if (!/safe\.directory/.test(String(property(error, 'stderr')))) return undefined;
		throw new InputError(
			'git does not trust the work tree because somebody else owns it. ' +
				"Add it to `safe.directory` in git's configuration, or run this as its owner.",
		);
	}
}
