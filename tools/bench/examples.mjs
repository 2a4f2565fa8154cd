/**
 * Writes what the bench makes of GitHub's spec: a pact with one interaction for each documented example of a response (valid or
 * not; a parameter without an example is 1), the first of them alone, the spec as YAML, and a cut of it of 4 MB. In its own
 * process: a child's maximum RSS starts at its parent's.
 * Usage: node examples.mjs FOLDER SPEC; prints the numbers of interactions, of paths and of paths in the cut.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dump } from 'js-yaml';
import { escaped, jsonMediaType, readSpec } from './plain.mjs';

const [folder, specFile] = process.argv.slice(2);
const { document, follow } = readSpec(specFile);
const { paths } = document;

/** The examples of a JSON body, in the form of Pact specification 4. */
function bodiesOf(owner) {
	const { pointer, value } = follow(`${follow(owner).pointer}/content/${escaped(jsonMediaType)}`);
	const names = Object.keys(value?.examples ?? {});
	const contents = names.map((name) => follow(`${pointer}/examples/${escaped(name)}`).value.value);
	const headers = { 'Content-Type': [jsonMediaType] };
	return contents.map((content) => ({ body: { content, contentType: jsonMediaType, encoded: false }, headers }));
}

function interactionsOf(path, method) {
	const pointer = `/paths/${escaped(path)}/${method}`;
	const { parameters = [], responses } = paths[path][method];
	const sent = parameters
		.map((_, index) => follow(`${pointer}/parameters/${index}`))
		.filter(({ value }) => value.required)
		.map((each) => [each.value, follow(`${each.pointer}/schema`).value])
		.map(([{ in: place, name, example }, schema]) => [
			...[place, name],
			String(example ?? schema.example ?? schema.default ?? schema.enum?.[0] ?? 1),
		]);
	const inPath = new Map(sent.map(([, name, value]) => [name, value]));
	const query = Object.fromEntries(
		sent.flatMap(([place, name, value]) => (place === 'query' ? [[name, [value]]] : [])),
	);
	const filled = path.replace(/\{([^}]*)\}/g, (_, name) => encodeURIComponent(inPath.get(name) ?? 1));
	const request = { ...bodiesOf(`${pointer}/requestBody`)[0], method: method.toUpperCase(), path: filled, query };
	const answers = Object.keys(responses).flatMap((status) =>
		bodiesOf(`${pointer}/responses/${status}`).map((body) => ({ ...body, status: Number(status) })),
	);
	const description = `${method} ${path} by example`;
	return answers.map((response, index) => ({
		...{ description: `${description} ${index}`, request, response, type: 'Synchronous/HTTP' },
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
const metadata = { pactSpecification: { version: '4.0' } };
const pact = (chosen) => JSON.stringify({ ...parties, interactions: chosen, metadata });
writeFileSync(join(folder, 'examples.json'), pact(interactions));
writeFileSync(join(folder, 'one.json'), pact(interactions.slice(0, 1)));
writeFileSync(join(folder, 'whole.yaml'), yaml);
writeFileSync(join(folder, 'cut.yaml'), dump(part));
console.log(JSON.stringify([interactions.length, Object.keys(paths).length, Object.keys(part.paths).length]));
