/** Files that the pages name or link to exist. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { projectRoot } from '../support/cli';

const docs = readdirSync(join(projectRoot, 'docs'), { recursive: true, encoding: 'utf8' }).map(
	(name) => `docs/${name}`,
);
const pages = ['README.md', 'CONTRIBUTING.md', ...docs.filter((name) => name.endsWith('.md'))];
const folders = 'bin|contracts|docs|pacts|sandbox|spec|src|tests|tools';

test.each(pages)('%s', (page) => {
	const text = readFileSync(join(projectRoot, page), 'utf8');
	const named = [...text.matchAll(new RegExp(`\`((?:${folders})/[\\w./-]*)\``, 'g'))].map(([, path]) => path ?? '');
	const linked = [...text.matchAll(/\]\((?!\w+:|#)([^)#\s]+)/g)].map(([, path]) => join(dirname(page), path ?? ''));
	expect([...named, ...linked].filter((path) => !existsSync(join(projectRoot, path)))).toEqual([]);
});
