/**
 * Writes the comment on a pull request: the report of the gate, and what changed against the base: interactions, coverage,
 * and the spec. It needs no token. Usage: node tools/ci/pull-request.mjs BASE FILE, where BASE is a git revision.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contract, fenced, run, UsageError } from './actions.mjs';

/** The first line of the comment, which identifies it. */
const marker = '<!-- contract: pull request -->';

/** GitHub's limit is 65 536 characters. */
const most = 65_000;

run(async () => {
	const [base, output] = process.argv.slice(2);
	if (!base || !output) {
		throw new UsageError('An argument is missing. Usage: node tools/ci/pull-request.mjs BASE FILE.');
	}
	const folder = mkdtempSync(join(tmpdir(), 'contract-pull-request-'));
	try {
		const [report, page] = [join(folder, 'report.json'), join(folder, 'report.md')];
		const gate = await contract(['gate', '--format', `json=${report}`, '--format', `markdown=${page}`]);
		const hasReport = existsSync(report) && existsSync(page);
		const own = hasReport ? readFileSync(page, 'utf8') : `### contract gate\n\n${fenced(gate.failure)}\n`;
		const against = hasReport ? await comparison(JSON.parse(readFileSync(report, 'utf8')), base, folder) : [];
		const comment = [marker, ...against, own].join('\n\n');
		writeFileSync(output, comment.length <= most ? comment : cut(comment));
		return 0;
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
});

/** The spec and the pacts of the base, and what is different here. */
async function comparison({ spec, coverage, interactions }, base, folder) {
	const files = [...new Set(interactions.map(({ file }) => file))];
	const worktree = join(folder, 'base');
	try {
		git('worktree', 'add', '--quiet', '--detach', worktree, base);
	} catch {
		return [`The base ${code(base)} is not there, so nothing is compared with it.`];
	}
	try {
		const before = files.map((file) => join(worktree, file)).filter((file) => existsSync(file));
		const parts = [changedInteractions(before.flatMap(interactionsIn), files.flatMap(interactionsIn))];
		const baseSpec = join(worktree, spec.file);
		if (!existsSync(baseSpec)) return parts;
		if (coverage && before.length > 0) {
			const counted = join(folder, 'coverage.json');
			const overlays = (spec.overlays ?? []).map((file) => join(worktree, file)).filter((file) => existsSync(file));
			const given = ['--spec', baseSpec, ...overlays.flatMap((file) => ['--overlay', file])];
			await contract(['coverage', ...before, ...given, '--format', `json=${counted}`]);
			if (existsSync(counted))
				parts.push(changedCoverage(JSON.parse(readFileSync(counted, 'utf8')).coverage, coverage));
		}
		if (readFileSync(baseSpec, 'utf8') !== readFileSync(spec.file, 'utf8')) {
			const page = join(folder, 'diff.md');
			await contract(['diff', `git:${base}:${spec.file}`, spec.file, ...files, '--format', `markdown=${page}`]);
			if (existsSync(page)) parts.push(readFileSync(page, 'utf8').trimEnd());
		}
		return parts;
	} finally {
		git('worktree', 'remove', '--force', worktree);
	}
}

/** Name and content of each; where a test records it from is no part of the contract. */
function interactionsIn(file) {
	const { interactions = [] } = JSON.parse(readFileSync(file, 'utf8'));
	return interactions.map(({ comments, key, ...interaction }) => {
		const states = interaction.providerStates ?? interaction.providerState ?? [];
		return {
			name: interaction.description,
			id: JSON.stringify([interaction.description, states]),
			text: JSON.stringify(interaction),
		};
	});
}

function changedInteractions(before, now) {
	const [old, own] = [before, now].map((all) => new Map(all.map((each) => [each.id, each])));
	const rows = [
		...now.filter(({ id }) => !old.has(id)).map(({ name }) => ['added', name]),
		...now.filter(({ id, text }) => old.has(id) && old.get(id).text !== text).map(({ name }) => ['changed', name]),
		...before.filter(({ id }) => !own.has(id)).map(({ name }) => ['removed', name]),
	];
	if (rows.length === 0) return `The contract is that of the base: ${now.length} interactions.`;
	return table(
		['', 'interaction, against the base'],
		rows.map(([what, name]) => [what, code(name)]),
	);
}

function changedCoverage(before, now) {
	const kinds = Object.keys(now).filter((kind) => kind !== 'places' && now[kind].total + before[kind].total > 0);
	const shown = ({ covered, total }) => `${covered} of ${total}`;
	const rows = kinds.filter((kind) => shown(before[kind]) !== shown(now[kind]));
	if (rows.length === 0) return 'Coverage is that of the base.';
	return table(
		['coverage', 'base', 'here'],
		rows.map((kind) => [kind, shown(before[kind]), shown(now[kind])]),
	);
}

const table = (heads, rows) =>
	[heads, heads.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

/** As text, whatever it holds. */
const code = (text) =>
	`<code>${text.replace(/[\\`*_[\]<>|~&@\n]/g, (character) => `&#${character.charCodeAt(0)};`)}</code>`;

const git = (...args) => execFileSync('git', args, { stdio: ['ignore', 'pipe', 'pipe'] });

/** The end of a line, and outside of a folded part. */
function cut(comment) {
	const kept = comment.slice(0, most).replace(/\n[^\n]*$/, '');
	const open = kept.split('<details>').length - kept.split('</details>').length;
	return `${kept}\n${'\n</details>\n'.repeat(open)}\nThe rest is left out here; the summary of the job has it.\n`;
}
