/**
 * Writes a pact with one interaction on each of COUNT operations of a large description, made from the examples in it.
 * Operations whose examples plain ajv finds valid come first, in the document's order; where they do not suffice, others
 * follow without the body in question. Usage: node examples.mjs FILE SPEC COUNT; prints what was chosen as JSON.
 */
import { writeFileSync } from 'node:fs';
import { describedAs, head, json, tail } from './pact.mjs';
import { escaped, jsonMediaType, plainAjv, readDescription } from './plain.mjs';

const [file, specFile, count] = process.argv.slice(2);
const document = readDescription(specFile);
const { ajv, follow, bodyValidator } = plainAjv(document);
const methods = ['get', 'put', 'post', 'delete', 'patch'];
const left = { invalid: 0, uncompiled: 0, parameter: 0, status: 0 };

/** Values for the parameters that must be sent; undefined where none fits. */
function parametersOf(pointer, item, operation) {
	const values = { path: {}, query: {}, header: {} };
	const places = [
		...(item.parameters ?? []).map((_, index) => `${pointer}/../parameters/${index}`),
		...(operation.parameters ?? []).map((_, index) => `${pointer}/parameters/${index}`),
	];
	for (const place of places) {
		const { pointer: at, value } = follow(place);
		if (value.required !== true) continue;
		const schema = follow(`${at}/schema`);
		const accepts = ajv.compile({ $ref: `spec#${schema.pointer.split('/').map(encodeURIComponent).join('/')}` });
		const { type, enum: allowed, default: usual } = schema.value;
		const wanted = [value.example, schema.value.example, usual, allowed?.[0], type === 'integer' ? 1 : 'example', 1];
		const found = wanted.find((each) => ['string', 'number', 'boolean'].includes(typeof each) && accepts(each));
		if (found === undefined || String(found) === '') return undefined;
		values[value.in][value.name] = String(found);
	}
	return values;
}

/** The first example of a JSON body that is sound; `undefined` where the body has none that is. */
function exampleAt(owner) {
	const { value } = follow(owner);
	const media = value?.content?.[jsonMediaType];
	if (media === undefined) return undefined;
	const named = Object.keys(media.examples ?? {}).map(
		(name) =>
			follow(`${follow(owner).pointer}/content/${escaped(jsonMediaType)}/examples/${escaped(name)}`).value?.value,
	);
	const examples = [media.example, ...named].filter((each) => each !== undefined);
	if (examples.length === 0) return undefined;
	try {
		const accepts = bodyValidator(owner);
		const sound = examples.find((each) => accepts(each));
		if (sound === undefined) left.invalid += 1;
		return sound;
	} catch {
		left.uncompiled += 1;
		return undefined;
	}
}

function* candidates() {
	for (const [path, item] of Object.entries(document.paths)) {
		for (const method of methods.filter((each) => item[each] !== undefined)) {
			const operation = item[method];
			const pointer = `/paths/${escaped(path)}/${method}`;
			const status = Object.keys(operation.responses).find((each) => each.startsWith('2'));
			if (status === undefined) left.status += 1;
			const values = parametersOf(pointer, item, operation);
			if (values === undefined) left.parameter += 1;
			if (status === undefined || values === undefined) continue;
			const [request, response] = [exampleAt(`${pointer}/requestBody`), exampleAt(`${pointer}/responses/${status}`)];
			const body = follow(`${pointer}/requestBody`).value;
			// A required body without a sound example cannot be made up.
			if (body?.required === true && request === undefined) continue;
			const describesAnswer = follow(`${pointer}/responses/${status}`).value.content !== undefined;
			yield {
				method,
				path,
				status: Number(status),
				values,
				request,
				response,
				isWhole: !describesAnswer || response !== undefined,
			};
		}
	}
}

function interaction({ method, path, status, values, request, response }) {
	const filled = path.replace(/\{([^}]*)\}/g, (_, name) => encodeURIComponent(values.path[name]));
	const inLists = (map) => Object.fromEntries(Object.entries(map).map(([name, value]) => [name, [value]]));
	const ofJson = { 'Content-Type': [jsonMediaType] };
	return {
		description: describedAs(method, path, 'by its example'),
		pending: false,
		request: {
			...(request === undefined ? {} : { body: json(request) }),
			headers: { ...inLists(values.header), ...(request === undefined ? {} : ofJson) },
			method: method.toUpperCase(),
			path: filled,
			query: inLists(values.query),
		},
		response: {
			...(response === undefined ? {} : { body: json(response), headers: ofJson }),
			status,
		},
		type: 'Synchronous/HTTP',
	};
}

const all = [...candidates()];
const chosen = [...all.filter((each) => each.isWhole), ...all.filter((each) => !each.isWhole)].slice(0, Number(count));
const texts = chosen.map(
	(each) => `\n    ${JSON.stringify(interaction(each), undefined, 2).replaceAll('\n', '\n    ')}`,
);
writeFileSync(file, head('bench', 'large') + texts.join(',') + tail);
const numberWith = (side) => chosen.filter((each) => each[side] !== undefined).length;
console.log(
	JSON.stringify({
		operations: chosen.length,
		candidates: all.length,
		whole: chosen.filter((each) => each.isWhole).length,
		requests: numberWith('request'),
		responses: numberWith('response'),
		left,
	}),
);
