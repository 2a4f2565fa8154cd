/**
 * The floor: JSON.parse of the pact and plain ajv, each schema compiled once, called on every request and response body.
 * Which operation an interaction belongs to it reads in the description (`post /path/{template} …`), so it searches nothing.
 * Usage: node floor.mjs PACT SPEC
 */
import { readFileSync } from 'node:fs';
import { escaped, jsonMediaType, plainAjv, readSpec } from './plain.mjs';

const [pactFile, specFile] = process.argv.slice(2);
const { follow, validator } = plainAjv(readSpec(specFile));

const compiled = new Map();
let [bodies, faults] = [0, 0];
function judge(body, owner) {
	if (body === undefined) return;
	if (!compiled.has(owner)) {
		compiled.set(owner, validator(`${follow(owner).pointer}/content/${escaped(jsonMediaType)}/schema`));
	}
	bodies += 1;
	if (!compiled.get(owner)(body.content)) faults += 1;
}

const { interactions } = JSON.parse(readFileSync(pactFile, 'utf8'));
for (const { description, request, response } of interactions) {
	const [method, path] = description.split(' ', 2);
	const operation = `/paths/${escaped(path)}/${method}`;
	const { status } = response;
	// As `check` has it: where a 4xx is expected, the faults of the request are the point of the test.
	if (status < 400 || status >= 500) judge(request.body, `${operation}/requestBody`);
	judge(response.body, `${operation}/responses/${status}`);
}
console.log(JSON.stringify({ interactions: interactions.length, bodies, faults }));
