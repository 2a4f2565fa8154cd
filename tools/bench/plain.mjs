/** Plain ajv with the whole spec as one schema: for the lower bound, and to find examples. */
import { readFileSync } from 'node:fs';
import ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';

export const jsonMediaType = 'application/json';
export const escaped = (key) => key.replaceAll('~', '~0').replaceAll('/', '~1');

export function readSpec(file) {
	const text = readFileSync(file, 'utf8');
	const document = file.endsWith('.json') ? JSON.parse(text) : parse(text);

	/** The value at a pointer, after following a `$ref` there, and the pointer of that value. */
	function follow(pointer) {
		const keys = pointer.split('/').slice(1);
		const value = keys.reduce((owner, key) => owner?.[key.replaceAll('~1', '/').replaceAll('~0', '~')], document);
		return typeof value?.$ref === 'string' ? follow(value.$ref.slice(1)) : { pointer, value };
	}

	return { document, follow };
}

/** Returns a function that compiles the schema at a pointer. */
export function plainAjv(document) {
	dropLoneNullable(document);
	const ajv = addFormats(new ajv2020.Ajv2020({ strict: false, logger: false }));
	ajv.addSchema(document, 'spec');
	return (pointer) => ajv.compile({ $ref: `spec#${pointer.split('/').map(encodeURIComponent).join('/')}` });
}

/** Ajv compiles no schema with `nullable` and without `type`. */
function dropLoneNullable(value) {
	if (value?.nullable === true && value.type === undefined) delete value.nullable;
	if (typeof value === 'object' && value !== null) Object.values(value).forEach(dropLoneNullable);
}
