/** The one file that imports ajv: how it is set up, and what the rest of this room needs to know of it. */
import Ajv, { _, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020';
import { isMultipleOf } from './decimal';
import { formats } from './formats';
import { patternFrom } from './text';

export type { Ajv, ErrorObject, ValidateFunction };

/** A fresh instance; `tellsWhatIsWrong`: all that is wrong, and not only whether something is. */
export function createAjv(tellsWhatIsWrong: boolean): Ajv {
	const ajv = new Ajv({
		allErrors: tellsWhatIsWrong,
		verbose: tellsWhatIsWrong,
		// The translator lets only known keywords and formats through, so strictness has nothing left to catch,
		// and what it calls unwise (a `then` without `if`) is still a valid description.
		strict: false,
		meta: false,
		validateSchema: false,
		logger: false,
		formats,
		// A large description has schemas by the thousand, most used once: code that is made sooner wins over code that is finer.
		inlineRefs: false,
		code: {
			optimize: false,
			regExp: Object.assign((source: string) => patternFrom(source), { code: 'new RegExp' }),
		},
	});
	// ajv's own counts in doubles.
	ajv.removeKeyword('multipleOf').addKeyword({
		keyword: 'multipleOf',
		type: 'number',
		schemaType: 'number',
		validate: isMultipleOf,
		error: { message: 'is no multiple', params: ({ schemaCode }) => _`{multipleOf: ${schemaCode}}` },
	});
	return ajv;
}
