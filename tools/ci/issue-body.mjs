/** The text of the issue about the sandbox: the findings of a JSON report by cause, within the length that GitHub accepts. */
import { fenced } from './actions.mjs';

/** The first line of the issue, an invisible HTML comment that identifies it. */
export const marker = '<!-- contract: verification against the sandbox -->';

/** GitHub's limit is 65 536 characters; the rest is for the last sentence. */
const most = 65_000;
const mostOfOne = 8_000;

/** `runUrl`: the workflow run of the report. */
export function issueBody({ findings, summary }, runUrl) {
	const causes = causesOf(findings);
	let body = `${marker}
The sandbox, the contract and the spec disagree: ${countsInWords(summary)}, as of [this run](${runUrl}).

Every run rewrites this issue, and closes it when all agree again. \`docs/findings.md\` and \`docs/check.md\` explain the codes.
`;
	for (const [index, cause] of causes.entries()) {
		const heading = cause.code === causes[index - 1]?.code ? '' : `\n### ${cause.code}\n`;
		const section = `${heading}\n${fenced(inWords(cause))}\n`;
		if (body.length + section.length > most) {
			return `${body}\n${causes.length - index} more are omitted; the report of the run has them.\n`;
		}
		body += section;
	}
	return body;
}

const countsInWords = ({ errors, unjudged, warnings, notes }) =>
	[
		errors > 0 && counted(errors, 'error'),
		unjudged > 0 && `${unjudged} unjudged`,
		warnings > 0 && counted(warnings, 'warning'),
		notes > 0 && counted(notes, 'note'),
	]
		.filter(Boolean)
		.join(', ');

const counted = (count, noun) => `${count} ${noun}${count === 1 ? '' : 's'}`;

const severities = ['error', 'unjudged', 'warning', 'note'];

/** The findings of each fingerprint together; the worst severity first, then by code. Accepted findings do not count. */
function causesOf(findings) {
	const causes = new Map();
	for (const { title, interaction, at, accepted, ...finding } of findings) {
		if (accepted) continue;
		const { fingerprint } = finding;
		const cause = causes.get(fingerprint) ?? { ...finding, titles: new Set(), places: new Set(), names: new Set() };
		causes.set(fingerprint, cause);
		cause.titles.add(title);
		if (at !== undefined) cause.places.add(placeInWords(at));
		if (interaction !== undefined) cause.names.add(`"${interaction.description}"`);
	}
	const rank = ({ severity, code }) => `${severities.indexOf(severity)} ${code}`;
	return [...causes.values()].sort((a, b) => (rank(a) < rank(b) ? -1 : rank(a) > rank(b) ? 1 : 0));
}

function inWords({ severity, titles, fix, instance, spec, places, names }) {
	const lines = [
		...[...titles].map((title) => `${severity}: ${title}`),
		...(instance === undefined ? [] : [`field        ${instance}`]),
		...(spec === undefined ? [] : [`spec         ${placeInWords(spec)}`]),
		...[...places].map((place) => `at           ${place}`),
		...[...names].map((name) => `interaction  ${name}`),
		...fix.map((sentence) => `fix          ${sentence}`),
	];
	const text = lines.join('\n').replace(/[^\n\P{C}]/gu, '�');
	return text.length <= mostOfOne ? text : `${text.slice(0, mostOfOne)} …`;
}

function placeInWords({ file, pointer, line, column }) {
	const numbers = [line, column].filter((each) => each !== undefined);
	return `${[file ?? 'live exchange', ...numbers].join(':')}  ${pointer}`.trimEnd();
}
