/** Plain ajv with the whole spec as one schema: for the lower bound, and to choose valid examples. */
import { readFileSync } from 'node:fs';
import ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';

export const jsonMediaType = 'application/json';
export const escaped = (key) => key.replaceAll('~', '~0').replaceAll('/', '~1');

export function readSpec(file) {
	const text = readFileSync(file, 'utf8');
	return file.endsWith('.json') ? JSON.parse(text) : parse(text);
}

export function plainAjv(document) {
	const ajv = addFormats(new ajv2020.Ajv2020({ strict: false, logger: false }));
	ajv.addSchema(document, 'spec');

	/** The value at a pointer, after following a `$ref` there, and the pointer of that value. */
	function follow(pointer) {
		const keys = pointer.split('/').slice(1);
		const value = keys.reduce((owner, key) => owner?.[key.replaceAll('~1', '/').replaceAll('~0', '~')], document);
		return typeof value?.$ref === 'string' ? follow(value.$ref.slice(1)) : { pointer, value };
	}

	const validator = (pointer) => ajv.compile({ $ref: `spec#${pointer.split('/').map(encodeURIComponent).join('/')}` });

	return { follow, validator };
}
