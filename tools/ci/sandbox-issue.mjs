/**
 * Keeps exactly one issue about the sandbox, by the JSON report of a verification: opened or written anew where it
 * disagrees, closed with a comment where it agrees, left alone where nothing could be found out.
 * Exit code 0: done. 1: GitHub did not let it. 2: a variable is missing, or the report cannot be read.
 */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { run, UsageError, variables } from './actions.mjs';
import { createGithub, GithubError } from './github.mjs';
import { issueBody, marker } from './issue-body.mjs';

const title = 'The sandbox disagrees with the contract or its description';
const label = 'contract-sandbox';
const perPage = 100;

run(async () => {
	const [api, token, repository] = variables('GITHUB_API_URL', 'GITHUB_TOKEN', 'GITHUB_REPOSITORY');
	const [server, runId] = variables('GITHUB_SERVER_URL', 'GITHUB_RUN_ID');
	if (!URL.canParse(api))
		throw new UsageError('GITHUB_API_URL is no URL. It is https://api.github.com for GitHub itself.');
	if (!/^[\w-]+\/(?!\.{1,2}$)[\w.-]+$/.test(repository))
		throw new UsageError('GITHUB_REPOSITORY is not of the form OWNER/NAME.');
	const report = readReport(process.argv[2]);
	const send = createGithub({ api, token });
	const issues = `repos/${repository}/issues`;
	const runUrl = `${server}/${repository}/actions/runs/${runId}`;
	try {
		console.log(await reconcile(report));
		return 0;
	} catch (error) {
		if (!(error instanceof GithubError)) throw error;
		console.error(`The issue about the sandbox could not be kept. ${error.message}`);
		return 1;
	}

	async function reconcile({ verdict, ...found }) {
		if (verdict === 'unjudged') return 'Nothing could be found out, so the issue about the sandbox stays as it is.';
		if (verdict === 'disagree') return await tell(issueBody(found, runUrl));
		const open = await openIssues();
		for (const number of open) await close(number, `All agree again, as of [this run](${runUrl}).`, 'completed');
		return open.length === 0 ? 'All agree, and no issue about the sandbox is open.' : `Closed ${inWords(open)}.`;
	}

	async function tell(body) {
		const [number, ...others] = await openIssues();
		if (number === undefined) return `Opened ${inWords([await open(body)])}.`;
		await send('PATCH', `${issues}/${number}`, { content: { title, body } });
		for (const other of others) await close(other, `#${number} is about the same.`, 'not_planned');
		return `Wrote ${inWords([number])} anew.`;
	}

	/** Our open issues, the oldest first. Pull requests are issues to GitHub, and anybody who may can give the label. */
	async function openIssues() {
		const numbers = [];
		for (let page = 1; ; page++) {
			const path = `${issues}?state=open&labels=${label}&per_page=${perPage}&page=${page}`;
			const { body } = await send('GET', path);
			if (!Array.isArray(body)) throw new GithubError(`GET ${path}: GitHub answered with something else than a list.`);
			const ours = body.filter((each) => each.pull_request === undefined && each.body?.startsWith(marker));
			numbers.push(...ours.map((each) => each.number));
			if (body.length < perPage) return numbers.sort((a, b) => a - b);
		}
	}

	/** Not asked twice without a look: GitHub may have opened it and failed to say so. */
	async function open(body) {
		const color = 'b60205';
		const description = 'Kept by the verification against the sandbox';
		// 422: it is there.
		await send('POST', `repos/${repository}/labels`, { content: { name: label, color, description }, accepts: [422] });
		for (let attempt = 1; ; attempt++) {
			try {
				const { body: issue } = await send('POST', issues, { content: { title, body, labels: [label] }, once: true });
				return issue.number;
			} catch (error) {
				if (!(error instanceof GithubError && error.mayBeDone) || attempt === 4) throw error;
				// A list may know of it later than it is there.
				await sleep(attempt * 1_000);
				const [number] = await openIssues();
				if (number !== undefined) return number;
			}
		}
	}

	async function close(number, comment, reason) {
		await send('POST', `${issues}/${number}/comments`, { content: { body: comment } });
		await send('PATCH', `${issues}/${number}`, { content: { state: 'closed', state_reason: reason } });
	}
});

const inWords = (numbers) =>
	`the issue${numbers.length === 1 ? '' : 's'} ${numbers.map((each) => `#${each}`).join(', ')}`;

/** Throws {@link UsageError} where the file is no report of ours. */
function readReport(file) {
	if (file === undefined) {
		throw new UsageError('The report is missing. Say node tools/ci/sandbox-issue.mjs REPORT.json.');
	}
	let report;
	try {
		report = JSON.parse(readFileSync(file, 'utf8'));
	} catch (error) {
		// The message of a parser quotes what it read.
		const reason = error instanceof SyntaxError ? 'it is not JSON' : error.code;
		throw new UsageError(`${file} cannot be read: ${reason}. It is what contract verify --format json writes.`);
	}
	const isReport =
		report?.formatVersion === 2 &&
		['agree', 'disagree', 'unjudged'].includes(report.verdict) &&
		Array.isArray(report.findings) &&
		typeof report.summary === 'object';
	if (!isReport) throw new UsageError(`${file} is no report. It is what contract verify --format json writes.`);
	return report;
}
