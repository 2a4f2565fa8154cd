/**
 * Writes a pact with one interaction for each of up to COUNT operations of a spec, those with a response example first.
 * Skips bodies that plain ajv rejects, and operations that need a body or a parameter without an example.
 * Usage: node examples.mjs FILE SPEC COUNT; prints the number of operations.
 */
import { writeFileSync } from 'node:fs';
import { escaped, jsonMediaType, plainAjv, readSpec } from './plain.mjs';

const [file, specFile, count] = process.argv.slice(2);
const document = readSpec(specFile);
const { paths } = document;
const { follow, validator } = plainAjv(document);

/** A valid value for a required parameter; undefined if none is found. */
function sampleOf({ pointer, value: { example, schema } }) {
	const isValid = validator(`${pointer}/schema`);
	const { value } = follow(`${pointer}/schema`);
	return [example, schema.example, value.default, value.enum?.[0], 1, 'example'].find((each) => each && isValid(each));
}

/** The first valid example of a JSON body, in the form of Pact specification 4. */
function bodyOf(owner) {
	const { pointer, value } = follow(`${follow(owner).pointer}/content/${escaped(jsonMediaType)}`);
	try {
		const isValid = validator(`${pointer}/schema`);
		const names = Object.keys(value.examples ?? {});
		const named = names.map((name) => follow(`${pointer}/examples/${escaped(name)}`).value.value);
		const content = [value.example, ...named].find((each) => each && isValid(each));
		return content && { body: { content, contentType: jsonMediaType, encoded: false } };
	} catch {
		// No such body, or ajv cannot compile its schema.
		return undefined;
	}
}

function interactionOf(path, method) {
	const pointer = `/paths/${escaped(path)}/${method}`;
	const { parameters = [], responses } = paths[path][method];
	const status = Object.keys(responses).find((each) => each.startsWith('2'));
	const required = parameters.map((_, index) => follow(`${pointer}/parameters/${index}`));
	const sent = required.filter(({ value }) => value.required).map((each) => [each.value, sampleOf(each)]);
	const [request, response] = [bodyOf(`${pointer}/requestBody`), bodyOf(`${pointer}/responses/${status}`)];
	const needsBody = follow(`${pointer}/requestBody`).value?.required === true;
	if (status === undefined || (needsBody && !request) || sent.some(([, value]) => value === undefined)) return [];
	const named = (place) => sent.flatMap(([each, value]) => (each.in === place ? [[each.name, String(value)]] : []));
	const inPath = new Map(named('path'));
	const query = Object.fromEntries(named('query').map(([name, value]) => [name, [value]]));
	const filled = path.replace(/\{([^}]*)\}/g, (_, name) => encodeURIComponent(inPath.get(name)));
	const headers = { 'Content-Type': [jsonMediaType] };
	return {
		description: `${method} ${path} by its example`,
		request: { ...request, ...(request && { headers }), method: method.toUpperCase(), path: filled, query },
		response: { ...response, ...(response && { headers }), status: Number(status) },
		type: 'Synchronous/HTTP',
	};
}

const methods = ['get', 'put', 'post', 'delete', 'patch'];
const operations = Object.keys(paths).flatMap((path) => methods.map((method) => [path, method]));
const known = operations.filter(([path, method]) => paths[path][method] !== undefined);
const interactions = known.flatMap(([path, method]) => interactionOf(path, method));
const chosen = interactions
	.sort((a, b) => Number('body' in b.response) - Number('body' in a.response))
	.slice(0, Number(count));
const parties = { consumer: { name: 'bench' }, provider: { name: 'large' } };
writeFileSync(
	file,
	JSON.stringify({ ...parties, interactions: chosen, metadata: { pactSpecification: { version: '4.0' } } }),
);
console.log(chosen.length);
