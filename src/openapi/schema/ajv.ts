/** The one file that imports ajv: how it is set up, and what the rest of this room needs to know of it. */
import Ajv, { _, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020';
import { isMultipleOf } from '../../json/decimal';
import { patternFrom } from '../../json/text';
import { formats } from './formats';

export type { Ajv, ErrorObject, ValidateFunction };

/**
 * A fresh instance. `isFull`: it reports all that is wrong, and not only whether something is; `tracks`: which properties
 * were seen to, as `unevaluatedProperties` asks. Where it tracks, ajv tries every alternative though one has held; where
 * it does not, a full one asks `branchOf`, which gives a quick validator of one alternative.
 */
export function createAjv(isFull: boolean, tracks: boolean, branchOf: (schema: object) => ValidateFunction): Ajv {
	const ajv = new Ajv({
		allErrors: isFull,
		verbose: isFull,
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
	ajv.opts.unevaluated = tracks;
	// ajv's own counts in doubles.
	ajv.removeKeyword('multipleOf').addKeyword({
		keyword: 'multipleOf',
		type: 'number',
		schemaType: 'number',
		validate: isMultipleOf,
		error: { message: 'is no multiple', params: ({ schemaCode }) => _`{multipleOf: ${schemaCode}}` },
	});
	if (isFull && !tracks) reportBriefly(ajv, branchOf);
	return ajv;
}

/**
 * Has `ajv` say of alternatives only that none holds, or several, and nothing of what each lacks: of alternatives below
 * alternatives there are too many to report them all.
 */
function reportBriefly(ajv: Ajv, branchOf: (schema: object) => ValidateFunction): void {
	for (const keyword of ['anyOf', 'oneOf'] as const) {
		const most = keyword === 'oneOf' ? 1 : Number.POSITIVE_INFINITY;
		const compile = (branches: readonly object[], parentSchema: object) => {
			const validate: { (data: unknown): boolean; errors?: Partial<ErrorObject>[] } = (data) => {
				const passing: number[] = [];
				for (const [index, branch] of branches.entries()) {
					if (!branchOf(branch)(data)) continue;
					passing.push(index);
					if (keyword === 'anyOf' || passing.length > most) break;
				}
				if (passing.length > 0 && passing.length <= most) return true;
				const params = { brief: true, ...(passing.length > 0 ? { passingSchemas: passing } : {}) };
				validate.errors = [{ keyword, params, parentSchema }];
				return false;
			};
			return validate;
		};
		ajv.removeKeyword(keyword).addKeyword({ keyword, schemaType: 'array', compile });
	}
}
