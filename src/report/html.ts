/** The report as one HTML page that needs nothing else: no network, and no script to be read. */
import { createHash } from 'node:crypto';
import { changesSection } from './html/changes';
import { coverageSection } from './html/coverage';
import type { Extras } from './html/extras';
import { findingsSection } from './html/findings';
import { interactionsSection } from './html/interactions';
import { type Page, pageOf } from './html/page';
import { script } from './html/script';
import { specSection } from './html/spec';
import { style } from './html/style';
import { toleranceSection } from './html/tolerance';
import { topSection } from './html/top';
import type { Report } from './report';

/** In the order of the page; one that has nothing to show is empty. */
const sections: readonly (readonly [id: string, name: string, render: (page: Page) => string])[] = [
	['findings', 'Findings', findingsSection],
	['interactions', 'Interactions', interactionsSection],
	['tolerate', 'Answers tried', toleranceSection],
	['changes', 'Changes', changesSection],
	['coverage', 'Coverage', coverageSection],
	['spec', 'Spec', specSection],
];

export function toHtml(report: Report, extras: Extras = { notes: [] }): string {
	const page = pageOf(report, extras);
	const shown = sections
		.map(([id, name, render]) => ({ id, name, html: render(page) }))
		.filter(({ html }) => html !== '');
	const links = shown.map(({ id, name }) => `<a href="#${id}">${name}</a>`).join(' ');
	return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${report.verdict}: contract ${report.command}</title>
<style>${style}</style>
</head>
<body>
<main>
${topSection(page)}<nav aria-label="Sections">${links}</nav>
${shown.map(({ html }) => html).join('')}</main>
<script>${script}</script>
</body>
</html>
`;
}

const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Whatever a text of the report holds, nothing but our own style and script can take effect. */
const policy = [
	"default-src 'none'",
	`style-src ${hashOf(style)}`,
	`script-src ${hashOf(script)}`,
	"base-uri 'none'",
	"form-action 'none'",
].join('; ');
