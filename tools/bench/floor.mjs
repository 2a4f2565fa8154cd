/**
 * The lower bound: JSON.parse of one interaction after the other, and plain ajv on every request and response body, each schema
 * compiled once. It relies on the layout of the bench's own pacts: `interactions` follows the names of the parties, `type` ends
 * each interaction, and each description names its operation (`post /path/{template} …`).
 * Usage: node floor.mjs PACT SPEC
 */
import { createReadStream } from 'node:fs';
import { escaped, jsonMediaType, plainAjv, readSpec } from './plain.mjs';

const [pactFile, specFile] = process.argv.slice(2);
const { document, follow } = readSpec(specFile);
const validator = plainAjv(document);
const last = '"Synchronous/HTTP"';

const compiled = new Map();
let [interactions, bodies, faults] = [0, 0, 0];
function judge(body, owner) {
	if (body === undefined) return;
	if (!compiled.has(owner)) {
		compiled.set(owner, validator(`${follow(owner).pointer}/content/${escaped(jsonMediaType)}/schema`));
	}
	bodies += 1;
	if (!compiled.get(owner)(body.content)) faults += 1;
}

let rest = '';
for await (const chunk of createReadStream(pactFile, { encoding: 'utf8', highWaterMark: 1 << 20 })) {
	const pieces = (rest + chunk).split(last);
	rest = pieces.pop();
	for (const piece of pieces) {
		const start = piece.indexOf('{', interactions === 0 ? piece.indexOf('"interactions"') : 0);
		const { description, request, response } = JSON.parse(`${piece.slice(start)}${last}}`);
		const [method, path] = description.split(' ', 2);
		const operation = `/paths/${escaped(path)}/${method}`;
		const { status } = response;
		interactions += 1;
		// As `check` does: a request that expects a 4xx may be invalid on purpose.
		if (status < 400 || status >= 500) judge(request.body, `${operation}/requestBody`);
		judge(response.body, `${operation}/responses/${status}`);
	}
}
console.log(JSON.stringify({ interactions, bodies, faults }));
