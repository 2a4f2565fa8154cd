/** The consumer test of an interaction: looked up when a finding is printed, for lines in a pact would change daily. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Settings } from '../config/settings';
import type { Finding } from '../exchange/finding';
import { findConsumerTests, isPactTest } from './consumer-tests';

type Source = NonNullable<Finding['source']>;

/** Fills in `source` where an interaction's description stands in a consumer test. */
export async function withTestPlaces(findings: readonly Finding[], settings: Settings): Promise<readonly Finding[]> {
	if (settings.file === undefined || findings.every(({ interaction }) => interaction === undefined)) return findings;
	const files = await findConsumerTests(settings);
	const texts = await Promise.all(files.map(async (file) => [file, await readFile(join(settings.root, file), 'utf8')]));
	const lines = texts.map(([file = '', text = '']) => ({ file, lines: text.split('\n') }));
	const known = new Map<string, Source | undefined>();
	const sourceOf = ({ file, description }: NonNullable<Finding['interaction']>) => {
		// What the step `record` finds names the test's own file.
		const own = isPactTest(file) ? lines.filter((each) => each.file === file) : lines;
		const key = `${own.length === 1 ? file : ''} ${description}`;
		if (!known.has(key)) known.set(key, placeOf(description, own));
		return known.get(key);
	};
	return findings.map((each) => {
		const source = each.source ?? (each.interaction && sourceOf(each.interaction));
		return source ? { ...each, source } : each;
	});
}

/** The first line with the description as a literal: most often that of `test`. */
function placeOf(
	description: string,
	files: readonly { readonly file: string; readonly lines: readonly string[] }[],
): Source | undefined {
	const quoted = JSON.stringify(description).slice(1, -1);
	const literals = [`"${quoted}"`, `\`${description}\``, `'${quoted.replaceAll('\\"', '"').replaceAll("'", "\\'")}'`];
	for (const { file, lines } of files) {
		const index = lines.findIndex((line) => literals.some((literal) => line.includes(literal)));
		if (index >= 0) return { file, line: index + 1 };
	}
	return undefined;
}
