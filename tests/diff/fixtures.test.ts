/** Every kind of change that matters to a consumer, and what is no change: each file edits one document and has what `diff` says of it. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { base, compared, edited, type Fixture } from './support/fixture';

const folder = join(__dirname, 'fixtures');
const names = readdirSync(folder).sort();

test.each(names)('%s', async (name) => {
	const file = join(folder, name);
	const fixture = parse(readFileSync(file, 'utf8')) as Fixture;
	const old = edited(base, fixture.old);
	const found = await compared(old, edited(old, fixture.new));
	if (process.env.UPDATE_FIXTURES) writeFileSync(file, stringify({ ...fixture, expected: found }, { lineWidth: 0 }));
	else expect(found).toEqual(fixture.expected);
	if (name.startsWith('same-')) expect(found).toEqual({ changes: [], broken: [], affected: [] });
});
