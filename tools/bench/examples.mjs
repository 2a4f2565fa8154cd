/**
 * Writes a pact with one interaction for each of COUNT operations of a large spec, made from the examples in it. Bodies
 * and parameters that plain ajv rejects are left out, and so are operations that need one of them.
 * Usage: node examples.mjs FILE SPEC COUNT; prints what was chosen as JSON.
 */
import { writeFileSync } from 'node:fs';
import { escaped, jsonMediaType, plainAjv, readSpec } from './plain.mjs';

const [file, specFile, count] = process.argv.slice(2);
const document = readSpec(specFile);
const { follow, validator } = plainAjv(document);
const methods = ['get', 'put', 'post', 'delete', 'patch'];

/** The values of the required parameters by place and name; undefined where one of them has no value. */
function parametersOf(places) {
	const values = { path: {}, query: {}, header: {} };
	for (const { pointer, value: parameter } of places.map(follow)) {
		if (parameter.required !== true) continue;
		const { example, enum: allowed, default: usual, type } = follow(`${pointer}/schema`).value;
		const isValid = validator(`${pointer}/schema`);
		const wanted = [parameter.example, example, usual, allowed?.[0], type === 'integer' ? 1 : 'example'];
		const value = wanted.find((each) => each !== undefined && each !== '' && typeof each !== 'object' && isValid(each));
		if (value === undefined) return undefined;
		values[parameter.in][parameter.name] = String(value);
	}
	return values;
}

/** The first valid example of a JSON body, as Pact's specification 4 wraps it. */
function bodyOf(owner) {
	const { pointer, value } = follow(`${follow(owner).pointer}/content/${escaped(jsonMediaType)}`);
	if (value === undefined) return undefined;
	const named = Object.keys(value.examples ?? {}).map((name) => follow(`${pointer}/examples/${escaped(name)}`).value);
	try {
		const isValid = validator(`${pointer}/schema`);
		const content = [value.example, ...named.map((each) => each?.value)].find((each) => each && isValid(each));
		return content && { content, contentType: jsonMediaType, encoded: false };
	} catch {
		// ajv does not compile every schema of others.
		return undefined;
	}
}

function* interactions() {
	for (const [path, item] of Object.entries(document.paths)) {
		const at = `/paths/${escaped(path)}`;
		const placesBelow = (pointer, list = []) => list.map((_, index) => `${pointer}/parameters/${index}`);
		for (const method of methods.filter((each) => item[each] !== undefined)) {
			const pointer = `${at}/${method}`;
			const { parameters, responses } = item[method];
			const status = Object.keys(responses).find((each) => each.startsWith('2'));
			const values = parametersOf([...placesBelow(at, item.parameters), ...placesBelow(pointer, parameters)]);
			const [sent, answer] = [bodyOf(`${pointer}/requestBody`), bodyOf(`${pointer}/responses/${status}`)];
			const needsBody = follow(`${pointer}/requestBody`).value?.required === true;
			if (status === undefined || values === undefined || (needsBody && sent === undefined)) continue;
			const headers = { 'Content-Type': [jsonMediaType] };
			yield {
				description: `${method} ${path} by its example`,
				pending: false,
				request: {
					...(sent && { body: sent }),
					headers: { ...inLists(values.header), ...(sent && headers) },
					method: method.toUpperCase(),
					path: path.replace(/\{([^}]*)\}/g, (_, name) => encodeURIComponent(values.path[name])),
					query: inLists(values.query),
				},
				response: { ...(answer && { body: answer, headers }), status: Number(status) },
				type: 'Synchronous/HTTP',
			};
		}
	}
}

const inLists = (map) => Object.fromEntries(Object.entries(map).map(([name, value]) => [name, [value]]));

// Those with an answer come first; where they do not suffice, others follow.
const all = [...interactions()].sort((a, b) => Number('body' in b.response) - Number('body' in a.response));
const chosen = all.slice(0, Number(count));
const parties = { consumer: { name: 'bench' }, provider: { name: 'large' } };
const metadata = { pactSpecification: { version: '4.0' } };
writeFileSync(file, JSON.stringify({ ...parties, interactions: chosen, metadata }, undefined, 2));
const numberWith = (side) => chosen.filter((each) => 'body' in each[side]).length;
console.log(
	JSON.stringify({ operations: chosen.length, requests: numberWith('request'), responses: numberWith('response') }),
);
