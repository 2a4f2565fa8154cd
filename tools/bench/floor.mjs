/**
 * The floor: JSON.parse of the pact and plain ajv, each schema compiled once, called on every request and response body.
 * Which operation an interaction belongs to it reads in the description (`post /path/{template} …`), so it looks for nothing.
 * Usage: node floor.mjs PACT SPEC
 */
import { readFileSync } from 'node:fs';
import { escaped, plainAjv, readDescription } from './plain.mjs';

const [pactFile, specFile] = process.argv.slice(2);
const { bodyValidator } = plainAjv(readDescription(specFile));

const compiled = new Map();
function validator(method, path, side) {
	const key = `${method} ${path} ${side}`;
	const known = compiled.get(key) ?? bodyValidator(`/paths/${escaped(path)}/${method}/${side}`);
	compiled.set(key, known);
	return known;
}

let [bodies, faults] = [0, 0];
function judge(isValid, body) {
	bodies += 1;
	if (!isValid(body)) faults += 1;
}

const { interactions } = JSON.parse(readFileSync(pactFile, 'utf8'));
for (const { description, request, response } of interactions) {
	const [method, path] = description.split(' ', 2);
	const { status } = response;
	// As `check` has it: where a 4xx is expected, the faults of the request are the point of the test.
	const isJudged = status < 400 || status >= 500;
	if (request.body !== undefined && isJudged) judge(validator(method, path, 'requestBody'), request.body.content);
	if (response.body !== undefined) judge(validator(method, path, `responses/${status}`), response.body.content);
}
console.log(JSON.stringify({ interactions: interactions.length, bodies, faults }));
