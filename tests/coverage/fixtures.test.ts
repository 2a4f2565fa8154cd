/** Every kind of place in every state, beside its neighbours: each folder has a spec, a pact, and what is expected by hand. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { placesIn } from './support/places';

const folder = join(__dirname, 'fixtures');

test.each(readdirSync(folder))('%s', async (name) => {
	const file = (each: string) => join(folder, name, each);
	const expected = readFileSync(file('places.txt'), 'utf8').trimEnd().split('\n');
	expect((await placesIn(file('spec.yaml'), file('pact.json'))).sort()).toEqual(expected.sort());
});
