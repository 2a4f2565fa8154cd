/**
 * Maintains one issue about the sandbox from the JSON report of a verification: opens or rewrites it on `disagree`, closes it on
 * `agree`, leaves it on `unjudged`.
 * Exit codes: 0 done, 1 GitHub refused or failed, 2 a variable is missing or the report cannot be read.
 */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { run, UsageError, variables } from './actions.mjs';
import { createGithub, GithubError } from './github.mjs';
import { issueBody, marker } from './issue-body.mjs';

const title = 'The sandbox disagrees with the contract or the spec';
const label = 'contract-sandbox';
const perPage = 100;

run(async () => {
	const [api, token, repository] = variables('GITHUB_API_URL', 'GITHUB_TOKEN', 'GITHUB_REPOSITORY');
	const [server, runId] = variables('GITHUB_SERVER_URL', 'GITHUB_RUN_ID');
	if (!URL.canParse(api))
		throw new UsageError('GITHUB_API_URL is not a URL. Set it to the API of GitHub, such as https://api.github.com.');
	if (!/^[\w-]+\/(?!\.{1,2}$)[\w.-]+$/.test(repository))
		throw new UsageError('GITHUB_REPOSITORY is not of the form OWNER/NAME. Set it to the repository of the issue.');
	const report = readReport(process.argv[2]);
	const send = createGithub({ api, token });
	const issues = `repos/${repository}/issues`;
	const runUrl = `${server}/${repository}/actions/runs/${runId}`;
	try {
		console.log(await reconcile(report));
		return 0;
	} catch (error) {
		if (!(error instanceof GithubError)) throw error;
		console.error(`The issue about the sandbox could not be updated. ${error.message}`);
		return 1;
	}

	async function reconcile({ verdict, ...found }) {
		if (verdict === 'unjudged') return 'The sandbox could not be judged, so the issue about it stays as it is.';
		if (verdict === 'disagree') return await write(issueBody(found, runUrl));
		const open = await openIssues();
		for (const number of open) await close(number, `All agree again, as of [this run](${runUrl}).`, 'completed');
		return open.length === 0 ? 'All agree, and no issue about the sandbox is open.' : `Closed ${inWords(open)}.`;
	}

	async function write(body) {
		const [number, ...others] = await openIssues();
		if (number === undefined) return `Opened ${inWords([await open(body)])}.`;
		await send('PATCH', `${issues}/${number}`, { content: { title, body } });
		for (const other of others) await close(other, `Duplicate of #${number}.`, 'not_planned');
		return `Rewrote ${inWords([number])}.`;
	}

	/** Our open issues, the oldest first. GitHub lists pull requests as issues, and others may use the label. */
	async function openIssues() {
		const numbers = [];
		for (let page = 1; ; page++) {
			const path = `${issues}?state=open&labels=${label}&per_page=${perPage}&page=${page}`;
			const { body } = await send('GET', path);
			if (!Array.isArray(body)) throw new GithubError(`GET ${path}: GitHub answered without a list.`);
			const ours = body.filter((each) => each.pull_request === undefined && each.body?.startsWith(marker));
			numbers.push(...ours.map((each) => each.number));
			if (body.length < perPage) return numbers.sort((a, b) => a - b);
		}
	}

	/** After a failure the issues are listed again: GitHub may have opened the issue anyway. */
	async function open(body) {
		const color = 'b60205';
		const description = 'Maintained by the verification against the sandbox';
		// 422: the label exists.
		await send('POST', `repos/${repository}/labels`, { content: { name: label, color, description }, accepts: [422] });
		for (let attempt = 1; ; attempt++) {
			try {
				const { body: issue } = await send('POST', issues, { content: { title, body, labels: [label] }, once: true });
				return issue.number;
			} catch (error) {
				if (!(error instanceof GithubError && error.mayBeDone) || attempt === 4) throw error;
				// A new issue may be missing from the list for a moment.
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

/** Throws {@link UsageError} unless the file is a report. */
function readReport(file) {
	if (file === undefined) {
		throw new UsageError('The report is missing. Usage: node tools/ci/sandbox-issue.mjs REPORT.json.');
	}
	let report;
	try {
		report = JSON.parse(readFileSync(file, 'utf8'));
	} catch (error) {
		// The parser's message quotes the file.
		const reason = error instanceof SyntaxError ? 'it is not JSON' : error.code;
		throw new UsageError(`${file} cannot be read: ${reason}. Write it with \`contract verify --format json\`.`);
	}
	const isReport =
		report?.formatVersion === 2 &&
		['agree', 'disagree', 'unjudged'].includes(report.verdict) &&
		Array.isArray(report.findings) &&
		typeof report.summary === 'object';
	if (!isReport) throw new UsageError(`${file} is not a report. Write it with \`contract verify --format json\`.`);
	return report;
}
