/** Holds values against small schemas that are not in the document, such as a single keyword of one. */
import { createAjv, type ValidateFunction } from './ajv';
import { asksForWhole, wholeKeyword } from './exact-keywords';

/** Whether `value` is valid; `key` is the same for the same schema, which refers to nothing. */
export type SingleTest = (key: string, schema: object, value: unknown) => boolean;

export function createSingleTest(): SingleTest {
	const known = new Map<string, ValidateFunction>();
	let ajv: ReturnType<typeof createAjv> | undefined;
	return (key, schema, value) => {
		ajv ??= createAjv(false, false, () => {
			throw new Error('a single keyword has no alternatives');
		});
		ajv.opts.ownProperties = true;
		const test = known.get(key) ?? ajv.compile(withWhole(schema));
		known.set(key, test);
		return test(value) === true;
	};
}

function withWhole(schema: object): object {
	return 'type' in schema && asksForWhole(schema.type) ? { ...schema, [wholeKeyword]: true } : schema;
}
