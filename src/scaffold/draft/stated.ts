/** The examples of a Parameter Object or a Media Type Object (OpenAPI 3.1, 4.8.19). */
import { isObject, type Json, property } from '../../json/json';

export function statedExamples(owner: unknown): Json[] {
	const example = property(owner, 'example');
	const examples = property(owner, 'examples');
	const values = Object.values(isObject(examples) ? examples : {}).map((each) => property(each, 'value'));
	return [example, ...values].filter((each) => each !== undefined);
}
