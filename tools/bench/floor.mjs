/**
 * The lower bound: JSON.parse of the pact, and plain ajv on every request and response body, each schema compiled once. It does
 * not search for operations: each description names its own (`post /path/{template} …`).
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
	// As `check` does: a request that expects a 4xx may be invalid on purpose.
	if (status < 400 || status >= 500) judge(request.body, `${operation}/requestBody`);
	judge(response.body, `${operation}/responses/${status}`);
}
console.log(JSON.stringify({ interactions: interactions.length, bodies, faults }));
