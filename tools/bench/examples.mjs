/**
 * Writes what the bench makes of GitHub's spec: a pact with one interaction for each documented example of a response, without
 * schemas that plain ajv cannot compile and operations that need a body or a parameter without an example; the spec as YAML; a
 * cut of it of 4 MB; and a pact of one interaction that both know. In its own process: a child's maximum RSS starts at its
 * parent's.
 * Usage: node examples.mjs FOLDER SPEC; prints the numbers of interactions, of paths and of paths in the cut.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dump } from 'js-yaml';
import { escaped, jsonMediaType, plainAjv, readSpec } from './plain.mjs';

const [folder, specFile] = process.argv.slice(2);
const document = readSpec(specFile);
const { paths } = document;
const { follow, validator } = plainAjv(document);

/** A valid value for a required parameter; undefined if none is found. */
function sampleOf({ pointer, value: { example, schema } }) {
	const isValid = validator(`${pointer}/schema`);
	const { value } = follow(`${pointer}/schema`);
	return [example, schema.example, value.default, value.enum?.[0], 1, 'example'].find((each) => each && isValid(each));
}

/** The examples of a JSON body, valid or not, in the form of Pact specification 4. None where ajv cannot compile the schema. */
function bodiesOf(owner) {
	const { pointer, value } = follow(`${follow(owner).pointer}/content/${escaped(jsonMediaType)}`);
	const names = Object.keys(value?.examples ?? {});
	try {
		if (names.length > 0) validator(`${pointer}/schema`);
	} catch {
		return [];
	}
	const contents = names.map((name) => follow(`${pointer}/examples/${escaped(name)}`).value.value);
	const headers = { 'Content-Type': [jsonMediaType] };
	return contents.map((content) => ({ body: { content, contentType: jsonMediaType, encoded: false }, headers }));
}

function interactionsOf(path, method) {
	const pointer = `/paths/${escaped(path)}/${method}`;
	const { parameters = [], responses } = paths[path][method];
	const answers = Object.keys(responses).flatMap((status) =>
		bodiesOf(`${pointer}/responses/${status}`).map((body) => ({ ...body, status: Number(status) })),
	);
	if (answers.length === 0) return [];
	const required = parameters.map((_, index) => follow(`${pointer}/parameters/${index}`));
	const sent = required.filter(({ value }) => value.required).map((each) => [each.value, sampleOf(each)]);
	const [request] = bodiesOf(`${pointer}/requestBody`);
	const needsBody = follow(`${pointer}/requestBody`).value?.required === true;
	if ((needsBody && !request) || sent.some(([, value]) => value === undefined)) return [];
	const named = (place) => sent.flatMap(([each, value]) => (each.in === place ? [[each.name, String(value)]] : []));
	const inPath = new Map(named('path'));
	const query = Object.fromEntries(named('query').map(([name, value]) => [name, [value]]));
	const filled = path.replace(/\{([^}]*)\}/g, (_, name) => encodeURIComponent(inPath.get(name)));
	return answers.map((response, index) => ({
		description: `${method} ${path} by example ${index}`,
		request: { ...request, method: method.toUpperCase(), path: filled, query },
		response,
		type: 'Synchronous/HTTP',
	}));
}

/** The first paths and what they refer to, until they are as long as `limit` characters of JSON. */
function cut(limit) {
	const kept = { ...document, paths: {}, components: {} };
	let size = 0;
	function keep(...keys) {
		const name = keys.pop();
		const owner = keys.reduce((each, key) => (each[key] ??= {}), kept);
		if (name in owner) return;
		owner[name] = keys.reduce((each, key) => each[key], document)[name];
		const text = JSON.stringify(owner[name]);
		size += text.length;
		for (const [, kind, other] of text.matchAll(/"#\/components\/([^/"]+)\/([^/"]+)/g)) keep('components', kind, other);
	}
	for (const path of Object.keys(paths)) {
		if (size < limit) keep('paths', path);
	}
	return kept;
}

const methods = ['get', 'put', 'post', 'delete', 'patch'];
const interactions = Object.keys(paths).flatMap((path) =>
	methods.filter((method) => method in paths[path]).flatMap((method) => interactionsOf(path, method)),
);
const yaml = dump(document);
const part = cut((4e6 / yaml.length) * JSON.stringify(document).length);
const parties = { consumer: { name: 'bench' }, provider: { name: 'large' } };
const pact = (chosen) =>
	JSON.stringify({ ...parties, interactions: chosen, metadata: { pactSpecification: { version: '4.0' } } });
const files = {
	'examples.json': pact(interactions),
	'one.json': pact(interactions.slice(0, 1)),
	'whole.yaml': yaml,
	'cut.yaml': dump(part),
};
for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
console.log(JSON.stringify([interactions.length, Object.keys(paths).length, Object.keys(part.paths).length]));
