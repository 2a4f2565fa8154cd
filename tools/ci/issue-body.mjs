/** The text of the issue about the sandbox: the findings of a JSON report by code, at the most as long as GitHub takes it. */
import { fenced } from './actions.mjs';

/** What the issue begins with, unseen, and is found again by. */
export const marker = '<!-- contract: verification against the sandbox -->';

/** GitHub's limit is 65 536 characters; what counts the left-out findings needs some. */
const most = 65_000;
const mostOfOne = 8_000;

/** `runUrl`: the run of the workflow that found it out. */
export function issueBody({ findings, summary }, runUrl) {
	const causes = causesOf(findings);
	const counts = `${counted(summary.errors, 'error')}, ${counted(summary.warnings, 'warning')}`;
	let body = `${marker}
The sandbox, the contract and the description disagree: ${counts}, as of [this run](${runUrl}).

This issue is written anew by every run, and closed when all agree again. \`docs/findings.md\` and \`docs/check.md\` explain the codes.
`;
	for (const [index, cause] of causes.entries()) {
		const heading = cause.code === causes[index - 1]?.code ? '' : `\n### ${cause.code}\n`;
		const section = `${heading}\n${fenced(inWords(cause))}\n`;
		if (body.length + section.length > most) {
			return `${body}\n${causes.length - index} more are left out here; the report of the run has them.\n`;
		}
		body += section;
	}
	return body;
}

const counted = (count, noun) => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** Findings that say the same of several interactions, together; errors first, then by code. */
function causesOf(findings) {
	const causes = new Map();
	for (const { code, severity, message, interaction, instance, at, spec } of findings) {
		const name = interaction && `"${interaction.description}"`;
		const stem = name && message.endsWith(`: ${name}`) ? message.slice(0, -name.length - 2) : message;
		const key = JSON.stringify([severity, code, stem, instance, spec]);
		const cause = causes.get(key) ?? { severity, code, stem, instance, spec, places: new Set(), names: new Set() };
		if (at !== undefined) cause.places.add(placeInWords(at));
		if (name !== undefined) cause.names.add(name);
		causes.set(key, cause);
	}
	const rank = ({ severity, code }) => `${severity} ${code}`;
	return [...causes.values()].sort((a, b) => (rank(a) < rank(b) ? -1 : rank(a) > rank(b) ? 1 : 0));
}

function inWords({ severity, stem, instance, spec, places, names }) {
	const lines = [
		`${severity}: ${stem}`,
		...(instance === undefined ? [] : [`field        ${instance}`]),
		...(spec === undefined ? [] : [`spec         ${placeInWords(spec)}`]),
		...[...places].map((place) => `at           ${place}`),
		...[...names].map((name) => `interaction  ${name}`),
	];
	const text = lines.join('\n').replace(/[^\n\P{C}]/gu, '�');
	return text.length <= mostOfOne ? text : `${text.slice(0, mostOfOne)} …`;
}

function placeInWords({ file, pointer, line, column }) {
	const numbers = [line, column].filter((each) => each !== undefined);
	return `${[file ?? 'live exchange', ...numbers].join(':')}  ${pointer}`.trimEnd();
}
